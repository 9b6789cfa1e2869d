package import RunModel

/// What the choice of a model depends on, beside the settings.
package struct SelectionFacts: Hashable, Sendable {
    /// A failure of the phase so far.
    package struct Failed: Hashable, Sendable {
        /// The Builder's model, as `provider/model`.
        package var model: String
        package var failureClass: FailureClass

        package init(model: String, failureClass: FailureClass) {
            self.model = model
            self.failureClass = failureClass
        }
    }

    package var complexity: Complexity
    /// The phase's task category, by which routing policies and models are looked up.
    package var category: String
    package var failures: [Failed]
    /// Providers that cannot be asked in this run at all, each with the reason: no key, offline.
    package var absent: [String: String]
    /// Providers that cannot be asked now, each with the reason: disabled.
    package var unusable: [String: String]
    /// Providers that were disabled and whose cool-down is over, each with the reason they had.
    package var probed: [String: String]
    /// Providers that are asked only where no other can do the work, each with the reason.
    package var downgraded: [String: String]
    /// The model of the attempt's Builder: its fixer is the same, its Auditor another vendor's.
    package var builder: ModelName?
    /// Which of the Doctor's models is to be asked; nil in any other role.
    package var doctor: DoctorTier?
    /// Models that have audited the candidate already.
    package var auditors: [ModelName] = []
    /// A model that each provider is known to have, where no chain names one.
    package var knownModels: [String: String]
    /// Models whose context was too small for this very call, as `provider/model`.
    package var tooLong: Set<String>
    /// Models that refused this very call, as `provider/model`.
    package var refused: Set<String> = []
    /// Tokens of the last seven days, by provider, this run's included.
    package var weeklyTokens: [String: Int]
    /// Tokens that the call may use at most.
    package var callTokens: Int
    /// The day by which models are withdrawn, as `yyyy-mm-dd`; empty: none is.
    package var today: String

    package init(
        complexity: Complexity, category: String = "general", failures: [Failed] = [],
        absent: [String: String] = [:], unusable: [String: String] = [:],
        probed: [String: String] = [:], downgraded: [String: String] = [:],
        builder: ModelName? = nil, knownModels: [String: String] = [:],
        tooLong: Set<String> = [], weeklyTokens: [String: Int] = [:], callTokens: Int = 0,
        today: String = ""
    ) {
        self.complexity = complexity
        self.category = category
        self.failures = failures
        self.absent = absent
        self.unusable = unusable
        self.probed = probed
        self.downgraded = downgraded
        self.builder = builder
        self.knownModels = knownModels
        self.tooLong = tooLong
        self.weeklyTokens = weeklyTokens
        self.callTokens = callTokens
        self.today = today
    }
}

/// A model that was chosen, and why.
package struct ModelChoice: Hashable, Sendable {
    package var model: ModelName
    /// A sentence for people; models that were passed over are in it.
    package var why: String

    package init(model: ModelName, why: String) {
        self.model = model
        self.why = why
    }
}

/// No model can be asked.
package struct NoModel: Error, Hashable, Sendable, CustomStringConvertible {
    package var role: Role
    /// Why each was passed over.
    package var reasons: [String]
    /// Providers that could be asked were they not disabled in this run.
    package var disabled: Set<String>
    /// The category that allows no other quality class; nil: the category does not matter.
    package var strictCategory: String?

    package var description: String {
        let list = reasons.isEmpty ? "no provider is configured" : reasons.joined(separator: ", ")
        guard let strictCategory else {
            return "no model can be asked as \(role.rawValue): \(list)"
        }
        return "incident: no model of the quality class of \(strictCategory) can be asked as"
            + " \(role.rawValue), and no weaker one may stand in: \(list)"
    }
}
