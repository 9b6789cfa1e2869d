import RunModel

/// One choice under way; it gathers what it passes over.
struct Selection {
    let facts: SelectionFacts
    let settings: RunSettings
    private var passed: [Passed] = []
    /// Providers that were passed over since they are disabled in this run.
    private(set) var disabled: Set<String> = []

    /// What was not chosen: a provider or a model, and why.
    private struct Passed: Hashable {
        var name: String
        var why: String
    }

    private let reach: Reach

    init(_ ladder: Ladder, facts: SelectionFacts, settings: RunSettings) {
        self.facts = facts
        self.settings = settings
        reach = ladder.reach(settings)
    }

    /// Why each was passed over, as `glm (no key in GLM_API_KEY)`.
    var reasons: [String] { passed.map { "\($0.name) (\($0.why))" } }

    // MARK: Roles

    /// The first model that has not failed this phase; where all have, the last of where it stands.
    mutating func builder(_ ladder: Ladder) -> ModelChoice? {
        let counted = facts.counted(by: settings.complexityEscalation)
        let tried =
            settings.complexityEscalation.enabled ? Set(counted.map(\.model)) : Set<String>()
        let untried: (ModelName) -> String? = { model in
            tried.contains(model.description) ? "failed this phase" : nil
        }
        for rungs in [ladder.rungs, ladder.fallback] {
            if let found = first(of: rungs, where: untried) {
                return choice(found.model, found.place + after(counted))
            }
            for rung in rungs {
                if let last = models(of: rung).last {
                    forget(last)
                    return choice(last, "last of the \(rung.name)" + after(counted))
                }
            }
        }
        return ladder.isStrict ? nil : anyProvider { _ in nil }
    }

    /// The attempt's Builder mends its own work.
    mutating func fixer(_ ladder: Ladder) -> ModelChoice? {
        if let builder = facts.builder, settings.providers[builder.provider] != nil {
            guard let obstacle = obstacle(to: builder) else {
                return choice(builder, "the attempt's builder mends its own work")
            }
            pass(obstacle)
        }
        return builder(ladder)
    }

    /// The chain of the tier first, but another vendor than the Builder's wherever one is up.
    mutating func auditor(_ ladder: Ladder) -> ModelChoice? {
        let judged = facts.auditors
        if !judged.isEmpty {
            let again: (ModelName) -> String? = { model in
                judged.contains(model) ? "has judged it already" : nil
            }
            let rungs = ladder.rungs + ladder.fallback + ladder.otherVendors
            for vendors in [Set((judged + [facts.builder].compactMap(\.self)).map(\.vendor)), []] {
                let objection: (ModelName) -> String? = { model in
                    again(model) ?? (vendors.contains(model.vendor) ? "a vendor that judged" : nil)
                }
                if let found = first(of: rungs, where: objection) {
                    return choice(found.model, "\(found.place), a second judgement")
                }
            }
        }
        if let builder = facts.builder {
            let own = "the builder's vendor"
            let another: (ModelName) -> String? = { model in
                model.vendor == builder.vendor ? own : nil
            }
            let rungs = ladder.rungs + ladder.fallback + ladder.otherVendors
            if let found = first(of: rungs, where: another) {
                return choice(
                    found.model, "\(found.place), another vendor than the builder's \(builder)")
            }
            if !ladder.isStrict, let found = anyProvider(where: another) { return found }
            passed.removeAll { $0.why == own }
            if presentProviders.count <= 1 { passed = [] }
        }
        return first(ladder)
    }

    /// The first model that can be asked at all.
    mutating func first(_ ladder: Ladder) -> ModelChoice? {
        if let found = first(of: ladder.rungs + ladder.fallback, where: { _ in nil }) {
            return choice(found.model, found.place)
        }
        return ladder.isStrict ? nil : anyProvider { _ in nil }
    }

    // MARK: Looking

    private struct Found {
        var model: ModelName
        var place: String
    }

    /// The first model of the rungs that can be asked and that nothing speaks against; those that
    /// are to be spared only after all others.
    private mutating func first(
        of rungs: [Ladder.Rung], where objection: (ModelName) -> String?
    ) -> Found? {
        for spares in [true, false] {
            for rung in rungs {
                for text in rung.models {
                    guard let model = candidate(text) else { continue }
                    if let why = objection(model) {
                        pass(Passed(name: model.description, why: why))
                        continue
                    }
                    guard let limit = limit(on: model) else {
                        return Found(model: model, place: rung.name)
                    }
                    guard spares else {
                        forget(model)
                        return Found(model: model, place: "\(rung.name), though \(limit)")
                    }
                    pass(Passed(name: model.provider, why: limit))
                }
            }
        }
        return nil
    }

    /// The models of a rung that can be asked, in order.
    private mutating func models(of rung: Ladder.Rung) -> [ModelName] {
        var models: [ModelName] = []
        for text in rung.models {
            if let model = candidate(text), !models.contains(model) { models.append(model) }
        }
        return models
    }

    /// Any provider that is there, where the chains name none of them: GLM, Anthropic, OpenAI,
    /// Gemini, then the others by name.
    private mutating func anyProvider(
        where objection: (ModelName) -> String?
    ) -> ModelChoice? {
        let others = settings.providers.keys.filter { !ProviderDefaults.names.contains($0) }
        for spares in [true, false] {
            for name in ProviderDefaults.names + others.sorted() {
                guard let provider = settings.providers[name] else { continue }
                guard let id = StandIn(facts: facts, settings: settings).model(of: name, provider)
                else {
                    pass(Passed(name: name, why: "no model of it is named"))
                    continue
                }
                let model = ModelName(provider: name, model: id)
                if let obstacle = obstacle(to: model) {
                    pass(obstacle)
                    continue
                }
                if let why = objection(model) {
                    pass(Passed(name: model.description, why: why))
                    continue
                }
                if let limit = limit(on: model), spares {
                    pass(Passed(name: name, why: limit))
                    continue
                }
                forget(model)
                guard presentProviders.count > 1 else {
                    passed = []
                    return choice(model, "the only provider there is")
                }
                return choice(model, "\(name) stands in for the models of the chains")
            }
        }
        return nil
    }

    /// The providers that are there at all, whether or not they can be asked just now.
    private var presentProviders: [String] {
        settings.providers.keys.filter { facts.absent[$0] == nil }
    }

    // MARK: One model

    /// The model that a chain's word means today; nil where it cannot be asked, with the reason
    /// kept.
    private mutating func candidate(_ text: String) -> ModelName? {
        var name = text
        var seen: Set<ModelName> = []
        while true {
            let model: ModelName
            do throws(UnknownModel) {
                model = try ModelName.resolve(name, in: settings)
            } catch {
                pass(Passed(name: text, why: error.why))
                return nil
            }
            let known = settings.withdrawals[model.description] ?? settings.withdrawals[model.model]
            if let known, !facts.today.isEmpty, known.date <= facts.today,
                seen.insert(model).inserted
            {
                pass(
                    Passed(
                        name: model.description,
                        why: "withdrawn since \(known.date), its successor is \(known.successor)"))
                name = known.successor
                continue
            }
            guard !seen.contains(model) else { return nil }
            guard let obstacle = obstacle(to: model) else { return model }
            pass(obstacle)
            return nil
        }
    }

    /// Why a model cannot be asked now.
    private mutating func obstacle(to model: ModelName) -> Passed? {
        let provider = model.provider
        guard let configured = settings.providers[provider] else {
            return Passed(name: provider, why: "not configured")
        }
        if let why = facts.absent[provider] { return Passed(name: provider, why: why) }
        if let why = reach.obstacle(to: configured) { return Passed(name: provider, why: why) }
        if let why = facts.unusable[provider] {
            disabled.insert(provider)
            return Passed(name: provider, why: why)
        }
        if let quota = settings.providerQuotas[provider] {
            let used = facts.weeklyTokens[provider] ?? 0
            if used > quota.weeklyTokenCap || facts.callTokens > quota.weeklyTokenCap - max(0, used)
            {
                return Passed(
                    name: provider,
                    why: "\(used) of its \(quota.weeklyTokenCap) tokens a week are used")
            }
        }
        if facts.refused.contains(model.description) {
            return Passed(name: model.description, why: "it refused the call")
        }
        if isTooSmall(model) {
            return Passed(name: model.description, why: "its context is too small for the prompt")
        }
        return nil
    }

    /// The model has said so, or one with as large a context has.
    ///
    /// An endpoint that finds a call too long which is far from filling its model's context takes
    /// less than the model does, and tells nothing of others.
    private func isTooSmall(_ model: ModelName) -> Bool {
        if facts.tooLong.contains(model.description) { return true }
        guard !facts.tooLong.isEmpty, let window = settings.capability(of: model).contextWindow
        else { return false }
        return facts.tooLong.contains { name in
            guard let other = try? ModelName.resolve(name, in: settings),
                let known = settings.capability(of: other).contextWindow
            else { return false }
            guard facts.callTokens == 0 || facts.callTokens > known / 2 else { return false }
            return known >= window
        }
    }

    /// Why another model is preferred while one can be asked.
    private func limit(on model: ModelName) -> String? {
        if let why = facts.downgraded[model.provider] {
            return "\(model.provider) is to be asked last: \(why)"
        }
        guard let quota = settings.providerQuotas[model.provider] else { return nil }
        let used = facts.weeklyTokens[model.provider] ?? 0
        guard Double(used) >= quota.softLimitRatio * Double(quota.weeklyTokenCap) else {
            return nil
        }
        return "\(model.provider) has used \(used) of its \(quota.weeklyTokenCap) tokens a week"
    }

    // MARK: The sentence

    private mutating func pass(_ reason: Passed) {
        if !passed.contains(reason) { passed.append(reason) }
    }

    /// What is chosen after all was not passed over.
    private mutating func forget(_ model: ModelName) {
        passed.removeAll { $0.name == model.description || $0.name == model.provider }
    }

    private func after(_ failures: [SelectionFacts.Failed]) -> String {
        guard let last = failures.last, settings.complexityEscalation.enabled else { return "" }
        let count = failures.count == 1 ? "1 failure" : "\(failures.count) failures"
        return " after \(count), the last of \(last.model)"
    }

    private func choice(_ model: ModelName, _ place: String) -> ModelChoice {
        var parts = [place]
        if let why = facts.probed[model.provider] {
            parts.append("\(model.provider) is asked again after its cool-down (\(why))")
        }
        if !passed.isEmpty {
            parts.append("passed over: \(reasons.joined(separator: ", "))")
        }
        return ModelChoice(model: model, why: parts.joined(separator: "; "))
    }
}
