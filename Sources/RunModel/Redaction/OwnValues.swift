/// The user's own keys, in each form in which a text may hold them.
struct OwnValues: Sendable {
    /// By first byte; the longer before the shorter.
    private let patterns: [UInt8: [[UInt8]]]

    /// Shorter values are no keys: `test` or `none` would be taken out of every text.
    static let minimumLength = 8

    init(_ values: [String]) {
        var forms: Set<[UInt8]> = []
        for value in values {
            let bytes = Array(value.utf8).trimmingBlanks()
            guard bytes.count >= OwnValues.minimumLength else { continue }
            forms.formUnion([
                bytes, OwnValues.escapedForJSON(bytes), OwnValues.percentEncoded(bytes),
            ])
        }
        patterns = Dictionary(grouping: forms) { $0[0] }.mapValues { group in
            group.sorted { ($0.count, $1.lexicalOrder) > ($1.count, $0.lexicalOrder) }
        }
    }

    /// Where the values are, in order.
    func find(in text: [UInt8]) -> [SecretSpan] {
        if patterns.isEmpty { return [] }
        var begins = [Bool](repeating: false, count: 256)
        for byte in patterns.keys { begins[Int(byte)] = true }
        let marks = SecretText(text)
        var found: [SecretSpan] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == Ascii.bracket, let mark = marks.mark(at: index) {
                index = mark.range.upperBound
                continue
            }
            guard begins[Int(byte)],
                let value = patterns[byte]?.first(where: { marks.has($0, at: index) })
            else {
                index += 1
                continue
            }
            found.append(SecretSpan(range: index..<index + value.count, kind: .ownKey))
            index += value.count
        }
        return found
    }

    private static func escapedForJSON(_ bytes: [UInt8]) -> [UInt8] {
        bytes.flatMap { byte in
            byte == Ascii.quote || byte == Ascii.backslash ? [Ascii.backslash, byte] : [byte]
        }
    }

    private static func percentEncoded(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { byte in
            ByteKind(byte).isDisjoint(with: [.letter, .digit, .joiner, .dot]) && byte != 0x7E
                ? [Ascii.percent, digits[Int(byte >> 4)], digits[Int(byte & 15)]] : [byte]
        }
    }
}

extension [UInt8] {
    fileprivate func trimmingBlanks() -> [UInt8] {
        let start = firstIndex { !Ascii.isBlank($0) } ?? endIndex
        let end = lastIndex { !Ascii.isBlank($0) }.map { $0 + 1 } ?? endIndex
        return start < end ? Array(self[start..<end]) : []
    }

    /// A text of the same order, for sorting.
    fileprivate var lexicalOrder: String { String(decoding: self, as: UTF8.self) }
}
