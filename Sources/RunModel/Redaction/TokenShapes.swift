/// The known forms of tokens, arranged so that two bytes which begin none cost one look-up.
struct TokenShapes: Sendable {
    /// The forms, grouped by first byte, the longer prefix first.
    private let shapes: [TokenShape]
    /// For each byte, where its forms are in ``shapes``.
    private let starts: [Range<Int>]

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
    }

    /// The token that begins at an index, or nil.
    func find(in text: SecretText, at index: Int) -> SecretSpan? {
        prefixed(in: text, at: index) ?? DottedToken.find(in: text, at: index)
    }

    /// The token of a form with a prefix that begins at an index, or nil.
    func prefixed(in text: SecretText, at index: Int) -> SecretSpan? {
        for candidate in starts[Int(text[index])] {
            if let span = shapes[candidate].find(in: text, at: index) { return span }
        }
        return nil
    }

    /// The first two bytes of each prefix.
    var openings: [(UInt8, UInt8)] { shapes.map { ($0.prefix[0], $0.prefix[1]) } }
}
