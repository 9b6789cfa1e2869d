import RunModel

/// The model of a provider that no chain in force names.
struct StandIn {
    let facts: SelectionFacts
    let settings: RunSettings

    /// One that it is known to have, else the first that any chain names from the phase's
    /// complexity up, else the cheapest of its families.
    func model(of name: String, _ provider: ProviderSettings) -> String? {
        if provider.wire == .replay || provider.wire == .command { return "any" }
        if let known = facts.knownModels[name] { return known }
        let chains = settings.escalationChains
        let tiers = Complexity.allCases
        let order = tiers.filter { $0 >= facts.complexity } + tiers.filter { $0 < facts.complexity }
        for chain in order.flatMap({ [chains.builder[$0], chains.auditor[$0]] }) {
            for text in chain {
                if let model = try? ModelName.resolve(text, in: settings), model.provider == name {
                    return model.model
                }
            }
        }
        return cheapestFamily(of: name)
    }

    private func cheapestFamily(of provider: String) -> String? {
        let models = settings.modelAliases.keys.sorted().compactMap { alias in
            try? ModelName.resolve(alias, in: settings)
        }
        func price(_ model: ModelName) -> Double {
            Pricing.price(of: model, in: settings)?.output ?? .infinity
        }
        return models.filter { $0.provider == provider }.min { price($0) < price($1) }?.model
    }
}
