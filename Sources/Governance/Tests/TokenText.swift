/// The tokens of a file, with what each bracket belongs to.
struct TokenText: Sendable {
    let language: TestLanguage
    let tokens: [SourceToken]
    /// For a bracket that has one, its partner.
    private let partners: [Int]
    /// For each token, the innermost bracket around it; -1 outside of all.
    private let enclosing: [Int]

    init(_ bytes: [UInt8], in language: TestLanguage) {
        self.init(SourceLexer.tokens(of: bytes, in: language), in: language)
    }

    private init(_ tokens: [SourceToken], in language: TestLanguage) {
        self.language = language
        self.tokens = tokens
        var partners = Array(repeating: -1, count: tokens.count)
        var enclosing = partners
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            let isBracket = token.kind == .symbol
            if isBracket, let opener = Self.openers[token.text] {
                // What does not fit is not closed: the innermost bracket of the kind counts.
                // A slice would be a second owner, and make every removal a copy.
                let near = max(0, open.count - Self.mismatchLimit)..<open.count
                if let place = near.last(where: { tokens[open[$0]].text == opener }) {
                    partners[open[place]] = index
                    partners[index] = open[place]
                    open.removeSubrange(place...)
                }
            }
            enclosing[index] = open.last ?? -1
            if isBracket, ["(", "[", "{"].contains(token.text) { open.append(index) }
        }
        self.partners = partners
        self.enclosing = enclosing
    }

    private static let openers = [")": "(", "]": "[", "}": "{"]
    private static let mismatchLimit = 4

    subscript(_ index: Int) -> SourceToken? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }

    func isSymbol(_ index: Int, _ symbol: String) -> Bool { self[index]?.isSymbol(symbol) ?? false }

    func isWord(_ index: Int, _ word: String) -> Bool { self[index]?.isWord(word) ?? false }

    /// The text of a word; nil for everything else.
    func word(_ index: Int) -> String? {
        guard let token = self[index], token.kind == .word else { return nil }
        return token.text
    }

    /// Where the bracket at a place is closed, or opened; nil where it is not.
    func partner(_ index: Int) -> Int? {
        guard partners.indices.contains(index), partners[index] >= 0 else { return nil }
        return partners[index]
    }

    /// The innermost bracket around a place.
    func bracket(around index: Int) -> Int? {
        guard enclosing.indices.contains(index), enclosing[index] >= 0 else { return nil }
        return enclosing[index]
    }

    /// The pieces between separators of one level: what stands in brackets is not cut.
    func pieces(of range: Range<Int>, at isSeparator: (SourceToken) -> Bool) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        var (start, index) = (range.lowerBound, range.lowerBound)
        while index < range.upperBound {
            if isSeparator(tokens[index]) {
                pieces.append(start..<index)
                start = index + 1
            } else if let close = partner(index), close > index, close < range.upperBound {
                index = close
            }
            index += 1
        }
        pieces.append(start..<range.upperBound)
        return pieces.filter { piece in tokens[piece].contains { !$0.isNewline } }
    }

    /// The arguments of a call, given its opening bracket.
    func arguments(at open: Int) -> [Range<Int>] {
        guard let close = partner(open), close > open else { return [] }
        return pieces(of: (open + 1)..<close) { $0.isSymbol(",") }
    }

    /// Lines as the language sees them, in Python and Ruby: what belongs together, without its end.
    func lines(of range: Range<Int>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = range.lowerBound
        for index in range where tokens[index].isNewline {
            if start < index { lines.append(start..<index) }
            start = index + 1
        }
        if start < range.upperBound { lines.append(start..<range.upperBound) }
        return lines
    }
}
