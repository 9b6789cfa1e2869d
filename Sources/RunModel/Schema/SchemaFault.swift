/// Something wrong at one place of a document.
package struct SchemaFault: Hashable, Sendable {
    /// The place as a JSON Pointer (RFC 6901); empty for the whole document.
    package var path: String
    package var expected: String
    package var found: String
    /// The legal word that was meant, or perhaps meant.
    package var suggestion: String?
    /// The suggestion comes from the table of older words, and may repair.
    package var isCertain: Bool

    package init(
        path: String, expected: String, found: String, suggestion: String? = nil,
        isCertain: Bool = false
    ) {
        self.path = path
        self.expected = expected
        self.found = found
        self.suggestion = suggestion
        self.isCertain = isCertain
    }
}

extension SchemaFault: CustomStringConvertible {
    /// What is wrong, where, and what was perhaps meant.
    package var description: String {
        let place = path.isEmpty ? "the document" : path
        let hint = suggestion.map { ". Nearest: \($0)." } ?? ""
        return "\(place): expected \(expected), found \(found)\(hint)"
    }
}

/// A word in the place of a state that is none, explained with the command that mends it.
package struct IllegalState: Error, Hashable, Sendable, CustomStringConvertible {
    package var found: String
    package var run: String
    /// Nil: the run's own state.
    package var phase: String?

    package init(found: String, run: String, phase: String? = nil) {
        self.found = found
        self.run = run
        self.phase = phase
    }

    private var words: WordSet { phase == nil ? .runState : .phaseState }

    /// The legal word for it, and whether a repair may write it.
    package var suggestion: (word: String, isCertain: Bool)? { words.suggestion(for: found) }

    /// What is wrong, and the legal word that was perhaps meant.
    package var sentence: String {
        let subject = phase.map { "phase \($0) of run \(run)" } ?? "run \(run)"
        let examples = phase == nil ? "created, executing, …" : "queued, building, …"
        let nearest = suggestion.map { ". Nearest: \($0.word)" } ?? ""
        return "state '\(found)' of \(subject) is not a \(words.name) (\(examples))\(nearest)"
    }

    /// The command that mends it.
    package var fix: String { "git autopack fsck --repair \(run)" }

    package var description: String { "\(sentence). Fix: \(fix)" }
}
