/// What stands where a secret belongs, and is none: `${TOKEN}`, `<password>`, `xxxx`, `sk-...`.
enum Placeholder {
    static func matches(_ text: SecretText, _ range: Range<Int>) -> Bool {
        if openings.contains(where: { text.has($0, at: range.lowerBound) }) { return true }
        var seen: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        var lower: [UInt8] = []
        lower.reserveCapacity(range.count)
        for index in range {
            let byte = Ascii.lowercased(text.bytes[index])
            lower.append(byte)
            let bit = UInt64(1) << UInt64(byte & 63)
            switch byte >> 6 {
            case 0: seen.0 |= bit
            case 1: seen.1 |= bit
            case 2: seen.2 |= bit
            default: seen.3 |= bit
            }
        }
        let distinct =
            seen.0.nonzeroBitCount + seen.1.nonzeroBitCount + seen.2.nonzeroBitCount
            + seen.3.nonzeroBitCount
        if distinct < 4 { return true }
        let folded = SecretText(lower)
        for index in 0..<lower.count where beginsWord[Int(lower[index])] {
            for word in words where folded.has(word, at: index) { return true }
        }
        return false
    }

    private static let openings = [
        "$", "{", "<", "%(", "%s", "%{", "[redacted:", "@@", "#{", "\\(",
    ]
    .map { Array($0.utf8) }
    private static let words = [
        "example", "changeme", "change-me", "change_me", "placeholder", "your-", "your_",
        "redacted", "xxxxx", "****", "....", "environ", "getenv", "process.env", "secrets.",
        "${", "{{", "$(",
    ].map { Array($0.utf8) }
    private static let beginsWord = (0...UInt8.max).map { byte in
        words.contains { $0[0] == byte }
    }
}
