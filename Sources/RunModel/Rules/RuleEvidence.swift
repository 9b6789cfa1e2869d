/// One failure of a rule's pattern that a run overcame.
package struct RuleEvidence: Hashable, Sendable, Codable {
    package var run: RunID
    /// The number of the event that recorded it.
    package var seq: Int
    package var phase: PhaseID
    package var time: Timestamp
    /// The commit that shows it.
    package var commit: String
    /// The globs of the phase that it was learned in; empty: the whole project.
    package var scope: [String]
    /// What worked.
    package var text: String
    /// What did not work, in a sentence.
    package var failed: String?

    package init(
        run: RunID, seq: Int, phase: PhaseID, time: Timestamp, commit: String, scope: [String],
        text: String, failed: String? = nil
    ) {
        self.run = run
        self.seq = seq
        self.phase = phase
        self.time = time
        self.commit = commit
        self.scope = scope
        self.text = text
        self.failed = failed
    }
}

extension RuleEvidence: Comparable {
    /// By time; the rest decides only between contradictory records.
    package static func < (left: RuleEvidence, right: RuleEvidence) -> Bool {
        if left.time != right.time { return left.time < right.time }
        if left.run != right.run { return left.run < right.run }
        if left.seq != right.seq { return left.seq < right.seq }
        return left.remainder.lexicographicallyPrecedes(right.remainder)
    }

    private var remainder: [String] {
        [phase.description, commit, text, failed.map { "+\($0)" } ?? "-"] + scope
    }
}
