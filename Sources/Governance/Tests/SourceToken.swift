/// The smallest piece of source text that says something: no blanks, no comments.
struct SourceToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case word, number
        /// The text is what stands between the quotes, as it stands there.
        case string
        case symbol
        /// Where a line ends that is not carried on.
        case newline
    }

    var kind: Kind
    var text: String
    /// Counted from 1.
    var line: Int
    /// The column of the line's first token, counted from 0; a tabulator leads to the next eighth.
    var indent: Int

    func isWord(_ word: String) -> Bool { kind == .word && text == word }

    func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

    var isNewline: Bool { kind == .newline }

    /// What of the token counts when texts are compared: the kind of quotes does not.
    var plain: String { kind == .string ? "\"\(text)\"" : text }

    /// A word that is a value like a number.
    var isLiteral: Bool {
        switch kind {
        case .number, .string: true
        case .word: Self.constants.contains(text)
        case .symbol, .newline: false
        }
    }

    private static let constants: Set<String> = [
        "true", "false", "True", "False", "None", "null", "nil", "undefined", "NULL", "nullptr",
    ]
}

extension Sequence<SourceToken> {
    /// The tokens as one text in which blanks, line ends, semicolons and commas before a closing
    /// bracket do not count, and texts beside each other are one.
    var normalised: String {
        var parts: [String] = []
        var (text, isText) = ("", false)
        for token in self where !token.isNewline && !token.isSymbol(";") {
            if token.kind == .string, isText {
                text += token.text
                continue
            }
            if isText { parts.append("\"\(text)\"") }
            isText = token.kind == .string
            if isText {
                text = token.text
                continue
            }
            if token.kind == .symbol, Self.closers.contains(token.text), parts.last == "," {
                parts.removeLast()
            }
            parts.append(token.plain)
        }
        if isText { parts.append("\"\(text)\"") }
        return parts.joined(separator: " ")
    }

    private static var closers: Set<String> { [")", "]", "}"] }
}
