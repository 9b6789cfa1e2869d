package import RunModel

/// The models that a plan may come to ask, so that only their providers are looked at.
package enum PlannedModels {
    /// The models of the chains from the easiest phase's tier on, since a phase that fails climbs,
    /// and those of the phases' own categories; in order, each once.
    ///
    /// Names that mean nothing are passed over: the choice of a model says what is wrong with them.
    package static func of(_ plan: Plan, in settings: RunSettings) -> [ModelName] {
        // A plan that is still to be drafted may have phases of every kind.
        let least = plan.phases.map(\.complexity).min() ?? .low
        let chains = settings.escalationChains
        // An agent program is its own Builder.
        let hasBuilder = plan.phases.contains {
            if case .command = $0.builder { false } else { true }
        }
        var names: [String] = []
        for tier in Complexity.allCases where tier >= least {
            names += (hasBuilder ? chains.builder[tier] : []) + chains.auditor[tier]
        }
        for category in Set(plan.phases.map(\.category)).sorted() {
            let own = settings.categoryModels[category]
            names += (hasBuilder ? own?.builder ?? [] : []) + (own?.auditor ?? [])
        }
        var models: [ModelName] = []
        for name in names {
            guard let model = try? ModelName.resolve(name, in: settings),
                settings.providers[model.provider] != nil, !models.contains(model)
            else { continue }
            models.append(model)
        }
        return models
    }
}
