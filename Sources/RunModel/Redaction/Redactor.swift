/// Finds secrets in text by their form, by the name beside them, and by the user's own keys.
///
/// One pass over the bytes; each byte that may begin something is handed to the finders of that
/// byte. What is found decides by itself: placeholders, object ids, UUIDs and hashes stay.
package struct Redactor: Sendable {
    /// The user's own keys.
    private let values: OwnValues
    private let shapes: TokenShapes

    /// - Parameter values: The values of the user's key variables. Those under 8 bytes are left
    ///   out: they would take ordinary words for secrets.
    package init(values: [String] = []) {
        self.values = OwnValues(values)
        shapes = TokenShapes.known
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
        while index < bytes.count {
            let byte = bytes[index]
            if byte == Ascii.dash, case let key = PrivateKeyBlock.find(in: text, at: index),
                let last = key.last
            {
                found += key
                index = last.range.upperBound
            } else if let span = secret(in: text, at: index, byte: byte) {
                if span.kind != nil { found.append(span) }
                index = max(index + 1, span.range.upperBound)
            } else {
                index += 1
            }
        }
        return found
    }

    /// What begins at a byte: a secret, or a mark, which has no kind; nil where nothing does.
    private func secret(in text: SecretText, at index: Int, byte: UInt8) -> SecretSpan? {
        switch byte {
        case Ascii.bracket: return text.mark(at: index)
        case Ascii.colon, Ascii.equals, Ascii.greater:
            if byte == Ascii.colon, let span = URLPassword.find(in: text, at: index) { return span }
            return named(in: text, at: index)
        case 0xEF: return named(in: text, at: index)
        case Ascii.dash:
            return TellingName.ofOption(in: text, at: index).flatMap { judge($0, in: text) }
        case UInt8(ascii: "B"), UInt8(ascii: "b"):
            return AuthorizationHeader.find(in: text, at: index)
                ?? shapes.find(in: text, at: index)
        default: return shapes.find(in: text, at: index)
        }
    }

    private func named(in text: SecretText, at index: Int) -> SecretSpan? {
        TellingName.ofAssignment(in: text, at: index).flatMap { judge($0, in: text) }
    }

    /// The secret a name is given; where its form is known, by that.
    private func judge(_ name: TellingName, in text: SecretText) -> SecretSpan? {
        guard let value = NamedValue(of: name, in: text) else { return nil }
        if let shaped = shapes.find(in: text, at: value.range.lowerBound) { return shaped }
        return value.kind.map { SecretSpan(range: value.range, kind: $0) }
    }
}
