/// How far something learned has come (`decisions.md`, Learning).
package enum RuleState: String, Sendable, Codable, CaseIterable, Comparable {
    /// It was learned in a run.
    case new = "NEW"
    /// It was in a prompt.
    case applied = "APPLIED"
    /// Enough runs learned it within the window of days: a person may approve it.
    case candidate = "CANDIDATE_RULE"
    /// A person approved it: prompts of every run may hold it.
    case rule = "RULE"
    /// A person does not want it.
    case rejected = "REJECTED"
    /// It was a rule.
    case retired = "RETIRED"

    package static func < (left: RuleState, right: RuleState) -> Bool { left.rank < right.rank }

    private var rank: Int { RuleState.allCases.firstIndex(of: self) ?? 0 }
}

/// What makes two failures the same: the category and the signature.
package struct FailurePattern: Hashable, Sendable, Comparable {
    package var category: FailureCategory
    package var signature: String

    package init(category: FailureCategory, signature: String) {
        self.category = category
        self.signature = signature
    }

    package static func < (left: FailurePattern, right: FailurePattern) -> Bool {
        (left.category.rawValue, left.signature) < (right.category.rawValue, right.signature)
    }
}
