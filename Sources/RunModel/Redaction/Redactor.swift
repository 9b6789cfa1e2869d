/// Finds secrets in text by their form, by the name beside them, and by the user's own keys.
///
/// One pass over the bytes; each byte that may begin something is handed to the finders of that
/// byte. What is found decides by itself: placeholders, object ids, UUIDs and hashes stay.
package struct Redactor: Sendable {
    /// The user's own keys.
    private let values: OwnValues
    private let shapes: TokenShapes
    private let openings: Openings

    /// - Parameter values: The values of the user's key variables. Those under 8 bytes are left
    ///   out: they would take ordinary words for secrets.
    package init(values: [String] = []) {
        self.values = OwnValues(values)
        shapes = TokenShapes.known
        openings = Openings.known
    }

    /// Counts the marks that earlier redactions left in a text.
    ///
    /// A reply is redacted before it is parsed: where an edit holds more marks than the file had
    /// before, the model wrote a secret, and the edit is to be refused.
    package static func marks(in bytes: [UInt8]) -> [SecretKind: Int] {
        let text = SecretText(bytes)
        var marks: [SecretKind: Int] = [:]
        var index = 0
        while index < bytes.count {
            guard bytes[index] == Ascii.bracket, let mark = text.mark(at: index) else {
                index += 1
                continue
            }
            let word = String(decoding: bytes[mark.range].dropFirst(10).dropLast(), as: UTF8.self)
            if let kind = SecretKind(rawValue: word) { marks[kind, default: 0] += 1 }
            index = mark.range.upperBound
        }
        return marks
    }

    /// Where the first mark of a text is.
    package static func firstMark(in bytes: ArraySlice<UInt8>) -> Range<Int>? {
        let text = SecretText(Array(bytes))
        let start = bytes.startIndex
        for index in bytes.indices where bytes[index] == Ascii.bracket {
            if let mark = text.mark(at: index - start) {
                return mark.range.lowerBound + start..<mark.range.upperBound + start
            }
        }
        return nil
    }

    /// The secrets of a text by kind, in clear: to compare two texts, and for nothing else.
    package func secrets(in bytes: [UInt8]) -> [SecretKind: Set<[UInt8]>] {
        var secrets: [SecretKind: Set<[UInt8]>] = [:]
        for span in values.find(in: bytes) + find(in: bytes) {
            guard let kind = span.kind else { continue }
            secrets[kind, default: []].insert(Array(bytes[span.range]))
        }
        return secrets
    }

    /// How far one of the user's keys may reach over the end of a line.
    var reach: Int { values.reach }

    /// The start of the user's own key that an index is inside of, or the index.
    func outsideOwnValues(_ index: Int, in text: [UInt8]) -> Int {
        guard values.reach > 0 else { return index }
        let start = max(0, index - values.reach)
        let window = Array(text[start..<min(text.count, index + values.reach)])
        let around = values.find(in: window).first { span in
            start + span.range.lowerBound < index && index < start + span.range.upperBound
        }
        return around.map { start + $0.range.lowerBound } ?? index
    }

    /// Repeats the pass until nothing is found, which makes redaction idempotent by construction;
    /// each round leaves fewer bytes outside marks, so it ends.
    func clean(_ bytes: [UInt8], report: (SecretKind) -> Void) -> [UInt8] {
        var text = bytes
        while true {
            let own = values.find(in: text)
            if !own.isEmpty { text = SecretSpan.replace(own, in: text, report: report) }
            let secrets = find(in: text)
            if secrets.isEmpty { return text }
            text = SecretSpan.replace(secrets, in: text, report: report)
        }
    }

    /// The secrets of a text in order, none overlapping another.
    private func find(in bytes: [UInt8]) -> [SecretSpan] {
        let text = SecretText(bytes)
        var found: [SecretSpan] = []
        var index = 0
        // What has been decided on: a token that is known by its middle begins no earlier.
        var floor = 0
        while let next = openings.next(in: bytes, from: index) {
            index = next
            let byte = bytes[index]
            if case let several = secrets(in: text, at: index, byte: byte),
                let last = several.last
            {
                found += several
                index = last.range.upperBound
                floor = index
            } else if let span = secret(in: text, at: index, byte: byte, floor: floor) {
                if span.kind != nil { found.append(span) }
                floor = max(floor, span.range.upperBound)
                index = max(index + 1, span.range.upperBound)
            } else {
                index += 1
            }
        }
        return found
    }

    /// The secrets that one thing holds: the lines of a private key, the values of a cookie.
    private func secrets(in text: SecretText, at index: Int, byte: UInt8) -> [SecretSpan] {
        switch byte {
        case Ascii.dash:
            let key = PrivateKeyBlock.find(in: text, at: index)
            return key.isEmpty ? CookieHeader.ofOption(in: text, at: index) : key
        case Ascii.colon: return CookieHeader.find(in: text, at: index)
        default: return []
        }
    }

    /// What begins at a byte or has it in its middle: a secret, or a mark, which has no kind; nil
    /// where nothing does.
    private func secret(
        in text: SecretText, at index: Int, byte: UInt8, floor: Int
    ) -> SecretSpan? {
        switch byte {
        case Ascii.bracket: return text.mark(at: index)
        case Ascii.colon:
            return URLPassword.find(in: text, at: index)
                ?? DottedToken.find(in: text, around: index, floor: floor)
                ?? named(in: text, at: index)
        case Ascii.equals, Ascii.greater, 0xEF: return named(in: text, at: index)
        case UInt8(ascii: "."): return DottedToken.find(in: text, around: index, floor: floor)
        case Ascii.dash:
            return
                (TellingName.ofOption(in: text, at: index)
                ?? TellingName.ofLongOption(in: text, at: index)).flatMap { judge($0, in: text) }
                ?? LoginPassword.ofOption(in: text, at: index)
                ?? LoginPassword.ofProgram(in: text, at: index)
        case Ascii.quote, Ascii.apostrophe:
            return TellingName.ofQuote(in: text, at: index).flatMap { judge($0, in: text) }
        case UInt8(ascii: "E"):
            return TellingName.ofEnvironment(in: text, at: index).flatMap { judge($0, in: text) }
                ?? shapes.prefixed(in: text, at: index)
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            return AuthorizationHeader.find(in: text, at: index)
                ?? shapes.prefixed(in: text, at: index)
        case UInt8(ascii: "p"):
            return LoginPassword.ofNetrc(in: text, at: index)
                ?? shapes.prefixed(in: text, at: index)
        case UInt8(ascii: "P"):
            return PrivateKeyBlock.ofPuTTY(in: text, at: index)
                ?? shapes.prefixed(in: text, at: index)
        default: return shapes.prefixed(in: text, at: index)
        }
    }

    private func named(in text: SecretText, at index: Int) -> SecretSpan? {
        TellingName.ofAssignment(in: text, at: index).flatMap { judge($0, in: text) }
            ?? LoginPassword.ofAuthSetting(in: text, at: index)
    }

    /// The secret a name is given; where its form is known, by that.
    private func judge(_ name: TellingName, in text: SecretText) -> SecretSpan? {
        guard let value = NamedValue(of: name, in: text) else { return nil }
        if let shaped = shapes.find(in: text, at: value.range.lowerBound) { return shaped }
        return value.kind.map { SecretSpan(range: value.range, kind: $0) }
    }
}
