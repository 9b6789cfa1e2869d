/// A closed set of words, and how a word that is not one of them is explained.
package struct WordSet: Hashable, Sendable {
    /// What the words name, as `run state`.
    package let name: String
    package let words: [String]
    /// What older records wrote, and the word it means.
    package let predecessors: [String: String]

    package init(_ name: String, _ words: [String], predecessors: [String: String] = [:]) {
        self.name = name
        self.words = words
        self.predecessors = predecessors
    }

    /// The words of an enumeration.
    package init<Word: CaseIterable & RawRepresentable<String>>(
        _ name: String, of type: Word.Type, predecessors: [String: String] = [:]
    ) {
        self.init(name, type.allCases.map(\.rawValue), predecessors: predecessors)
    }

    /// The legal word for one that is not: that of the table, else the nearest.
    ///
    /// A word of the table is certain and may repair; the nearest only suggests
    /// (`decisions.md`, Words of the predecessor).
    package func suggestion(for word: String) -> (word: String, isCertain: Bool)? {
        if let mapped = predecessors[word.uppercased()] { return (mapped, true) }
        return Nearest.word(to: word, among: words).map { ($0, false) }
    }
}

extension WordSet {
    package static let runState = WordSet(
        "run state", of: RunStatus.self, predecessors: PredecessorWords.runStates)
    package static let phaseState = WordSet(
        "phase state", of: PhaseStatus.self, predecessors: PredecessorWords.phaseStates)
    package static let runReason = WordSet("reason", of: RunReason.self)
    package static let event = WordSet("event", of: EventName.self)
    package static let failureCategory = WordSet(
        "failure category", of: FailureCategory.self,
        predecessors: PredecessorWords.failureCategories)
    package static let failureClass = WordSet("failure class", of: FailureClass.self)
    package static let role = WordSet("role", of: Role.self)
}
