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
    var isTag: Bool
    /// Blanks around the operator: an assignment of a program, perhaps of an expression.
    var isSpaced: Bool

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
        while text[end - 1] == 0x20 || text[end - 1] == 0x09 { end -= 1 }
        if text[end - 1] == Ascii.bracketEnd { end -= 1 }
        if Ascii.isQuote(text[end - 1]) {
            end -= 1
            if text[end - 1] == Ascii.backslash { end -= 1 }
        }
        guard let kind = Class(nameEndingAt: end, in: text) else { return nil }
        let spaced = beforeBlanks > end && text[beforeBlanks - 1] == 0x20
        while text[start] == 0x20 || text[start] == 0x09 { start += 1 }
        return TellingName(kind: kind, valueStart: start, isTag: false, isSpaced: spaced)
    }

    /// `<password>value</password>`.
    private static func ofTag(in text: SecretText, at index: Int) -> TellingName? {
        let start = startOfName(endingAt: index, in: text)
        guard text[start - 1] == Ascii.less, let kind = Class(nameEndingAt: index, in: text) else {
            return nil
        }
        return TellingName(kind: kind, valueStart: index + 1, isTag: true, isSpaced: false)
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
        return TellingName(kind: kind, valueStart: start, isTag: false, isSpaced: false)
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

    private static let nameLimit = 64
}

extension TellingName.Class {
    /// The class of the name that ends before an index; nil where it tells nothing.
    ///
    /// Only the end of a name counts: `password_reset_url` and `token_count` hold no secret.
    init?(nameEndingAt end: Int, in text: SecretText) {
        var name: [UInt8] = []
        let start = TellingName.startOfName(endingAt: end, in: text)
        for index in start..<end where !ByteKind(text[index]).isDisjoint(with: .alphanumeric) {
            name.append(Ascii.lowercased(text[index]))
        }
        while let last = name.last, ByteKind(last).contains(.digit) { name.removeLast() }
        if TellingName.Class.passwords.contains(where: { name.hasSuffix($0) }) {
            self = .password
        } else if TellingName.Class.tokens.contains(where: { name.hasSuffix($0) }) {
            self = .token
        } else {
            return nil
        }
    }

    private static let passwords = ["password", "passwd", "passphrase", "passwort", "pwd"]
        .map { Array($0.utf8) }
    private static let tokens = [
        "apikey", "accountkey", "accesskey", "secretkey", "privatekey", "authkey", "sharedkey",
        "signingkey", "encryptionkey", "masterkey", "sessionkey", "secret", "token", "credential",
        "credentials", "authorization", "secretvalue", "tokenvalue",
    ].map { Array($0.utf8) }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}
