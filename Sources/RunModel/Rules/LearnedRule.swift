/// Something that runs learned: what did not work where a failure of one pattern came up, and what
/// did.
///
/// What is stored are facts that only accumulate: who saw it, what was decided, how attempts went.
/// Everything else is read off them. So two records of the same rule have one union, whatever the
/// order in which they are joined, and no process or machine can take another's facts away.
package struct LearnedRule: Hashable, Sendable {
    package let id: RuleID
    package let pattern: FailurePattern
    /// The furthest of ``RuleState/new``, ``RuleState/applied`` and ``RuleState/candidate`` that it
    /// came to by itself; it does not go back when settings change.
    package private(set) var reached: RuleState
    /// The failures that were overcome, oldest first.
    package private(set) var evidence: [RuleEvidence]
    /// What was decided, oldest first; the last one stands.
    package private(set) var decisions: [RuleDecision]
    /// How attempts went, a row for each run, oldest first.
    package private(set) var measures: [RuleMeasure]

    /// How many facts of each sort are kept; the newest stay.
    package enum Limit {
        package static let evidence = 100
        package static let decisions = 50
        package static let measures = 200
    }

    /// Facts in any order; what is said twice counts once.
    package init(
        id: RuleID, pattern: FailurePattern, reached: RuleState = .new,
        evidence: [RuleEvidence] = [], decisions: [RuleDecision] = [],
        measures: [RuleMeasure] = []
    ) {
        self.id = id
        self.pattern = pattern
        self.reached = min(reached, .candidate)
        self.evidence = LearnedRule.newest(Set(evidence).sorted(), LearnedRule.Limit.evidence)
        self.decisions = LearnedRule.newest(Set(decisions).sorted(), LearnedRule.Limit.decisions)
        let united = Dictionary(measures.map { ($0.key, $0) }) { $0.joined(with: $1) }
        self.measures = LearnedRule.newest(
            united.sorted { $0.key < $1.key }.map(\.value), LearnedRule.Limit.measures)
    }

    /// The union of what two records say.
    ///
    /// Commutative, associative and idempotent. Records of different patterns under one id cannot
    /// both be right: the lesser pattern stands, whole.
    ///
    /// - Parameter other: A record of the same id.
    package func joined(with other: LearnedRule) -> LearnedRule {
        guard pattern == other.pattern else { return pattern < other.pattern ? self : other }
        return LearnedRule(
            id: id, pattern: pattern, reached: max(reached, other.reached),
            evidence: evidence + other.evidence, decisions: decisions + other.decisions,
            measures: measures + other.measures)
    }

    private static func newest<Fact>(_ sorted: [Fact], _ limit: Int) -> [Fact] {
        Array(sorted.suffix(limit))
    }
}

extension LearnedRule {
    /// What stands now: the last decision, or else what it came to by itself.
    package var state: RuleState { decisions.last?.verdict.state ?? reached }

    /// What worked: as it was last decided about, or else in the newest words.
    package var text: String { decisions.last?.text ?? evidence.last?.text ?? "" }

    /// What did not work, in the same words' company.
    package var failed: String? {
        if let decision = decisions.last { return decision.failed }
        return evidence.last?.failed
    }

    /// Where it was learned, as globs; empty: the whole project.
    package var scope: [String] {
        guard evidence.allSatisfy({ !$0.scope.isEmpty }) else { return [] }
        return Set(evidence.flatMap(\.scope)).sorted()
    }

    /// How attempts went, over all runs that are kept.
    package var effect: RuleEffect {
        measures.reduce(into: RuleEffect()) { sum, run in
            sum.with = sum.with + run.with
            sum.without = sum.without + run.without
        }
    }

    /// The runs that learned it, each once.
    package var runs: [RunID] { Set(evidence.map(\.run)).sorted() }
}
