/// How one hunk found its place, or why it did not.
package struct HunkExplanation: Sendable, Equatable {
    /// The path in the tree, or as written where it could not be resolved.
    package var path: String
    /// The rung of the ladder that found the place; `nil` where none did.
    package var strategy: MatchStrategy?
    /// How alike the quoted text and the place are, from 0 to 1; for a hunk without a
    /// place that of the nearest one.
    package var similarity: Double
    /// The number of places that matched equally well.
    package var candidates: Int
    /// The line of the place in the base file, counted from 1; the nearest one's where
    /// there is no place, 0 where there is none at all.
    package var line: Int

    /// Makes an explanation.
    package init(
        path: String, strategy: MatchStrategy?, similarity: Double, candidates: Int, line: Int
    ) {
        self.path = path
        self.strategy = strategy
        self.similarity = similarity
        self.candidates = candidates
        self.line = line
    }
}

/// The rungs of the ladder, and the ways of changing a file that need no place in it.
///
/// A hunk reports the last rung that it needed.
package enum MatchStrategy: String, Sendable, Hashable, CaseIterable {
    /// Every byte as quoted.
    case exact
    /// As quoted but for blanks at the ends of lines.
    case trailingSpace = "trailing-whitespace"
    /// As quoted but for CRLF against LF.
    case lineEnds = "line-ends"
    /// All lines shifted alike, or tabs for blanks; the new text is shifted too.
    case indentation
    /// Without the blank lines at the edges of the quoted text.
    case blankEdges = "blank-edges"
    /// With typographic characters read as their plain look-alikes.
    case lookAlikes = "look-alikes"
    /// Without line numbers that were copied into the quoted text.
    case lineNumbers = "line-numbers"
    /// Around lines that stand for text left out.
    case elision
    /// With blank lines inside the quoted text left out or added.
    case blankLines = "blank-lines"
    /// As a part of a line.
    case partOfLine = "part-of-line"
    /// One place that is nearly as quoted; a reviewer should look at it.
    case near
    /// Among equal places the one that the hunk's line number or definition names.
    case hint
    /// The change is there already.
    case alreadyApplied = "already-applied"
    /// The whole file is replaced.
    case wholeFile = "whole-file"
    /// A file is created.
    case create
    /// A file is deleted.
    case delete
    /// A file is renamed or changes its mode.
    case rename
}
