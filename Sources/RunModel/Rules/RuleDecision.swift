/// What was decided of a rule, by whom and why.
///
/// The words that were decided about are held with it: what a person approved does not change
/// under the approval when a later run words it otherwise.
package struct RuleDecision: Hashable, Sendable, Codable {
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        case approve, reject, retire

        /// What the rule is afterwards.
        package var state: RuleState {
            switch self {
            case .approve: .rule
            case .reject: .rejected
            case .retire: .retired
            }
        }

        /// At the same moment the more careful verdict stands.
        var care: Int { Verdict.allCases.firstIndex(of: self) ?? 0 }
    }

    package var verdict: Verdict
    /// As `Name <email>`; the program's own name where the numbers decided.
    package var who: String
    package var when: Timestamp
    package var why: String
    /// What worked, as it was decided about.
    package var text: String
    /// What did not work, as it was decided about.
    package var failed: String?

    package init(
        _ verdict: Verdict, who: String, when: Timestamp, why: String, text: String,
        failed: String? = nil
    ) {
        self.verdict = verdict
        self.who = who
        self.when = when
        self.why = why
        self.text = text
        self.failed = failed
    }
}

extension RuleDecision: Comparable {
    /// By time, then care; the last one stands.
    package static func < (left: RuleDecision, right: RuleDecision) -> Bool {
        if left.when != right.when { return left.when < right.when }
        if left.verdict != right.verdict { return left.verdict.care < right.verdict.care }
        return left.remainder.lexicographicallyPrecedes(right.remainder)
    }

    private var remainder: [String] { [who, why, text, failed.map { "+\($0)" } ?? "-"] }
}
