/// What stands where a secret belongs, and is none: `${TOKEN}`, `<password>`, `xxxx`, `sk-...`.
enum Placeholder {
    static func matches(_ text: SecretText, _ range: Range<Int>) -> Bool {
        if openings.contains(where: { text.has($0, at: range.lowerBound) }) { return true }
        var lower: [UInt8] = []
        lower.reserveCapacity(range.count)
        for index in range { lower.append(Ascii.lowercased(text.bytes[index])) }
        let folded = SecretText(lower)
        for index in 0..<lower.count {
            for word in words where folded.has(word, at: index) { return true }
        }
        return Set(lower).count < 4
    }

    private static let openings = [
        "$", "{", "<", "%(", "%s", "%{", "[redacted:", "@@", "#{", "\\(",
    ]
    .map { Array($0.utf8) }
    private static let words = [
        "example", "changeme", "change-me", "change_me", "placeholder", "your-", "your_",
        "redacted", "xxxx", "****", "....", "environ", "getenv", "process.env", "secrets.",
        "${", "{{", "$(",
    ].map { Array($0.utf8) }
}
