/// Numbers that add up: over facts, runs and groups alike.
///
/// All of them are integers, money too (micro-dollars, time in milliseconds), so that a sum does
/// not depend on the order of its parts. What is divided is divided at the end.
package struct Tally: Hashable, Sendable {
    /// What is counted.
    package enum Count: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        case phases
        case phasesCompleted = "phases_completed"
        case phasesFailed = "phases_failed"
        case phasesSkipped = "phases_skipped"
        case attempts
        /// Attempts that became a checkpoint.
        case attemptsSuccessful = "attempts_successful"
        case failures = "total_failures"
        /// Failures at which an automatic fix was tried.
        case autoFixAttempted = "auto_fix_attempted"
        case autoFixSuccessful = "auto_fix_successful"
        /// Automatic fixes, each try of one.
        case fixes
        case fixMilliseconds = "fix_ms"
        case unfixable = "unfixable_issues"
        /// Calls of a Doctor's model that brought a reply.
        case doctorCalls = "doctor_calls"
        case doctorDecisions = "doctor_decisions"
        /// Decisions of a model, not of the rules.
        case doctorModelDecisions = "doctor_model_decisions"
        case doctorCheap = "doctor_cheap"
        case doctorStrong = "doctor_strong"
        case doctorEscalated = "doctor_escalated"
        case doctorMicroUSD = "doctor_micro_usd"
        case doctorUnknownCosts = "doctor_unknown_costs"
        /// Phases and landings that went on after a Doctor's decision.
        case recoveries
        /// Calls of models, each try of one.
        case calls
        case failedCalls = "failed_calls"
        case input, output
        case cachedInput = "cached_input"
        case reasoning
        /// Reserved by calls whose outcome nobody knows; they count as spent.
        case lostTokens = "lost_tokens"
        case microUSD = "micro_usd"
        /// Rows with a call whose price is not known.
        case unknownCosts = "unknown_costs"
    }

    /// What is counted by a word.
    package enum Breakdown: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
        /// Failures by category.
        case categories = "failures"
        /// Failures that an automatic fix mended, by category.
        case commonFixes = "common_fixes"
        case doctorActions = "doctor_actions"
        /// Calls without a reply, by category.
        case callCategories = "failed_calls"
        /// Hunks by the way in which their place was found.
        case strategies
        /// Attempts with a learned rule in a prompt, by the rule.
        case ruleAttempts = "rule_attempts"
        /// Of these, the ones that became a checkpoint.
        case ruleSuccesses = "rule_successes"
    }

    private var counts: [Count: Int] = [:]
    private var words: [Breakdown: [String: Int]] = [:]

    package init() {}

    package subscript(count: Count) -> Int { counts[count] ?? 0 }

    package subscript(breakdown: Breakdown) -> [String: Int] { words[breakdown] ?? [:] }

    package var isEmpty: Bool { counts.isEmpty && words.isEmpty }

    mutating func add(_ count: Count, _ number: Int = 1) {
        guard number != 0 else { return }
        counts[count] = UsageRow.sum(self[count], number)
    }

    mutating func add(_ breakdown: Breakdown, _ word: String, _ number: Int = 1) {
        guard number != 0 else { return }
        words[breakdown, default: [:]][word] = UsageRow.sum(self[breakdown][word] ?? 0, number)
    }

    static func += (left: inout Tally, right: Tally) {
        left.counts.merge(right.counts, uniquingKeysWith: UsageRow.sum)
        for (breakdown, words) in right.words {
            left.words[breakdown, default: [:]].merge(words, uniquingKeysWith: UsageRow.sum)
        }
    }
}

extension Tally: Codable {
    private enum CodingKeys: String, CodingKey {
        case counts = "n"
        case words = "w"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        counts = try container.decode([Count: Int].self, forKey: .counts)
        words =
            try container.decodeIfPresent([Breakdown: [String: Int]].self, forKey: .words) ?? [:]
    }

    /// What is zero is left out: most of it is.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(counts, forKey: .counts)
        if !words.isEmpty { try container.encode(words, forKey: .words) }
    }
}
