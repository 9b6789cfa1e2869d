/// Which models the Doctor asks, and when the strong one (`decisions.md`, Doctor).
package struct DoctorModels: Hashable, Sendable, Codable {
    package var cheap: String
    package var strong: String
    /// A less confident answer of the cheap model is asked of the strong one.
    package var minConfidenceForCheap: Double
    /// From this share of a failure budget on, the strong model is asked.
    package var healthBudgetNearLimitRatio: Double
    /// A failure of these is complex.
    package var highRiskCategories: [FailureCategory]

    package init(
        cheap: String = "glm", strong: String = "sonnet", minConfidenceForCheap: Double = 0.7,
        healthBudgetNearLimitRatio: Double = 0.8,
        highRiskCategories: [FailureCategory] = [.importError, .assertionFailed]
    ) {
        self.cheap = cheap
        self.strong = strong
        self.minConfidenceForCheap = minConfidenceForCheap
        self.healthBudgetNearLimitRatio = healthBudgetNearLimitRatio
        self.highRiskCategories = highRiskCategories
    }

    /// The models that somebody has named; those that are built in nobody has.
    package var chosen: [String] {
        let known = DoctorModels()
        return [(cheap, known.cheap), (strong, known.strong)].filter { $0.0 != $0.1 }.map(\.0)
    }

    enum CodingKeys: String, CodingKey {
        case cheap, strong
        case minConfidenceForCheap = "min_confidence_for_cheap"
        case healthBudgetNearLimitRatio = "health_budget_near_limit_ratio"
        case highRiskCategories = "high_risk_categories"
    }
}
