/// The ways in which programs write a value: as it is, escaped, and in codes that hide nothing.
enum OwnForms {
    static func all(of bytes: [UInt8]) -> [[UInt8]] {
        [bytes, escapedForJSON(bytes), percentEncoded(bytes, upper), percentEncoded(bytes, lower)]
            + [hexadecimal(bytes, upper), hexadecimal(bytes, lower)] + codes(of: bytes)
    }

    /// The forms a part of which is known again: twelve digits of hexadecimal are no more than six
    /// bytes, which may stand anywhere.
    static func dense(of bytes: [UInt8]) -> [[UInt8]] { [bytes] + codes(of: bytes) }

    /// Base64 of both alphabets at each of its three alignments.
    private static func codes(of bytes: [UInt8]) -> [[UInt8]] {
        var forms: [[UInt8]] = []
        for lead in 0..<3 {
            let code = base64([UInt8](repeating: 0, count: lead) + bytes)
            // The digits at both ends hold bits of what stands beside the value.
            let inner = Array(code.dropFirst((lead * 8 + 5) / 6))
            let whole = inner.prefix((bytes.count * 8 - (lead == 0 ? 0 : 6)) / 6)
            guard whole.count >= OwnValues.minimumLength else { continue }
            forms.append(Array(whole))
            forms.append(
                whole.map { $0 == UInt8(ascii: "+") ? Ascii.dash : $0 == Ascii.slash ? 0x5F : $0 })
        }
        return forms
    }

    private static func escapedForJSON(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            byte == Ascii.quote || byte == Ascii.backslash ? [Ascii.backslash, byte] : [byte]
        }
    }

    private static func percentEncoded(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            ByteKind(byte).isDisjoint(with: [.letter, .digit, .joiner, .dot]) && byte != 0x7E
                ? [Ascii.percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]] : [byte]
        }
    }

    private static func hexadecimal(_ bytes: [UInt8], _ digits: [UInt8]) -> [UInt8] {
        bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var (buffer, bits): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 6 {
                bits -= 6
                output.append(alphabet[Int(buffer >> bits & 63)])
            }
        }
        if bits > 0 { output.append(alphabet[Int(buffer << (6 - bits) & 63)]) }
        return output
    }

    private static let upper = Array("0123456789ABCDEF".utf8)
    private static let lower = Array("0123456789abcdef".utf8)
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}
