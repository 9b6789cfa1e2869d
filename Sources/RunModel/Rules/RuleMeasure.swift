/// Attempts, and how many of them became a checkpoint.
package struct AttemptCount: Hashable, Sendable, Codable {
    package var attempts: Int
    package var successes: Int

    package init(attempts: Int = 0, successes: Int = 0) {
        self.attempts = attempts
        self.successes = successes
    }

    /// What a run can have at most; more in a record is no count.
    package static let greatest = 1_000_000

    /// A count that some run can have.
    package var isPossible: Bool {
        attempts >= 0 && attempts <= AttemptCount.greatest && successes >= 0
            && successes <= attempts
    }

    /// The later of two counts of the same, which only grows.
    func joined(with other: AttemptCount) -> AttemptCount {
        AttemptCount(
            attempts: max(attempts, other.attempts), successes: max(successes, other.successes))
    }

    /// Counts another run, or another attempt.
    package mutating func add(_ other: AttemptCount) { self = self + other }

    static func + (left: AttemptCount, right: AttemptCount) -> AttemptCount {
        AttemptCount(
            attempts: left.attempts + right.attempts, successes: left.successes + right.successes)
    }

    /// `3 of 4`.
    package var sentence: String { "\(successes) of \(attempts)" }
}

/// How attempts went with what was learned in their prompt, and without it.
package struct RuleEffect: Hashable, Sendable, Codable {
    package var with: AttemptCount
    package var without: AttemptCount

    package init(with: AttemptCount = AttemptCount(), without: AttemptCount = AttemptCount()) {
        self.with = with
        self.without = without
    }

    /// How much more of the attempts succeed with it than without, from -1 to 1.
    ///
    /// Nil where there is nothing to compare: no attempt with it, or none without.
    package var gain: Double? {
        guard with.attempts > 0, without.attempts > 0 else { return nil }
        return Double(with.successes) / Double(with.attempts)
            - Double(without.successes) / Double(without.attempts)
    }

    /// Attempts with it succeed less often than those without, compared as fractions.
    ///
    /// False where there is nothing to compare.
    package var isRegression: Bool {
        with.attempts > 0 && without.attempts > 0
            && with.successes * without.attempts < without.successes * with.attempts
    }

    /// `3 of 4 attempts with it succeeded, 1 of 2 without`.
    package var sentence: String {
        "\(with.sentence) attempts with it succeeded, \(without.sentence) without"
    }
}

/// What one run tells of a rule's effect.
package struct RuleMeasure: Hashable, Sendable, Codable {
    package var run: RunID
    /// When the run was created.
    package var time: Timestamp
    package var with: AttemptCount
    package var without: AttemptCount

    package init(
        run: RunID, time: Timestamp, with: AttemptCount = AttemptCount(),
        without: AttemptCount = AttemptCount()
    ) {
        self.run = run
        self.time = time
        self.with = with
        self.without = without
    }
}

extension RuleMeasure {
    /// What names the measure: a run counts once, however often it is looked at.
    struct Key: Hashable, Comparable {
        var time: Timestamp
        var run: RunID

        static func < (left: Key, right: Key) -> Bool {
            (left.time, left.run) < (right.time, right.run)
        }
    }

    var key: Key { Key(time: time, run: run) }

    func joined(with other: RuleMeasure) -> RuleMeasure {
        RuleMeasure(
            run: run, time: time, with: with.joined(with: other.with),
            without: without.joined(with: other.without))
    }
}
