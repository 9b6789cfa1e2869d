/// When what was learned in one run is used in others (`decisions.md`, Learning).
package struct DiscoveryPromotion: Hashable, Sendable, Codable {
    /// Runs with the same pattern that make it a candidate for a rule.
    package var candidateRuns: Int
    /// The days within which those runs lie.
    package var windowDays: Int
    package var maxHintsPerPrompt: Int
    package var maxRulesPerPrompt: Int

    package init(
        candidateRuns: Int = 3, windowDays: Int = 30, maxHintsPerPrompt: Int = 5,
        maxRulesPerPrompt: Int = 10
    ) {
        self.candidateRuns = candidateRuns
        self.windowDays = windowDays
        self.maxHintsPerPrompt = maxHintsPerPrompt
        self.maxRulesPerPrompt = maxRulesPerPrompt
    }

    enum CodingKeys: String, CodingKey {
        case candidateRuns = "candidate_runs"
        case windowDays = "window_days"
        case maxHintsPerPrompt = "max_hints_per_prompt"
        case maxRulesPerPrompt = "max_rules_per_prompt"
    }
}
