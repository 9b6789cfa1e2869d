/// Rewrites JSON's `\ud83d\ude00` as YAML's `\U0001F600`.
///
/// JSON escapes a character beyond the first plane as two surrogates (RFC 8259, 7); YAML knows no
/// surrogates (YAML 1.2, 5.7) and refuses them, though it takes all the rest of JSON.
enum SurrogatePairs {
    /// The text with each pair joined, where it is JSON: where it begins with a bracket.
    static func joined(in text: String) -> String {
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "["
        else { return text }
        let bytes = Array(text.utf8)
        guard bytes.contains(backslash) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == backslash else {
                output.append(bytes[index])
                index += 1
                continue
            }
            if let high = unit(bytes, at: index), (0xD800...0xDBFF).contains(high),
                let low = unit(bytes, at: index + 6), (0xDC00...0xDFFF).contains(low)
            {
                let digits = String(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00), radix: 16)
                output += Array("\\U".utf8)
                output += Array(repeating: UInt8(ascii: "0"), count: 8 - digits.utf8.count)
                output += Array(digits.utf8)
                index += 12
            } else {
                // An escape is two bytes at least: `\\` must not lend its second half.
                output += bytes[index..<min(index + 2, bytes.count)]
                index += 2
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static let backslash = UInt8(ascii: "\\")

    /// The four digits of `\uXXXX`.
    private static func unit(_ bytes: [UInt8], at index: Int) -> Int? {
        guard index + 6 <= bytes.count, bytes[index] == backslash,
            bytes[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return Int(String(decoding: bytes[(index + 2)..<(index + 6)], as: UTF8.self), radix: 16)
    }
}
