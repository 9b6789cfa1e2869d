/// Finds what keeps a test from judging: marks before it and statements in it.
struct MarkReader {
    let text: TokenText

    init(_ text: TokenText) { self.text = text }

    func marks(attributes: [Range<Int>], body: Range<Int>) -> [TestMark] {
        attributes.flatMap(attributeMarks) + calls(in: body) + ways(out: body)
    }

    func mark(_ kind: TestMark.Kind, _ range: Range<Int>) -> TestMark {
        TestMark(
            kind: kind, text: String(text.tokens[range].normalised.prefix(100)),
            line: text[range.lowerBound]?.line ?? 0)
    }

    /// The value of a call's first argument where it is a constant.
    func condition(at open: Int) -> Bool? {
        guard let first = text.arguments(at: open).first else { return nil }
        var tokens = text.tokens[first].filter { !$0.isNewline }
        if tokens.count > 2, tokens[1].isSymbol("=") { tokens.removeFirst(2) }
        var negated = false
        if tokens.first?.isWord("not") == true || tokens.first?.isSymbol("!") == true {
            negated = true
            tokens.removeFirst()
        }
        guard tokens.count == 1, let only = tokens.first, only.isLiteral else { return nil }
        let isFalse = ["False", "false", "0", "None", "nil", "null"].contains(only.text)
        return isFalse == negated
    }
}
