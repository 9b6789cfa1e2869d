/// What a telling name is given, and whether it is a secret.
struct NamedValue {
    let range: Range<Int>
    /// Nil: a placeholder, an expression, a word.
    let kind: SecretKind?

    /// - Returns: nil where the name is given nothing.
    init?(of name: TellingName, in text: SecretText) {
        var start = NamedValue.inBlock(text, from: name.valueStart)
        start = NamedValue.afterPrefix(text, from: start)
        var isQuoted = false
        var escaped = false
        var quoted = start
        if Ascii.isQuote(text[start]) {
            isQuoted = true
            let isTriple = text[start + 1] == text[start] && text[start + 2] == text[start]
            start += isTriple ? 3 : 1
            quoted = start
        } else if text[start] == Ascii.backslash, Ascii.isQuote(text[start + 1]) {
            isQuoted = true
            escaped = true
            start += 2
            quoted = start
        }
        let end: Int
        var isWhole = true
        if isQuoted {
            start = NamedValue.afterScheme(text, from: start)
            end = NamedValue.endOfQuoted(
                text, from: start, quote: text[quoted - 1], escaped: escaped)
        } else {
            start = NamedValue.afterScheme(text, from: start)
            (end, isWhole) = NamedValue.endOfBare(text, from: start, name: name)
        }
        guard end > start, !name.isTag || text[end] == Ascii.less && text[end + 1] == Ascii.slash
        else { return nil }
        range = start..<end
        kind = NamedValue.judge(
            text, range, name: name, isQuoted: isQuoted || name.isTag, isWhole: isWhole)
    }

    /// The first line of what YAML calls a block: `|` or `>`, and the value below it.
    private static func inBlock(_ text: SecretText, from start: Int) -> Int {
        guard text[start] == UInt8(ascii: "|") || text[start] == Ascii.greater else { return start }
        var cursor = start + 1
        while "+-0123456789".utf8.contains(text[cursor]), cursor - start < 4 { cursor += 1 }
        while text[cursor] == 0x20 || text[cursor] == 0x0D { cursor += 1 }
        guard text[cursor] == Ascii.newline else { return start }
        while Ascii.isBlank(text[cursor]), cursor - start < 256 { cursor += 1 }
        return text[cursor - 1] == 0x20 ? cursor : start
    }

    /// `b"`, `f"`, `@"`, `r#"`: the quote is behind what says how the string is read.
    private static func afterPrefix(_ text: SecretText, from start: Int) -> Int {
        let byte = text[start] == Ascii.at ? text[start] : text[start] | 0x20
        guard "bruf@".utf8.contains(byte) else { return start }
        var quote = start + 1
        while text[quote] == UInt8(ascii: "#"), quote - start < 8 { quote += 1 }
        return Ascii.isQuote(text[quote]) ? quote : start
    }

    /// The end of a quoted value: its closing quote, or the end of the line.
    private static func endOfQuoted(
        _ text: SecretText, from start: Int, quote: UInt8, escaped: Bool
    ) -> Int {
        var end = start
        while end < text.count, end - start < sizeLimit {
            let byte = text[end]
            if byte == quote || byte < 0x20 { break }
            if byte == Ascii.backslash {
                let next = text[end + 1]
                if escaped || next == UInt8(ascii: "n") || next == UInt8(ascii: "r")
                    || next == UInt8(ascii: "t")
                {
                    break
                }
                end += 1
            }
            end += 1
        }
        return min(end, text.count)
    }

    /// The end of a value without quotes, and whether it is all of its line that is left.
    private static func endOfBare(
        _ text: SecretText, from start: Int, name: TellingName
    ) -> (Int, isWhole: Bool) {
        var end = start
        var colons = 0
        let limit = name.kind == .password ? passwordLimit + 2 : sizeLimit
        while end < text.count, end - start < limit, !endsWord(text[end]) {
            // What pads Base64 is at its end; behind any other sign is a value of its own.
            if name.kind == .token, end > start {
                if text[end] == Ascii.equals,
                    !ByteKind(text[end + 1]).isDisjoint(with: .alphanumeric)
                {
                    break
                }
                if text[end] == Ascii.colon { colons += 1 }
                if colons > 3 { break }
            }
            end += 1
        }
        var isWhole = end == text.count || text[end] == Ascii.newline || text[end] == 0x0D
        if text[end] == Ascii.backslash { isWhole = true }
        if name.isTag { return (end, isWhole) }
        if let cut = (start..<end).first(where: { separates(text, at: $0) }) {
            // A password may hold any of these; a sentence or a program goes on behind them.
            if !isWhole || separators.contains(text[end - 1]) || cut - start >= 16
                || beginsPart(text, at: cut)
            {
                return (cut, false)
            }
        }
        return (end, isWhole)
    }

    /// Another part of an address or a connection string: `&ssl=true`, `;Encrypt=True`.
    private static func beginsPart(_ text: SecretText, at index: Int) -> Bool {
        guard text[index] == UInt8(ascii: "&") || text[index] == UInt8(ascii: ";") else {
            return false
        }
        let end = text.endOfRun([.word, .dot], from: index + 1, limit: 64)
        return end > index + 1 && text[end] == Ascii.equals
    }

    /// A parameter of an address ends at a `&` only where another begins.
    private static func separates(_ text: SecretText, at index: Int) -> Bool {
        guard separators.contains(text[index]) else { return false }
        return text[index] != UInt8(ascii: "&")
            || text[text.endOfRun([.word, .dot], from: index + 1, limit: 64)] == Ascii.equals
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte >= 0x7F || Ascii.isQuote(byte) || byte == Ascii.backslash
            || byte == Ascii.less
    }

    /// `Authorization: token abc`: the value is behind the scheme, written in any case.
    private static func afterScheme(_ text: SecretText, from start: Int) -> Int {
        let word = text.endOfRun(.word, from: start, limit: schemeLimit)
        guard text[word] == 0x20, word > start else { return start }
        let name = text.bytes[start..<word].map(Ascii.lowercased)
        guard schemes.contains(where: { $0.elementsEqual(name) }) else { return start }
        var start = word
        while text[start] == 0x20 { start += 1 }
        return start
    }

    private static func judge(
        _ text: SecretText, _ range: Range<Int>, name: TellingName, isQuoted: Bool, isWhole: Bool
    ) -> SecretKind? {
        if name.kind == .password, range.count > passwordLimit { return nil }
        if Placeholder.matches(text, range) { return nil }
        if range.contains(where: { text[$0] == 0x20 }) {
            return name.kind == .password && name.isVariable && isQuoted
                && WrittenPassword(text, range).isPhrase ? .password : nil
        }
        if !isQuoted, isExpression(text, range) { return nil }
        switch name.kind {
        case .password:
            return WrittenPassword(text, range).isLikely(
                of: name, isQuoted: isQuoted, isWhole: isWhole) ? .password : nil
        case .token:
            // A variable that is named for what it holds.
            if !isQuoted, range.allSatisfy({ text.isIdentifier($0) }),
                TellingName.Class(nameEndingAt: range.upperBound, in: text) != nil
            {
                return nil
            }
            var range = range
            if text[range.lowerBound] == UInt8(ascii: "0"),
                text[range.lowerBound + 1] | 0x20 == 0x78
            {
                range = range.lowerBound + 2..<range.upperBound
            }
            guard range.count >= 16, !isUUID(text, range), !isShortDigest(text, range) else {
                return nil
            }
            let plain = range.allSatisfy { index in
                !ByteKind(text[index]).isDisjoint(with: [.word, .dot, .base64])
                    || text[index] == UInt8(ascii: "~") || text[index] == Ascii.percent
                    || text[index] == Ascii.colon || text[index] == UInt8(ascii: "!")
            }
            return plain && !text.isLocation(range)
                && Randomness.isLikely(text, range, doubt: isQuoted ? .little : .much)
                ? .namedSecret : nil
        }
    }

    /// A call, a subscript or a chain of names.
    private static func isExpression(_ text: SecretText, _ range: Range<Int>) -> Bool {
        var segments = 0
        var start = range.lowerBound
        while start < range.upperBound {
            let first = text[start]
            guard !ByteKind(first).isDisjoint(with: .letter) || first == UInt8(ascii: "_") else {
                return false
            }
            var end = start
            while end < range.upperBound,
                !ByteKind(text[end]).isDisjoint(with: .alphanumeric) || text[end] == 0x5F
            {
                end += 1
            }
            if end - start >= 20, Randomness.isLikely(text, start..<end, doubt: .much) {
                return false
            }
            segments += 1
            if end == range.upperBound { break }
            if text[end] == UInt8(ascii: "(") || text[end] == Ascii.bracket { return true }
            guard text[end] == UInt8(ascii: ".") else { return false }
            start = end + 1
        }
        return segments > 1
    }

    /// 8-4-4-4-12 hexadecimal digits: an identifier, not a secret.
    private static func isUUID(_ text: SecretText, _ range: Range<Int>) -> Bool {
        guard range.count == 36 else { return false }
        return range.allSatisfy { index in
            [8, 13, 18, 23].contains(index - range.lowerBound)
                ? text[index] == Ascii.dash : Ascii.isHex(text[index])
        }
    }

    /// Too few hexadecimal digits for a key: a digest that was cut, or a number.
    private static func isShortDigest(_ text: SecretText, _ range: Range<Int>) -> Bool {
        range.count < 24 && range.allSatisfy { Ascii.isHex(text[$0]) }
    }

    private static let sizeLimit = 4096
    private static let passwordLimit = 128
    private static let separators = Array(",;)}]&|".utf8)
    private static let schemes = [
        "token", "apikey", "api-key", "key", "geniekey", "ssws", "bot", "negotiate", "ntlm",
        "klaviyo-api-key", "pat", "oauth", "hmac", "access-token", "auth",
    ].map { Array($0.utf8) }
    private static let schemeLimit = 24
}

extension SecretText {
    func isIdentifier(_ index: Int) -> Bool {
        !ByteKind(self[index]).isDisjoint(with: .alphanumeric) || self[index] == 0x5F
    }

    /// A path or an address; what is secret in it has a finder of its own.
    func isLocation(_ range: Range<Int>) -> Bool {
        let first = bytes[range.lowerBound]
        if first == Ascii.slash || first == UInt8(ascii: "~") || first == UInt8(ascii: ".") {
            let capitals = range.count { ByteKind(bytes[$0]).contains(.upper) }
            return capitals * 8 < range.count
        }
        return range.contains { has(SecretText.schemeEnd, at: $0) }
    }

    private static let schemeEnd = Array("://".utf8)
}
