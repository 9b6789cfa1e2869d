/// Passwords beside the name of their user, in the forms of programs that log in.
enum LoginPassword {
    /// `-u user:password` of curl, `--user user:password`.
    static func ofOption(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.isWordStart(index),
            let option = options.first(where: { text.has($0, at: index) })
        else { return nil }
        var start = index + option.count
        if Ascii.isQuote(text[start]) { start += 1 }
        let user = text.endOfRun([.word, .dot], from: start, limit: 64)
        guard user > start, text[user] == Ascii.colon else { return nil }
        let password = user + 1..<endOfWord(in: text, from: user + 1)
        // Two names with a colon between them are also the owner and the group of a file.
        guard password.count >= 6, !Placeholder.matches(text, password),
            password.contains(where: { ByteKind(text[$0]).contains(.digit) }),
            password.contains(where: {
                ByteKind(text[$0]).isDisjoint(with: [.lower, .digit, .joiner])
            })
        else { return nil }
        return SecretSpan(range: password, kind: .password)
    }

    /// `machine host login user password x` of `.netrc`, also over several lines.
    static func ofNetrc(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.has(password, at: index), Ascii.isBlank(text[index - 1]) || index == 0,
            text[index + password.count] == 0x20
        else { return nil }
        let context = max(0, index - 256)..<index
        guard context.contains(where: { text.has(login, at: $0) }),
            context.contains(where: { text.has(machine, at: $0) })
        else { return nil }
        let start = index + password.count + 1
        let range = start..<endOfWord(in: text, from: start)
        guard range.count >= 4, !Placeholder.matches(text, range) else { return nil }
        return SecretSpan(range: range, kind: .password)
    }

    /// `_auth=dXNlcjpw…` of `.npmrc`, `"auth": "dXNlcjpw…"` of Docker: both words in Base64.
    static func ofAuthSetting(in text: SecretText, at index: Int) -> SecretSpan? {
        var end = index
        while text[end - 1] == 0x20 { end -= 1 }
        if Ascii.isQuote(text[end - 1]) { end -= 1 }
        guard text.has(auth, at: end - auth.count),
            ByteKind(text[end - auth.count - 1]).isDisjoint(with: [.alphanumeric, .dot])
        else { return nil }
        var start = index + 1
        while text[start] == 0x20 || Ascii.isQuote(text[start]) { start += 1 }
        return AuthorizationHeader.userAndPassword(in: text, from: start)
    }

    private static func endOfWord(in text: SecretText, from start: Int) -> Int {
        var end = start
        while end < text.count, end - start < 128, text[end] > 0x20, !Ascii.isQuote(text[end]),
            text[end] != Ascii.backslash
        {
            end += 1
        }
        return end
    }

    private static let options = ["-u ", "--user ", "--user=", "--proxy-user "].map {
        Array($0.utf8)
    }
    private static let password = Array("password".utf8)
    private static let login = Array("login ".utf8)
    private static let machine = Array("machine ".utf8)
    private static let auth = Array("auth".utf8)
}
