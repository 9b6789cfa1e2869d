import RunModel

/// The models that a role may be played by, the ones to be tried first on the lowest rung.
struct Ladder {
    struct Rung {
        /// As in "low tier of the builder chain".
        var name: String
        var models: [String]
    }

    /// From where the phase stands upwards: a rung whose models have all failed is left.
    var rungs: [Rung]
    /// What stands in where none of them can be asked.
    var fallback: [Rung]
    /// Further models for an Auditor of another vendor.
    var otherVendors: [Rung]
    /// The rungs whose models say how far away one may be asked; empty: its own.
    private var reachedLike: [Rung] = []
    /// Nothing weaker may stand in.
    var isStrict: Bool
    /// Where the phase stands, to say so.
    var tier: Complexity

    init(_ role: Role, facts: SelectionFacts, settings: RunSettings) {
        let builder = Ladder.tiers(of: settings.escalationChains.builder, "builder chain")
        let auditor = Ladder.tiers(of: settings.escalationChains.auditor, "auditor chain")
        let audits = role == .auditor || role == .doctor
        let chain = audits ? auditor : builder
        isStrict = false
        fallback = []
        otherVendors = []
        if role == .doctor, let wanted = facts.doctor {
            tier = .high
            let (cheap, strong) = (
                Rung(name: "cheap doctor", models: [settings.doctorModels.cheap]),
                Rung(name: "strong doctor", models: [settings.doctorModels.strong])
            )
            rungs = wanted == .cheap ? [cheap] : [strong]
            // Where neither is there, the models that judge the run's work stand in.
            fallback =
                (wanted == .cheap ? [strong] : [cheap])
                + Complexity.allCases.reversed().compactMap { auditor[$0] }
            // A model that nobody named is asked no farther away than those that somebody did.
            let chosen = settings.doctorModels.chosen
            reachedLike = [Rung(name: "chosen doctors", models: chosen)]
            if chosen.count < 2 {
                reachedLike += Complexity.allCases.compactMap { builder[$0] }
            }
            return
        }
        let policy = settings.routingPolicies[facts.category]
        tier =
            role == .planner || role == .doctor
            ? .high : Ladder.tier(policy, facts: facts, settings: settings)
        let models = settings.categoryModels[facts.category]
        let own = (audits ? models?.auditor : models?.builder) ?? []
        let ownRung = Rung(name: "models of category \(facts.category)", models: own)
        let usesCategory = role != .planner && role != .doctor

        if usesCategory, policy?.strategy == .bestFirst {
            let best = Ladder.best(
                own.isEmpty ? nil : ownRung, chain, besides: role == .auditor ? builder : nil,
                facts: facts, settings: settings)
            rungs = best.map { [$0] } ?? []
            isStrict = best != nil
            return
        }
        let (start, tiers) = (tier, Complexity.allCases)
        let order = tiers.filter { $0 >= start } + tiers.filter { $0 < start }.reversed()
        rungs = tiers.filter { $0 >= start }.compactMap { chain[$0] }
        fallback = tiers.filter { $0 < start }.reversed().compactMap { chain[$0] }
        if usesCategory, !own.isEmpty {
            fallback = rungs + fallback
            rungs = [ownRung]
        }
        if role == .auditor { otherVendors = order.compactMap { builder[$0] } }
    }

    /// How far away its own models are: what is sent to them is sent no farther unasked, nor paid
    /// for, even where none of them can be asked.
    func reach(_ settings: RunSettings) -> Reach {
        let like = reachedLike.isEmpty ? rungs + fallback : reachedLike
        let providers = like.flatMap(\.models).map { name in
            (try? ModelName.resolve(name, in: settings)).flatMap { settings.providers[$0.provider] }
        }
        guard !providers.isEmpty else { return .anywhere }
        if providers.allSatisfy({ $0?.wire == .replay }) { return .recorded }
        return providers.allSatisfy { $0?.isLocal == true } ? .thisMachine : .anywhere
    }

    /// Where a phase stands after its failures.
    private static func tier(
        _ policy: RoutingPolicy?, facts: SelectionFacts, settings: RunSettings
    ) -> Complexity {
        var escalation = settings.complexityEscalation
        if let policy, policy.strategy == .progressive {
            escalation.lowToMedium = policy.escalateAfter
            escalation.mediumToHigh = policy.escalateAfter
        }
        return ModelSelector.tier(
            from: policy?.strategy == .cheapFirst ? .low : facts.complexity,
            failures: facts.counted(by: escalation).count, escalation: escalation)
    }

    /// The strongest rung that has a model this user has at all.
    ///
    /// What is merely down, or out of quota, stays the quality class: only what was never there
    /// moves it. Nil where the user has no model of the chains.
    private static func best(
        _ own: Rung?, _ chain: [Complexity: Rung], besides: [Complexity: Rung]?,
        facts: SelectionFacts, settings: RunSettings
    ) -> Rung? {
        if let own { return own }
        for tier in Complexity.allCases.reversed() {
            guard var rung = chain[tier] else { continue }
            rung.models += besides?[tier]?.models ?? []
            let isThere = rung.models.contains { text in
                guard let model = try? ModelName.resolve(text, in: settings) else { return false }
                return settings.providers[model.provider] != nil
                    && facts.absent[model.provider] == nil
            }
            if isThere { return rung }
        }
        return nil
    }

    private static func tiers(
        of chain: EscalationChains.Tiers, _ name: String
    ) -> [Complexity: Rung] {
        var rungs: [Complexity: Rung] = [:]
        for tier in Complexity.allCases where !chain[tier].isEmpty {
            rungs[tier] = Rung(name: "\(tier.rawValue) tier of the \(name)", models: chain[tier])
        }
        return rungs
    }
}

extension SelectionFacts {
    /// The failures of the kinds that count.
    func counted(by escalation: ComplexityEscalation) -> [Failed] {
        failures.filter { escalation.failureTypes.contains($0.failureClass) }
    }
}

/// Where the models of a ladder are.
enum Reach {
    /// Recorded replies alone.
    case recorded
    case thisMachine
    case anywhere

    /// Why a provider is out of reach; nil: it is not.
    func obstacle(to provider: ProviderSettings) -> String? {
        switch self {
        case .recorded where provider.wire != .replay: "the chain names recorded replies alone"
        case .thisMachine where !provider.isLocal: "the chain names models of this machine alone"
        case .recorded, .thisMachine, .anywhere: nil
        }
    }
}
