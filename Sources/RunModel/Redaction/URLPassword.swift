/// Passwords of URLs and connection strings: `scheme://user:password@host`.
enum URLPassword {
    /// - Parameter index: The colon after the scheme.
    static func find(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text[index + 1] == Ascii.slash, text[index + 2] == Ascii.slash,
            !ByteKind(text[index - 1]).isDisjoint(with: .alphanumeric)
        else { return nil }
        let start = index + 3
        var (colon, at): (Int?, Int?) = (nil, nil)
        var cursor = start
        scan: while cursor < text.count, cursor - start < sizeLimit {
            if let mark = text.mark(at: cursor) {
                cursor = mark.range.upperBound
                continue
            }
            switch text[cursor] {
            case Ascii.slash, UInt8(ascii: "?"), UInt8(ascii: "#"):
                // A password should encode these, and often does not: what follows decides.
                if at != nil || colon == nil { break scan }
            case Ascii.quote, Ascii.apostrophe, Ascii.backtick, Ascii.less, Ascii.greater,
                Ascii.backslash, 0x00...0x20, 0x7F:
                break scan
            case Ascii.colon:
                // Another address begins: each is read once.
                if text[cursor + 1] == Ascii.slash, text[cursor + 2] == Ascii.slash { break scan }
                if colon == nil { colon = cursor }
            case Ascii.at: at = cursor
            default: break
            }
            cursor += 1
        }
        guard let at, let colon, colon < at else { return nil }
        let password = colon + 1..<at
        if let shaped = TokenShapes.known.find(in: text, at: password.lowerBound) { return shaped }
        guard password.count >= minimum, !isCommon(text, password, user: start..<colon),
            !Placeholder.matches(text, password), !isPortAndPath(text, password)
        else { return nil }
        return SecretSpan(range: password, kind: .urlPassword)
    }

    /// `host:8080/path@version` has no password.
    private static func isPortAndPath(_ text: SecretText, _ range: Range<Int>) -> Bool {
        let port = text.endOfRun(.digit, from: range.lowerBound)
        return port > range.lowerBound && port < range.upperBound && text[port] == Ascii.slash
    }

    /// A password that is no secret: the user's name again, or the word that documentation uses.
    private static func isCommon(
        _ text: SecretText, _ range: Range<Int>, user: Range<Int>
    ) -> Bool {
        let password = text.bytes[range]
        return password.elementsEqual(text.bytes[user])
            || common.contains { $0.elementsEqual(password.map(Ascii.lowercased)) }
    }

    private static let common = ["password", "passwd", "secret", "postgres", "guest", "admin"]
        .map { Array($0.utf8) }
    private static let minimum = 5
    private static let sizeLimit = 512
}
