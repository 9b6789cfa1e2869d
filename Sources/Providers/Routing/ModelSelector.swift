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
    package var failures: [Failed]
    /// Providers that cannot be asked now, each with the reason: disabled, no key, down.
    package var unusable: [String: String]
    /// The model of the attempt's Builder: its fixer is the same, its Auditor another vendor's.
    package var builder: ModelName?
    /// A model that each provider is known to have, where no chain names one.
    package var knownModels: [String: String]

    package init(
        complexity: Complexity, failures: [Failed] = [], unusable: [String: String] = [:],
        builder: ModelName? = nil, knownModels: [String: String] = [:]
    ) {
        self.complexity = complexity
        self.failures = failures
        self.unusable = unusable
        self.builder = builder
        self.knownModels = knownModels
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

    package var description: String {
        let list = reasons.isEmpty ? "no provider is configured" : reasons.joined(separator: "; ")
        return "no model can be asked as \(role.rawValue): \(list)"
    }
}

/// Chooses the model of a call (`decisions.md`, Models): the same facts give the same choice.
package enum ModelSelector {
    /// - Throws: ``NoModel`` where no configured provider can be asked.
    package static func choose(
        _ role: Role, facts: SelectionFacts, settings: RunSettings
    ) throws(NoModel) -> ModelChoice {
        var selection = Selection(facts: facts, settings: settings)
        let choice =
            switch role {
            case .builder: selection.builder(from: facts.complexity)
            case .fixer: selection.fixer()
            case .auditor: selection.auditor()
            case .planner: selection.builder(from: .high)
            case .doctor: selection.first(of: settings.escalationChains.auditor, from: .high)
            }
        if let choice { return choice }
        if let choice = selection.anyProvider() { return choice }
        throw NoModel(role: role, reasons: selection.skipped)
    }

    /// The tier after a number of counted failures: each lasts its threshold, then the next.
    package static func tier(
        from start: Complexity, failures: Int, escalation: ComplexityEscalation
    ) -> Complexity {
        guard escalation.enabled else { return start }
        var left = failures
        var tier = start
        if tier == .low {
            if left < escalation.lowToMedium { return .low }
            left -= escalation.lowToMedium
            tier = .medium
        }
        if tier == .medium, left >= escalation.mediumToHigh { tier = .high }
        return tier
    }
}

/// One choice under way; it gathers what it passes over.
private struct Selection {
    let facts: SelectionFacts
    let settings: RunSettings
    var skipped: [String] = []

    init(facts: SelectionFacts, settings: RunSettings) {
        self.facts = facts
        self.settings = settings
    }

    /// The failures of the kinds that count.
    private var counted: [SelectionFacts.Failed] {
        facts.failures.filter {
            settings.complexityEscalation.failureTypes.contains($0.failureClass)
        }
    }

    mutating func builder(from start: Complexity) -> ModelChoice? {
        let tier = ModelSelector.tier(
            from: start, failures: counted.count, escalation: settings.complexityEscalation)
        let tried =
            settings.complexityEscalation.enabled ? Set(counted.map(\.model)) : Set<String>()
        for tier in order(from: tier) {
            let usable = usable(settings.escalationChains.builder[tier])
            guard let last = usable.last else { continue }
            let untried = usable.first { !tried.contains($0.description) }
            let place = "builder chain, \(tier.rawValue) tier"
            let failed = usable.filter { tried.contains($0.description) }.map(\.description)
            if untried != nil, !failed.isEmpty {
                note("\(failed.joined(separator: ", ")) failed this phase")
            }
            return choice(untried ?? last, untried == nil ? "last of the \(place)" : place)
        }
        return nil
    }

    mutating func fixer() -> ModelChoice? {
        guard let builder = facts.builder, facts.unusable[builder.provider] == nil,
            settings.providers[builder.provider] != nil
        else { return builder(from: facts.complexity) }
        return ModelChoice(model: builder, why: "the attempt's builder mends its own work")
    }

    /// The chain of the tier first, but another vendor than the Builder's wherever one is up.
    mutating func auditor() -> ModelChoice? {
        let tier = ModelSelector.tier(
            from: facts.complexity, failures: counted.count,
            escalation: settings.complexityEscalation)
        var same: (model: ModelName, tier: Complexity)?
        for tier in order(from: tier) {
            for model in usable(settings.escalationChains.auditor[tier]) {
                let place = "auditor chain, \(tier.rawValue) tier"
                guard let builder = facts.builder else { return choice(model, place) }
                if model.vendor != builder.vendor {
                    return choice(model, "\(place), another vendor than the builder's")
                }
                if same == nil { same = (model, tier) }
            }
        }
        return same.map {
            choice(
                $0.model,
                "auditor chain, \($0.tier.rawValue) tier; no other vendor than the builder's is up")
        }
    }

    mutating func first(of chain: EscalationChains.Tiers, from start: Complexity) -> ModelChoice? {
        for tier in order(from: start) {
            if let model = usable(chain[tier]).first {
                return choice(model, "\(tier.rawValue) tier")
            }
        }
        return nil
    }

    /// Any provider that is there, where the chains name none of them: GLM, Anthropic, OpenAI,
    /// Gemini, then the others by name.
    mutating func anyProvider() -> ModelChoice? {
        let others = settings.providers.keys.filter { !ProviderDefaults.names.contains($0) }
        for name in ProviderDefaults.names + others.sorted() {
            guard let provider = settings.providers[name] else { continue }
            if let why = facts.unusable[name] {
                note("\(name) is out: \(why)")
                continue
            }
            guard let model = anyModel(of: name, provider) else {
                note("no model of \(name) is named")
                continue
            }
            return choice(
                ModelName(provider: name, model: model),
                "no model of the chain can be asked, \(name) can")
        }
        return nil
    }

    private func anyModel(of name: String, _ provider: ProviderSettings) -> String? {
        if provider.wire == .replay || provider.wire == .command { return "any" }
        if let known = facts.knownModels[name] { return known }
        let aliased = settings.modelAliases.sorted { $0.key < $1.key }.lazy.compactMap { alias in
            try? ModelName.resolve(alias.key, in: settings)
        }
        return aliased.first { $0.provider == name }?.model
    }

    /// The tier, then the stronger ones, then the weaker ones from the top.
    private func order(from start: Complexity) -> [Complexity] {
        Complexity.allCases.filter { $0 >= start }
            + Complexity.allCases.filter { $0 < start }.reversed()
    }

    /// The models of a chain that can be asked, in order; the reasons of the others are kept.
    private mutating func usable(_ chain: [String]) -> [ModelName] {
        var models: [ModelName] = []
        for text in chain {
            do {
                let model = try ModelName.resolve(text, in: settings)
                if let why = facts.unusable[model.provider] {
                    note("\(model.provider) is out: \(why)")
                } else if settings.providers[model.provider] == nil {
                    note("\(text) skipped, \(model.provider) is not configured")
                } else if !models.contains(model) {
                    models.append(model)
                }
            } catch {
                note("\(error)")
            }
        }
        return models
    }

    private mutating func note(_ reason: String) {
        if !skipped.contains(reason) { skipped.append(reason) }
    }

    private func choice(_ model: ModelName, _ why: String) -> ModelChoice {
        ModelChoice(model: model, why: ([why] + skipped).joined(separator: "; "))
    }
}
