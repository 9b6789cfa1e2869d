/// Which models are tried, by role and complexity, in order (`decisions.md`, Models).
package struct EscalationChains: Hashable, Sendable, Codable {
    package var builder: Tiers
    package var auditor: Tiers

    package init(builder: Tiers = Tiers(), auditor: Tiers = Tiers()) {
        self.builder = builder
        self.auditor = auditor
    }

    /// The chain for each complexity.
    package struct Tiers: Hashable, Sendable, Codable {
        package var low: [String]
        package var medium: [String]
        package var high: [String]

        package init(low: [String] = [], medium: [String] = [], high: [String] = []) {
            self.low = low
            self.medium = medium
            self.high = high
        }

        package subscript(tier: Complexity) -> [String] {
            switch tier {
            case .low: low
            case .medium: medium
            case .high: high
            }
        }
    }
}

/// When a phase moves to a stronger tier of models (`decisions.md`, `complexity_escalation`).
package struct ComplexityEscalation: Hashable, Sendable, Codable {
    package var enabled: Bool
    package var lowToMedium: Int
    package var mediumToHigh: Int
    package var maxAttemptsPerPhase: Int
    /// The classes whose failures count.
    package var failureTypes: [FailureClass]

    package init(
        enabled: Bool = true, lowToMedium: Int = 2, mediumToHigh: Int = 2,
        maxAttemptsPerPhase: Int = 5,
        failureTypes: [FailureClass] = [.auditor, .checks, .patch]
    ) {
        self.enabled = enabled
        self.lowToMedium = lowToMedium
        self.mediumToHigh = mediumToHigh
        self.maxAttemptsPerPhase = maxAttemptsPerPhase
        self.failureTypes = failureTypes
    }

    enum CodingKeys: String, CodingKey {
        case enabled
        case lowToMedium = "low_to_medium"
        case mediumToHigh = "medium_to_high"
        case maxAttemptsPerPhase = "max_attempts_per_phase"
        case failureTypes = "failure_types"
    }
}
