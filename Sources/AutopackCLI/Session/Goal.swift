/// What a person wants to be done, in their own words.
enum Goal {
    /// More is a document: it belongs into a file, and its name into the goal.
    static let limitBytes = 32 << 10

    /// The goal without blanks around it.
    ///
    /// - Throws: ``UserError`` `.usage` where nothing is left, or too much.
    static func checked(_ text: String) throws(UserError) -> String {
        var goal = text[...]
        while let first = goal.first, first.isWhitespace { goal.removeFirst() }
        while let last = goal.last, last.isWhitespace { goal.removeLast() }
        guard !goal.isEmpty else {
            throw UserError(
                .usage, "usage", "the goal is empty",
                hint: "git autopack run 'add a health endpoint'")
        }
        guard goal.utf8.count <= limitBytes else {
            throw UserError(
                .usage, "usage",
                "the goal has \(goal.utf8.count) bytes, at most \(limitBytes) may be",
                hint: "put it into a file of the repository, and say 'as docs/goal.md describes'")
        }
        return String(goal)
    }
}
