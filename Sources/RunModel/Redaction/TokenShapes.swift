/// The known forms of tokens, arranged so that a byte which begins none costs one look-up.
struct TokenShapes: Sendable {
    /// The forms, grouped by first byte, the longer prefix first.
    private let shapes: [TokenShape]
    /// For each byte, where its forms are in ``shapes``.
    private let starts: [Range<Int>]
    /// For each byte, whether a token of a form without prefix may begin.
    private let others: [Bool]

    static let known = TokenShapes(TokenShape.known)

    init(_ known: [TokenShape]) {
        let shapes = known.sorted {
            ($0.prefix[0], $1.prefix.count) < ($1.prefix[0], $0.prefix.count)
        }
        var starts = [Range<Int>](repeating: 0..<0, count: 256)
        for (index, shape) in shapes.enumerated() {
            let byte = Int(shape.prefix[0])
            starts[byte] = (starts[byte].isEmpty ? index : starts[byte].lowerBound)..<index + 1
        }
        self.shapes = shapes
        self.starts = starts
        others = (0...255).map { !ByteKind($0).isDisjoint(with: .hexDigit) || $0 == 0x65 }
    }

    /// The token that begins at an index, or nil.
    func find(in text: SecretText, at index: Int) -> SecretSpan? {
        let byte = Int(text[index])
        let range = starts[byte]
        guard !range.isEmpty || others[byte] else { return nil }
        for candidate in range {
            if let span = shapes[candidate].find(in: text, at: index) { return span }
        }
        guard others[byte] else { return nil }
        return DottedToken.find(in: text, at: index)
    }
}
