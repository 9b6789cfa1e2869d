/// A name that says of its value that it is a secret, and where that value begins.
struct TellingName {
    enum Class {
        /// A person chose the value: it may be short, and a word.
        case password
        /// A service made the value.
        case token
    }

    var kind: Class
    /// Where the value, or the quote before it, begins.
    var valueStart: Int
    /// The value is an attribute of a tag, or its text: it ends with `<`.
    var isTag = false
    /// Blanks around the operator: an assignment of a program, perhaps of an expression.
    var isSpaced = false
    /// No sign gives the value to the name, they only stand beside each other: what is no word of
    /// any language decides.
    var isBeside = false

    /// `--password=x`, `--password x`: a word of a command line.
    var isOption = false
    /// `PASSWORD=x`: a variable of a shell.
    var isVariable = false
    /// What stands before the name's value on its line, for a connection string.
    var nameStart = 0

    /// Whether other parts of a connection stand beside it: `Server=h;Password=x`, `host=h
    /// password=x`, `jdbc:…;password=x`.
    func isInConnection(_ text: SecretText) -> Bool {
        var cursor = nameStart
        while cursor > 0, nameStart - cursor < TellingName.connectionReach,
            text[cursor - 1] != Ascii.newline
        {
            cursor -= 1
            guard !text.isIdentifier(cursor - 1) else { continue }
            for part in TellingName.connectionParts
            where part.indices.allSatisfy({ Ascii.lowercased(text[cursor + $0]) == part[$0] }) {
                return true
            }
        }
        return false
    }

    /// The name left of `=`, `:`, `=>`, `:=`, a full-width colon, or `<name>`.
    static func ofAssignment(in text: SecretText, at index: Int) -> TellingName? {
        let byte = text[index]
        var start = index + 1
        if byte == 0xEF {
            guard text[index + 1] == 0xBC, text[index + 2] == 0x9A else { return nil }
            start = index + 3
        } else if byte == Ascii.greater {
            if text[index - 1] != Ascii.equals { return ofTag(in: text, at: index) }
        } else if text[start] == Ascii.equals || text[start] == Ascii.greater {
            // `==` compares; `:=` and `=>` are looked at from their second half.
            return nil
        }
        var end = index
        let compound = text[end - 1]
        if compound == Ascii.equals || compound == Ascii.colon || compound == UInt8(ascii: "?") {
            if compound == Ascii.equals, byte == Ascii.equals { return nil }
            end -= 1
        }
        if text[end - 1] == UInt8(ascii: "!") { return nil }
        let beforeBlanks = end
        while isSpace(text[end - 1]) { end -= 1 }
        let spaced = beforeBlanks > end && text[beforeBlanks - 1] == 0x20
        end = beforeClosing(end, in: text)
        while isSpace(text[start]) { start += 1 }
        let kind =
            Class(nameEndingAt: end, in: text)
            ?? (byte == Ascii.equals ? Class(typedNameBefore: end, value: start, in: text) : nil)
            ?? Class(pairedWithValueAt: end, in: text)
        guard let kind else { return nil }
        var name = TellingName(kind: kind, valueStart: start, isSpaced: spaced)
        name.nameStart = startOfName(endingAt: end, in: text)
        guard byte == Ascii.equals, start == index + 1, end == index else { return name }
        name.isOption = text[name.nameStart] == Ascii.dash
        name.isVariable = (name.nameStart..<end).allSatisfy {
            !ByteKind(text[$0]).contains(.lower)
        }
        return name
    }

    /// `<password>value</password>`.
    private static func ofTag(in text: SecretText, at index: Int) -> TellingName? {
        let start = startOfName(endingAt: index, in: text)
        guard text[start - 1] == Ascii.less, let kind = Class(nameEndingAt: index, in: text) else {
            return nil
        }
        return TellingName(kind: kind, valueStart: index + 1, isTag: true)
    }

    /// `--password value`; with `=` it is an assignment.
    static func ofOption(in text: SecretText, at index: Int) -> TellingName? {
        guard text[index + 1] == Ascii.dash, text[index - 1] != Ascii.dash,
            text.isWordStart(index)
        else { return nil }
        let end = text.endOfRun(.word, from: index + 2)
        guard text[end] == 0x20, let kind = Class(nameEndingAt: end, in: text) else { return nil }
        var start = end
        while text[start] == 0x20 { start += 1 }
        return TellingName(kind: kind, valueStart: start, isOption: true)
    }

    /// `-storepass value`, as tools of Java have it.
    static func ofLongOption(in text: SecretText, at index: Int) -> TellingName? {
        guard Ascii.isBlank(text[index - 1]) else { return nil }
        let end = text.endOfRun(.lower, from: index + 1, limit: 16)
        guard end - index > 5, text[end] == 0x20 else { return nil }
        guard
            ["storepass", "keypass", "srcstorepass", "deststorepass", "password", "passphrase"]
                .contains(where: { text.bytes[index + 1..<end].elementsEqual($0.utf8) })
        else { return nil }
        return TellingName(kind: .password, valueStart: end + 1, isOption: true)
    }

    /// The name before a quote: `password "x"`, `setPassword("x")`, `define('DB_PASSWORD', 'x')`.
    static func ofQuote(in text: SecretText, at index: Int) -> TellingName? {
        var end = index
        while end > index - 8, isSpace(text[end - 1]) { end -= 1 }
        switch text[end - 1] {
        case UInt8(ascii: "("), UInt8(ascii: "{"): end -= 1
        case UInt8(ascii: ","):
            end -= 1
            // A list of arguments is one of names and values only where the name is quoted, or an
            // atom.
            if Ascii.isQuote(text[end - 1]) {
                end -= 1
            } else {
                let opening = text[startOfName(endingAt: end, in: text) - 1]
                guard opening == Ascii.colon || opening == UInt8(ascii: "{") else { return nil }
            }
        case Ascii.dash where text[end - 2] == Ascii.less:
            end -= 2
            while isSpace(text[end - 1]) { end -= 1 }
        default: if end == index { return nil }
        }
        guard let kind = Class(nameEndingAt: end, in: text) ?? Class(statementBefore: end, in: text)
        else { return nil }
        return TellingName(kind: kind, valueStart: index, isBeside: true)
    }

    /// `ENV NAME value` of a Dockerfile.
    static func ofEnvironment(in text: SecretText, at index: Int) -> TellingName? {
        guard text.has(environment, at: index), text.isWordStart(index) else { return nil }
        let start = index + environment.count
        let end = text.endOfRun(.word, from: start, limit: nameLimit)
        guard text[end] == 0x20, let kind = Class(nameEndingAt: end, in: text) else { return nil }
        return TellingName(kind: kind, valueStart: end + 1, isBeside: true)
    }

    /// Before the quote or bracket that closes a key: `"name"`, `['name']`, `name[]`, `name[16]`.
    private static func beforeClosing(_ index: Int, in text: SecretText) -> Int {
        var end = index
        if text[end - 1] == Ascii.bracketEnd {
            let open = text.startOfRun(.digit, before: end - 1, floor: 0)
            if text[open - 1] == Ascii.bracket { return open - 1 }
            end -= 1
        }
        if Ascii.isQuote(text[end - 1]) {
            end -= 1
            if text[end - 1] == Ascii.backslash { end -= 1 }
        }
        return end
    }

    fileprivate static func startOfName(endingAt end: Int, in text: SecretText) -> Int {
        var start = end
        while end - start < nameLimit,
            !ByteKind(text[start - 1]).isDisjoint(with: [.word, .dot])
        {
            start -= 1
        }
        return start
    }

    fileprivate static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static let nameLimit = 64
    private static let connectionReach = 200
    private static let connectionParts = [
        "server=", "host=", "hostname=", "data source=", "datasource=", "user=", "user id=",
        "uid=", "username=", "dbname=", "database=", "initial catalog=", "jdbc:", "addr=",
        "endpoint=", "dsn=",
    ].map { Array($0.utf8) }
    private static let environment = Array("ENV ".utf8)
}

extension TellingName.Class {
    /// The class of the name that ends before an index; nil where it tells nothing.
    ///
    /// Only the end of a name counts: `password_reset_url` and `token_count` hold no secret.
    init?(nameEndingAt end: Int, in text: SecretText) {
        if text[end - 1] >= 0x80 {
            guard TellingName.Class.foreign.contains(where: { text.has($0, at: end - $0.count) })
            else { return nil }
            self = .password
            return
        }
        var name: [UInt8] = []
        let start = TellingName.startOfName(endingAt: end, in: text)
        for index in start..<end where !ByteKind(text[index]).isDisjoint(with: .alphanumeric) {
            name.append(Ascii.lowercased(text[index]))
        }
        while let last = name.last, ByteKind(last).contains(.digit) { name.removeLast() }
        // What a test says that passed, and the shell's working directory.
        let next = text[end + 1]
        let isGiven = text[end] == Ascii.equals && next != Ascii.slash && next != Ascii.equals
        if !isGiven, text[end] != Ascii.quote,
            ["PASS", "PWD", "OLDPWD"].contains(where: {
                text.bytes[start..<end].elementsEqual($0.utf8)
            })
        {
            return nil
        }
        if TellingName.Class.passwords.contains(where: { name.hasSuffix($0) })
            || TellingName.Class.hasWord(TellingName.Class.shortPasswords, endingAt: end, in: text)
        {
            self = .password
        } else if TellingName.Class.tokens.contains(where: { name.hasSuffix($0) })
            || TellingName.Class.isSignature(start..<end, in: text)
        {
            self = .token
        } else {
            return nil
        }
    }

    /// `apiKey: String = "…"`, `token: &'static str = "…"`, `apiKey string = "…"`.
    fileprivate init?(typedNameBefore end: Int, value: Int, in text: SecretText) {
        guard Ascii.isQuote(text[value]) || Ascii.isQuote(text[value + 1]) else { return nil }
        var start = end
        while end - start < 48,
            TellingName.isSpace(text[start - 1]) || TellingName.Class.isOfType(text[start - 1])
        {
            start -= 1
        }
        if text[start - 1] == Ascii.colon, text[start - 2] != Ascii.colon {
            let optional = text[start - 2] == UInt8(ascii: "?") ? 1 : 0
            if let kind = Self(nameEndingAt: start - 1 - optional, in: text) {
                self = kind
                return
            }
        }
        var word = text.startOfRun(.word, before: end, floor: 0)
        guard word < end, text[word - 1] == 0x20 else { return nil }
        while text[word - 1] == 0x20 { word -= 1 }
        guard let kind = Self(nameEndingAt: word, in: text) else { return nil }
        self = kind
    }

    /// `name: DB_PASSWORD` and after it `value: …`, as orchestrators list variables.
    fileprivate init?(pairedWithValueAt end: Int, in text: SecretText) {
        let value = TellingName.Class.value
        guard
            text.has(value, at: end - value.count)
                || text.has(TellingName.Class.upperValue, at: end - value.count),
            !text.isWordByte(end - value.count - 1)
        else { return nil }
        var cursor = end - value.count
        while end - cursor < 96, cursor > 0 {
            cursor -= 1
            guard text[cursor] == Ascii.colon || text[cursor] == Ascii.equals,
                TellingName.Class.names.contains(where: { name in
                    let close = Ascii.isQuote(text[cursor - 1]) ? cursor - 1 : cursor
                    return text.has(name, at: close - name.count)
                        && !text.isWordByte(close - name.count - 1)
                })
            else { continue }
            var start = cursor + 1
            while TellingName.isSpace(text[start]) || Ascii.isQuote(text[start]) { start += 1 }
            guard
                let kind = Self(nameEndingAt: text.endOfRun([.word, .dot], from: start), in: text)
            else { return nil }
            self = kind
            return
        }
        return nil
    }

    /// `IDENTIFIED BY 'x'` of SQL.
    fileprivate init?(statementBefore end: Int, in text: SecretText) {
        let words = TellingName.Class.identifiedBy
        guard end >= words.count else { return nil }
        for (offset, byte) in words.enumerated() {
            guard Ascii.lowercased(text[end - words.count + offset]) == byte else { return nil }
        }
        self = .password
    }

    /// A short word is one only where it is whole: `DB_PASS`, `dbPass`, not `bypass`.
    private static func hasWord(_ words: [[UInt8]], endingAt end: Int, in text: SecretText) -> Bool
    {
        let end = text.startOfRun(.digit, before: end, floor: 0)
        return words.contains { word in
            let start = end - word.count
            guard start >= 0 else { return false }
            for (offset, byte) in word.enumerated()
            where Ascii.lowercased(text[start + offset]) != byte { return false }
            let before = ByteKind(text[start - 1])
            return before.isDisjoint(with: .alphanumeric)
                || before.contains(.lower) && ByteKind(text[start]).contains(.upper)
        }
    }

    /// The signature of an address that is signed for whoever holds it.
    private static func isSignature(_ name: Range<Int>, in text: SecretText) -> Bool {
        guard
            [UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: ";")].contains(
                text[name.lowerBound - 1])
        else { return false }
        return signatures.contains { $0.elementsEqual(text.bytes[name].map(Ascii.lowercased)) }
    }

    private static func isOfType(_ byte: UInt8) -> Bool {
        !ByteKind(byte).isDisjoint(with: [.word, .dot]) || "&'*<>?[]".utf8.contains(byte)
    }

    private static let passwords = [
        "password", "passwd", "passphrase", "passwort", "pwd", "passcode", "kennwort", "contrasena",
        "senha", "wachtwoord", "motdepasse", "psk",
    ].map { Array($0.utf8) }
    private static let shortPasswords = ["pass", "pw"].map { Array($0.utf8) }
    private static let foreign = [
        "密码", "密碼", "口令", "пароль", "パスワード", "비밀번호", "contraseña", "hasło", "şifre",
    ].map { Array($0.utf8) }
    private static let tokens = [
        "apikey", "accountkey", "accesskey", "secretkey", "privatekey", "authkey", "sharedkey",
        "signingkey", "encryptionkey", "masterkey", "sessionkey", "secret", "token", "credential",
        "credentials", "authorization", "secretvalue", "tokenvalue", "secretkeybase", "licensekey",
        "licencekey", "deploykey", "storagekey", "cookiekey", "hmackey", "appkey", "writekey",
        "integrationkey", "servicekey", "subscriptionkey", "functionkey", "clientkey",
        "consumerkey",
        "decryptionkey", "validationkey", "sharedaccesskey", "keysecret", "bearer", "authsalt",
        "noncesalt", "secretsalt", "noncekey", "loggedinkey", "cipherkey", "aeskey", "jwtkey",
        "apisecretkey", "secretid", "webhookkey", "apikeyvalue",
    ].map { Array($0.utf8) }
    private static let signatures = ["sig", "signature", "x-amz-signature", "x-goog-signature"]
        .map { Array($0.utf8) }
    private static let value = Array("value".utf8)
    private static let upperValue = Array("Value".utf8)
    private static let names = ["name", "Name", "key", "Key"].map { Array($0.utf8) }
    private static let identifiedBy = Array("identified by".utf8)
}

extension SecretText {
    fileprivate func isWordByte(_ index: Int) -> Bool {
        !ByteKind(self[index]).isDisjoint(with: .word)
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
