/// One way of looking for the lines of a hunk, from strict to loose.
struct Rung {
    /// Which of the quoted lines have to be there.
    enum Shape {
        /// All of them, one below the other.
        case plain
        /// All but blank ones at the edges.
        case withoutBlankEdges
        /// All that are not blank, with any blank lines between.
        case withoutBlankLines
        /// All but those that stand for text left out.
        case withElisions
    }

    let shape: Shape
    let reading: LineReading
    let strategy: MatchStrategy

    /// The rungs from strict to loose.
    ///
    /// A rung is tried only when those above it found nothing.
    static let ladder: [Rung] = [
        Rung(shape: .plain, reading: .exact, strategy: .exact),
        Rung(shape: .plain, reading: .withoutTrailingSpace, strategy: .trailingSpace),
        Rung(shape: .plain, reading: .withoutIndent, strategy: .indentation),
        Rung(shape: .withoutBlankEdges, reading: .exact, strategy: .blankEdges),
        Rung(shape: .withoutBlankEdges, reading: .withoutTrailingSpace, strategy: .blankEdges),
        Rung(shape: .withoutBlankEdges, reading: .withoutIndent, strategy: .blankEdges),
        Rung(shape: .plain, reading: .plainCharacters, strategy: .lookAlikes),
        Rung(shape: .plain, reading: .plainCharactersWithoutIndent, strategy: .lookAlikes),
        Rung(shape: .withoutBlankEdges, reading: .plainCharacters, strategy: .lookAlikes),
        Rung(
            shape: .withoutBlankEdges, reading: .plainCharactersWithoutIndent,
            strategy: .lookAlikes),
        Rung(shape: .withoutBlankLines, reading: .withoutTrailingSpace, strategy: .blankLines),
        Rung(shape: .withoutBlankLines, reading: .withoutIndent, strategy: .blankLines),
        Rung(
            shape: .withoutBlankLines, reading: .plainCharactersWithoutIndent,
            strategy: .blankLines),
        Rung(shape: .withElisions, reading: .withoutTrailingSpace, strategy: .elision),
        Rung(shape: .withElisions, reading: .withoutIndent, strategy: .elision),
        Rung(
            shape: .withElisions, reading: .plainCharactersWithoutIndent, strategy: .elision),
    ]
}
