/// The values of cookies by which a server knows a session (RFC 6265).
enum CookieHeader {
    /// `Cookie: a=b; c=d` and `Set-Cookie: a=b; Path=/`, also as the key of an object.
    ///
    /// - Parameter index: The colon.
    static func find(in text: SecretText, at index: Int) -> [SecretSpan] {
        var end = index
        if Ascii.isQuote(text[end - 1]) { end -= 1 }
        // One look at the last letter passes nearly all colons by.
        guard text[end - 1] | 0x20 == UInt8(ascii: "e"), end >= name.count,
            name.indices.allSatisfy({
                Ascii.lowercased(text[end - name.count + $0]) == name[$0]
            }),
            case let before = text[end - name.count - 1],
            before == Ascii.dash || ByteKind(before).isDisjoint(with: [.word, .dot])
        else { return [] }
        var start = index + 1
        while text[start] == 0x20 || Ascii.isQuote(text[start]) { start += 1 }
        return values(in: text, from: start)
    }

    /// `-b 'a=b; c=d'` of curl.
    static func ofOption(in text: SecretText, at index: Int) -> [SecretSpan] {
        guard text[index + 1] == UInt8(ascii: "b"), text[index + 2] == 0x20,
            text[index - 1] == 0x20, Programs.curl.precede(index, in: text)
        else { return [] }
        return values(in: text, from: Ascii.isQuote(text[index + 3]) ? index + 4 : index + 3)
    }

    private static func values(in text: SecretText, from start: Int) -> [SecretSpan] {
        var found: [SecretSpan] = []
        var cursor = start
        for _ in 0..<pairLimit {
            let equals = text.endOfRun([.word, .dot], from: cursor, limit: 128)
            guard equals > cursor, text[equals] == Ascii.equals else { break }
            var end = equals + 1
            while end < text.count, end - equals < valueLimit, !endsValue(text[end]) { end += 1 }
            let value = equals + 1..<end
            if let shaped = TokenShapes.known.find(in: text, at: value.lowerBound) {
                found.append(shaped)
                end = max(end, shaped.range.upperBound)
            } else if value.count >= minimum, !Placeholder.matches(text, value),
                !text.isLocation(value), Randomness.isLikely(text, value)
            {
                found.append(SecretSpan(range: value, kind: .cookie))
            }
            guard text[end] == UInt8(ascii: ";") else { break }
            cursor = end + 1
            while text[cursor] == 0x20 { cursor += 1 }
        }
        return found
    }

    private static func endsValue(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || Ascii.isQuote(byte) || byte == Ascii.backslash
            || byte == UInt8(ascii: ";")
    }

    private static let name = Array("cookie".utf8)
    private static let minimum = 16
    private static let valueLimit = 4096
    private static let pairLimit = 64
}
