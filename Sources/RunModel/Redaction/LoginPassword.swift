/// Passwords beside the name of their user, in the forms of programs that log in.
enum LoginPassword {
    /// `-u user:password` of curl, `--user user:password`, `-a user:password` of HTTPie.
    static func ofOption(in text: SecretText, at index: Int) -> SecretSpan? {
        guard text.isWordStart(index),
            let option = options.first(where: { text.has($0, at: index) })
        else { return nil }
        var start = index + option.count
        if text[start] == 0x20 { start += 1 }
        if Ascii.isQuote(text[start]) { start += 1 }
        var colon = start
        while colon - start < 128,
            !ByteKind(text[colon]).isDisjoint(with: [.word, .dot]) || text[colon] == Ascii.at
        {
            colon += 1
        }
        guard text[colon] == Ascii.colon else { return nil }
        let isOwn = Programs.curl.precede(index, in: text)
        let password = colon + 1..<endOfWord(in: text, from: colon + 1)
        if password.isEmpty {
            // A token is the name of the user, with nothing after it.
            guard isOwn, colon - start >= 16, Randomness.isLikely(text, start..<colon) else {
                return nil
            }
            return SecretSpan(range: start..<colon, kind: .password)
        }
        guard password.count >= 6, !Placeholder.matches(text, password) else { return nil }
        if isOwn {
            return WrittenPassword(text, password).isLikely
                ? SecretSpan(range: password, kind: .password) : nil
        }
        // Two names with a colon between them are also the owner and the group of a file.
        guard colon > start, text[start - 1] != option.last || option.last == Ascii.equals,
            !text.has(httpie, at: index),
            password.contains(where: { ByteKind(text[$0]).contains(.digit) }),
            password.contains(where: {
                ByteKind(text[$0]).isDisjoint(with: [.lower, .digit, .joiner])
            })
        else { return nil }
        return SecretSpan(range: password, kind: .password)
    }

    /// `mysql -pPassword`, `sshpass -p password`, `docker login -p password`: the program decides
    /// what the option means.
    static func ofProgram(in text: SecretText, at index: Int) -> SecretSpan? {
        guard Ascii.isBlank(text[index - 1]), case let letter = text[index + 1] else { return nil }
        let isApart = text[index + 2] == 0x20
        var start = index + (isApart ? 3 : 2)
        guard
            programs.contains(where: { program in
                program.letter == letter && (isApart ? program.apart : program.joined)
                    && program.names.precede(index, in: text)
            })
        else { return nil }
        if Ascii.isQuote(text[start]) { start += 1 }
        let range = start..<endOfWord(in: text, from: start)
        guard range.count >= 6, !Placeholder.matches(text, range), !text.isLocation(range),
            WrittenPassword(text, range).isLikely
        else { return nil }
        return SecretSpan(range: range, kind: .password)
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

    /// What an option with a letter means to some programs.
    private struct ProgramOption {
        var letter: UInt8
        /// The password follows the letter at once.
        var joined: Bool
        /// It is the next word.
        var apart: Bool
        var names: Programs
    }

    private static let programs = [
        ProgramOption(
            letter: UInt8(ascii: "p"), joined: true, apart: false,
            names: Programs([
                "mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlshow", "mysqlcheck",
                "mysqlbinlog", "mysqlsh", "mariadb", "mariadb-dump", "mariadb-admin", "7z", "7za",
                "7zz", "rar", "unrar", "sshpass",
            ])),
        ProgramOption(
            letter: UInt8(ascii: "p"), joined: false, apart: true,
            names: Programs([
                "sshpass", "login", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport",
                "mongoimport", "mongostat", "twine", "rabbitmqadmin",
            ])),
        ProgramOption(
            letter: UInt8(ascii: "a"), joined: false, apart: true,
            names: Programs(["redis-cli", "redis-benchmark", "valkey-cli"])),
        ProgramOption(
            letter: UInt8(ascii: "w"), joined: true, apart: true,
            names: Programs([
                "ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd",
            ])),
        ProgramOption(
            letter: UInt8(ascii: "P"), joined: true, apart: true,
            names: Programs([
                "sqlcmd", "bcp", "mosquitto_pub", "mosquitto_sub", "zip", "unzip", "zipcloak",
                "ipmitool", "tsql",
            ])),
    ]
    private static let options = ["-u", "--user ", "--user=", "--proxy-user ", "-U", "-a "].map {
        Array($0.utf8)
    }
    private static let httpie = Array("-a ".utf8)
    private static let password = Array("password".utf8)
    private static let login = Array("login ".utf8)
    private static let machine = Array("machine ".utf8)
    private static let auth = Array("auth".utf8)
}
