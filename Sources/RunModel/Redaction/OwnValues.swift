/// The user's own keys, in each form in which a text may hold them, whole or in parts.
struct OwnValues: Sendable {
    /// By first byte; the longer before the shorter.
    private let patterns: [UInt8: [[UInt8]]]
    private let parts: OwnParts
    private let begins: [Bool]

    /// Shorter values are no keys: `test` or `none` would be taken out of every text.
    static let minimumLength = 8

    /// How far a value may reach over the end of a line; 0: none does.
    let reach: Int

    init(_ values: [String]) {
        var (forms, dense): (Set<[UInt8]>, Set<[UInt8]>) = ([], [])
        for value in values {
            let bytes = Array(value.utf8).trimmingBlanks()
            guard bytes.count >= OwnValues.minimumLength else { continue }
            forms.formUnion(OwnForms.all(of: bytes))
            dense.formUnion(OwnForms.dense(of: bytes))
        }
        patterns = Dictionary(grouping: forms) { $0[0] }.mapValues { group in
            group.sorted { ($0.count, $1.lexicalOrder) > ($1.count, $0.lexicalOrder) }
        }
        parts = OwnParts(dense)
        begins = (0...UInt8.max).map { [patterns] byte in patterns[byte] != nil }
        reach = forms.filter { $0.contains(Ascii.newline) }.map(\.count).max() ?? 0
    }

    /// Where the values are, in order.
    func find(in text: [UInt8]) -> [SecretSpan] {
        if patterns.isEmpty { return [] }
        let marks = SecretText(text)
        var found: [SecretSpan] = []
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == Ascii.bracket, let mark = marks.mark(at: index) {
                index = mark.range.upperBound
                continue
            }
            if begins[Int(byte)],
                let value = patterns[byte]?.first(where: { marks.has($0, at: index) })
            {
                found.append(SecretSpan(range: index..<index + value.count, kind: .ownKey))
                index += value.count
            } else if let part = parts.find(in: text, at: index) {
                found.append(SecretSpan(range: part, kind: .ownKey))
                index = part.upperBound
            } else {
                index += 1
            }
        }
        return found
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
