/// Tokens that are known by their parts and the dots or colons between them.
enum DottedToken {
    static func find(in text: SecretText, at index: Int) -> SecretSpan? {
        let byte = text[index]
        if byte == UInt8(ascii: "e"), let span = webToken(in: text, at: index) { return span }
        // The rest begin with runs of digits: only the first of a run needs a look.
        guard ByteKind(text[index - 1]).isDisjoint(with: .hexDigit) || text.isWordStart(index)
        else { return nil }
        return zai(in: text, at: index) ?? telegram(in: text, at: index)
    }

    /// A JSON Web Token: header and payload in Base64 of `{"…`, and a signature (RFC 7519).
    private static func webToken(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.has(opening, at: index) else { return nil }
        let header = text.endOfRun(.word, from: index)
        guard header - index >= 10, text[header] == UInt8(ascii: "."),
            text.has(opening, at: header + 1)
        else { return nil }
        let payload = text.endOfRun(.word, from: header + 1)
        guard payload - header > 10 else { return nil }
        var end = text.endOfRun(.word.union(.dot), from: payload)
        while text[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return SecretSpan(range: index..<end, kind: .jwt)
    }

    /// A key of Z.ai: 32 hexadecimal digits, a dot, and 16 letters and digits.
    private static func zai(in text: SecretText, at index: Int) -> SecretSpan? {
        let dot = text.endOfRun(.hexDigit, from: index)
        guard dot - index == 32, text[dot] == UInt8(ascii: ".") else { return nil }
        let end = text.endOfRun(.alphanumeric, from: dot + 1)
        guard end - dot == 17, Randomness.isLikely(text, dot + 1..<end, doubt: .slight) else {
            return nil
        }
        return SecretSpan(range: index..<end, kind: .zai)
    }

    /// A bot of Telegram: its number, a colon, and 35 characters that begin with `AA`.
    private static func telegram(in text: SecretText, at index: Int) -> SecretSpan? {
        let colon = text.endOfRun(.digit, from: index)
        guard (8...10).contains(colon - index), text[colon] == Ascii.colon,
            text[colon + 1] == UInt8(ascii: "A"), text[colon + 2] == UInt8(ascii: "A")
        else { return nil }
        let end = text.endOfRun(.word, from: colon + 1)
        guard end - colon >= 34, Randomness.isLikely(text, colon + 1..<end, doubt: .slight) else {
            return nil
        }
        return SecretSpan(range: index..<end, kind: .telegram)
    }

    private static let opening = Array("eyJ".utf8)
}
