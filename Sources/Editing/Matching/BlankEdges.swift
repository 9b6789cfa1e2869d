/// The blank lines at the edges of a hunk's two halves.
struct BlankEdges {
    private let hunk: Hunk
    private let before: [Bytes]
    private let after: [Bytes]

    init(_ hunk: Hunk) {
        self.hunk = hunk
        before = hunk.before.map { $0[...] }
        after = hunk.after.map { $0[...] }
    }

    /// The hunk without quoted blank lines that the file does not have.
    ///
    /// A blank line at the same edge of both halves goes from both. Where the new text has
    /// some but fewer, it is not certain whether the surplus one is there too.
    ///
    /// - Parameters:
    ///   - head: How many quoted lines are dropped at the beginning.
    ///   - tail: How many quoted lines are dropped at the end.
    /// - Returns: The hunk, or `nil` where two readings would give different files.
    func trimmed(head: Int, tail: Int) -> Hunk? {
        guard
            let afterHead = dropped(
                head, quoted: Self.blanks(before), new: Self.blanks(after)),
            let afterTail = dropped(
                tail, quoted: Self.blanks(before.reversed()), new: Self.blanks(after.reversed())),
            afterHead + afterTail <= after.count
        else { return nil }
        var copy = hunk
        copy.lines = LineDifference.lines(
            from: Array(before[head..<(before.count - tail)]),
            to: Array(after[afterHead..<(after.count - afterTail)]))
        return copy
    }

    /// How many blank lines go from the new text when some of the quoted ones go.
    private func dropped(_ count: Int, quoted: Int, new: Int) -> Int? {
        if count == 0 || new == 0 { return 0 }
        return new >= quoted || new < count ? min(count, new) : nil
    }

    private static func blanks(_ lines: some Sequence<Bytes>) -> Int {
        lines.prefix(while: \.isBlankLine).reduce(0) { count, _ in count + 1 }
    }
}
