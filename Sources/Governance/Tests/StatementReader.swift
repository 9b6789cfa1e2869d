/// Finds the values that a test's claims are about.
struct StatementReader {
    private let text: TokenText

    init(_ text: TokenText) { self.text = text }

    /// The statements with literals in them.
    ///
    /// Braces end a statement, so that it makes no difference over how many lines a table goes.
    ///
    /// - Parameter claims: Stretches that are left out, in order.
    func statements(in ranges: [Range<Int>], without claims: [Range<Int>]) -> [TestStatement] {
        var found: [TestStatement] = []
        var current: [Int] = []
        var claim = claims.sorted { $0.lowerBound < $1.lowerBound }[...]
        for range in ranges {
            for index in range {
                while let first = claim.first, first.upperBound <= index { claim.removeFirst() }
                let token = text.tokens[index]
                let ends =
                    token.isNewline || token.isSymbol(";") || token.isSymbol("{")
                    || token.isSymbol("}")
                if let first = claim.first, first.contains(index) { continue }
                if !ends {
                    current.append(index)
                } else if !current.isEmpty {
                    if let made = statement(current) { found.append(made) }
                    current = []
                }
            }
            if let made = statement(current) { found.append(made) }
            current = []
        }
        return found
    }

    private func statement(_ places: [Int]) -> TestStatement? {
        let tokens = places.map { text.tokens[$0] }
        guard let first = tokens.first, tokens.contains(where: \.isLiteral) else { return nil }
        if Self.silent.contains(first.text) { return nil }
        // A text alone is a docstring.
        if text.language == .python, tokens.allSatisfy({ $0.kind == .string }) { return nil }
        let literals = tokens.filter(\.isLiteral).map(\.plain)
        let words = tokens.filter { $0.kind == .word && !$0.isLiteral }.prefix(3).map(\.text)
        let isRow =
            !tokens.contains { $0.isSymbol("(") }
            && !tokens.contains { $0.isSymbol("=") || $0.isSymbol(":=") }
        let isDefinition = first.kind == .word && tokens.dropFirst().first?.isSymbol("=") == true
        return TestStatement(
            text: tokens.normalised, head: words.joined(separator: " "), literals: literals,
            isRow: isRow, line: first.line, defines: isDefinition ? first.text : nil,
            rows: cases(places))
    }

    /// The rows of `@pytest.mark.parametrize("names", [row, row])`.
    private func cases(_ places: [Int]) -> [TestStatement.Row] {
        guard text.language == .python, text.isSymbol(places[0], "@"),
            let word = places.first(where: { text.isWord($0, "parametrize") })
        else { return [] }
        let arguments = text.arguments(at: word + 1)
        guard arguments.count > 1,
            let open = arguments[1].first(where: { !text.tokens[$0].isNewline }),
            text.isSymbol(open, "[") || text.isSymbol(open, "("),
            let close = text.partner(open), close + 1 >= arguments[1].upperBound
        else { return [] }
        return text.arguments(at: open).map { range in
            let tokens = text.tokens[range]
            return TestStatement.Row(
                text: tokens.normalised, literals: tokens.filter(\.isLiteral).map(\.plain),
                calls: range.count { text.isSymbol($0, "(") && text.word($0 - 1) != nil })
        }
    }

    /// What statements begin with that no claim is about.
    private static let silent: Set<String> = [
        "print", "println", "console", "import", "from", "include", "require", "package", "use",
        "using", "raise", "throw", "log", "logger", "logging", "fmt", "#", "NSLog", "puts",
        "return",
        "require_relative", "load", "export", "const_missing", "__all__", "__version__",
    ]
}
