import Providers
import RunModel
import Testing

private typealias Scene = RoutingScene

struct ModelSelectorTests {
    private let settings = RoutingScene.settings

    private func choose(
        _ role: Role, _ facts: SelectionFacts, _ settings: RunSettings? = nil
    ) throws -> ModelChoice {
        try ModelSelector.choose(role, facts: facts, settings: settings ?? self.settings)
    }

    // MARK: Escalation

    @Test(
        arguments: [
            (Complexity.low, 0, Complexity.low), (.low, 1, .low), (.low, 2, .medium),
            (.low, 3, .medium), (.low, 4, .high), (.low, 9, .high), (.medium, 1, .medium),
            (.medium, 2, .high), (.high, 0, .high),
        ])
    func `each tier lasts its threshold`(start: Complexity, failures: Int, tier: Complexity) {
        let found = ModelSelector.tier(
            from: start, failures: failures, escalation: ComplexityEscalation())
        #expect(found == tier)
    }

    @Test(
        arguments: [
            ([], Scene.glm), ([Scene.glm], Scene.gemini),
            ([Scene.glm, Scene.gemini], Scene.sonnet),
            ([Scene.glm, Scene.gemini, Scene.sonnet], Scene.gpt),
            ([Scene.glm, Scene.gemini, Scene.sonnet, Scene.gpt], Scene.gpt),
            ([Scene.glm, Scene.gemini, Scene.sonnet, Scene.gpt, Scene.gpt], Scene.gpt),
        ])
    func `a builder that failed is passed over while an untried one remains`(
        failed: [String], model: String
    ) throws {
        var facts = SelectionFacts(complexity: .low)
        facts.failures = failed.map { .init(model: $0, failureClass: .checks) }
        let choice = try choose(.builder, facts)
        #expect(choice.model.description == model)
        if let last = failed.last { #expect(choice.why.contains("the last of \(last)")) }
    }

    @Test func `a tier whose models have all failed is left before its threshold`() throws {
        var facts = SelectionFacts(complexity: .low, absent: Scene.out("gemini", "anthropic"))
        #expect(try choose(.builder, facts).model.description == Scene.glm)
        facts.failures = Scene.failed(Scene.glm)
        #expect(try choose(.builder, facts).model.description == Scene.gpt)
        facts.absent = Scene.out("gemini", "anthropic", "openai")
        let last = try choose(.builder, facts)
        #expect(last.model.description == Scene.glm, "the last one stays")
        #expect(last.why.hasPrefix("last of the low tier of the builder chain after 1 failure"))
    }

    @Test(arguments: FailureClass.allCases)
    func `only the kinds of failures that are the code's count`(kind: FailureClass) throws {
        var facts = SelectionFacts(complexity: .low)
        facts.failures = (0..<2).map { _ in .init(model: Scene.glm, failureClass: kind) }
        let counts = [FailureClass.auditor, .checks, .patch].contains(kind)
        let model = try choose(.builder, facts).model.description
        #expect(model == (counts ? Scene.gemini : Scene.glm))
    }

    @Test func `without escalation the first stays`() throws {
        var settings = settings
        settings.complexityEscalation.enabled = false
        var facts = SelectionFacts(complexity: .low)
        facts.failures = Scene.failed(Scene.glm, Scene.glm, Scene.glm, Scene.glm)
        #expect(try choose(.builder, facts, settings).model.description == Scene.glm)
    }

    // MARK: Policies

    @Test(
        arguments: [
            // The strongest from the start, and nothing weaker for the failures.
            ("security_auth_change", Complexity.low, 0, Scene.sonnet),
            ("security_auth_change", .low, 1, Scene.gpt),
            ("schema_contract_change_destructive", .medium, 0, Scene.sonnet),
            // As the phase's complexity says, up after as many attempts as the policy says.
            ("core_backend_high", .low, 0, Scene.glm), ("core_backend_high", .low, 1, Scene.sonnet),
            // The cheap ones first, whatever the complexity.
            ("docs", .high, 0, Scene.glm), ("tests", .medium, 0, Scene.glm),
            ("docs", .high, 1, Scene.gemini),
            // No policy.
            ("general", .medium, 0, Scene.gemini), ("general", .high, 0, Scene.sonnet),
        ])
    func `a category's policy says where a phase begins and how fast it goes up`(
        category: String, complexity: Complexity, failures: Int, model: String
    ) throws {
        var settings = settings
        settings.routingPolicies["core_backend_high"]?.escalateAfter = 1
        var facts = SelectionFacts(complexity: complexity, category: category)
        // Each failure is of the model that is chosen there.
        for _ in 0..<failures {
            let model = try choose(.builder, facts, settings).model.description
            // `PROGRESSIVE` after one attempt passes over the whole low tier.
            facts.failures += Scene.failed(model == Scene.glm ? Scene.glm : model)
        }
        if category == "core_backend_high", failures == 1 {
            facts.failures += Scene.failed(Scene.gemini)
        }
        #expect(try choose(.builder, facts, settings).model.description == model)
    }

    @Test func `only the best has two audits`() {
        for (category, policy) in RoutingPolicy.usual {
            #expect(
                settings.audits(of: category)
                    == (policy.strategy == .bestFirst ? 2 : 1))
        }
        #expect(settings.audits(of: "general") == 1)
    }

    @Test func `only the best never falls back to another class, and says that it does not`() {
        let facts = SelectionFacts(
            complexity: .low, category: "security_auth_change",
            unusable: Scene.out("anthropic", "openai"))
        for role in [Role.builder, .auditor, .fixer] {
            do {
                let choice = try choose(role, facts)
                Issue.record("\(role): \(choice)")
            } catch let error as NoModel {
                #expect(error.strictCategory == "security_auth_change")
                #expect(error.disabled == ["anthropic", "openai"])
                #expect(error.description.hasPrefix("incident: "))
                #expect(error.description.contains("openai (down)"))
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test func `the best is the best there is, and trouble does not make it another`() throws {
        var facts = SelectionFacts(
            complexity: .low, category: "security_auth_change",
            absent: Scene.out("anthropic", "openai"))
        #expect(try choose(.builder, facts).model.description == Scene.gemini)
        facts.unusable = Scene.out("gemini")
        #expect(throws: NoModel.self) { try choose(.builder, facts) }
        var tape = settings
        tape.providers = ["tape": ProviderSettings(wire: .replay)]
        #expect(try choose(.builder, facts, tape).model.description == "tape/any")
    }

    @Test func `a category's own models stand in place of the chains`() throws {
        var settings = settings
        settings.categoryModels = [
            "docs": CategoryModels(builder: [Scene.gpt, Scene.opus], auditor: [Scene.gemini]),
            "security_auth_change": CategoryModels(builder: [Scene.opus]),
        ]
        var facts = SelectionFacts(complexity: .low, category: "docs")
        #expect(try choose(.builder, facts, settings).model.description == Scene.gpt)
        facts.failures = Scene.failed(Scene.gpt)
        #expect(try choose(.builder, facts, settings).model.description == Scene.opus)
        facts.failures = Scene.failed(Scene.gpt, Scene.opus, Scene.opus, Scene.opus)
        let last = try choose(.builder, facts, settings)
        #expect(last.model.description == Scene.opus)
        #expect(last.why.hasPrefix("last of the models of category docs"))
        facts.failures = []
        facts.builder = Scene.name(Scene.gpt)
        #expect(try choose(.auditor, facts, settings).model.description == Scene.gemini)
        facts.unusable = Scene.out("openai", "anthropic")
        #expect(try choose(.builder, facts, settings).model.description == Scene.glm)
        facts.category = "security_auth_change"
        #expect(throws: NoModel.self) { try choose(.builder, facts, settings) }
    }

    // MARK: Providers that are out

    @Test func `a provider that is out is passed over, and the sentence says why`() throws {
        let facts = SelectionFacts(complexity: .low, absent: ["glm": "no key in GLM_API_KEY"])
        let choice = try choose(.builder, facts)
        #expect(choice.model.description == Scene.gemini)
        #expect(
            choice.why == "low tier of the builder chain; passed over: glm (no key in GLM_API_KEY)")
    }

    @Test func `nobody is told of models after the one that is chosen`() throws {
        let facts = SelectionFacts(complexity: .low, unusable: Scene.out("gemini", "openai"))
        #expect(try choose(.builder, facts).why == "low tier of the builder chain")
    }

    @Test(
        arguments: [
            (Scene.out("glm"), Scene.gemini), (Scene.out("glm", "gemini"), Scene.sonnet),
            (Scene.out("glm", "gemini", "anthropic"), Scene.gpt),
        ])
    func `where a tier is out the next does the work`(out: [String: String], model: String) throws {
        let facts = SelectionFacts(complexity: .low, unusable: out)
        #expect(try choose(.builder, facts).model.description == model)
    }

    @Test func `a weaker tier does the work where nothing stronger can`() throws {
        let facts = SelectionFacts(complexity: .high, unusable: Scene.out("anthropic", "openai"))
        let choice = try choose(.builder, facts)
        #expect(choice.model.description == Scene.gemini)
        #expect(choice.why.hasPrefix("medium tier of the builder chain; passed over: anthropic"))
    }

    @Test func `providers that no chain names stand in in their order`() throws {
        var settings = settings
        settings.escalationChains = EscalationChains()
        settings.modelAliases = [
            "a-fable": "anthropic/claude-fable-5-1", "haiku": "anthropic/claude-haiku-5-5",
            "glm": Scene.glm, "gpt": Scene.gpt, "gemini": Scene.gemini,
        ]
        settings.prices = [
            "anthropic/claude-fable-5-1": Price(input: 10, output: 50),
            "anthropic/claude-haiku-5-5": Price(input: 0.1, output: 0.5),
        ]
        var facts = SelectionFacts(complexity: .low)
        var order: [String] = []
        while let model = try? choose(.builder, facts, settings).model {
            order.append(model.description)
            facts.unusable[model.provider] = "down"
        }
        #expect(order == [Scene.glm, "anthropic/claude-haiku-5-5", Scene.gpt, Scene.gemini])
    }

    @Test func `a downgraded provider is asked last`() throws {
        var facts = SelectionFacts(complexity: .low, downgraded: ["glm": "its replies are poor"])
        let choice = try choose(.builder, facts)
        #expect(choice.model.description == Scene.gemini)
        #expect(choice.why.contains("glm (glm is to be asked last: its replies are poor)"))
        facts.absent = Scene.out("gemini", "anthropic", "openai")
        #expect(try choose(.builder, facts).model.description == Scene.glm)
    }

    @Test func `a provider whose cool-down is over is asked again, and the sentence says so`()
        throws
    {
        let facts = SelectionFacts(complexity: .low, probed: ["glm": "2 errors in a row"])
        #expect(
            try choose(.builder, facts).why
                == "low tier of the builder chain; glm is asked again after its cool-down"
                + " (2 errors in a row)")
    }

    @Test func `where nothing is up the error lists the reasons`() {
        let facts = SelectionFacts(
            complexity: .low, absent: Scene.out("glm", "gemini", "anthropic"),
            unusable: Scene.out("openai"))
        do {
            let choice = try choose(.builder, facts)
            Issue.record("\(choice)")
        } catch let error as NoModel {
            #expect(error.reasons.contains("glm (down)"))
            #expect(error.disabled == ["openai"])
            #expect(error.description.hasPrefix("no model can be asked as builder: "))
        } catch {
            Issue.record(error)
        }
    }

    // MARK: Withdrawn models

    @Test(
        arguments: [
            ("2026-11-29", "anthropic/claude-sonnet-4-5"), ("2026-11-30", Scene.sonnet),
            ("2027-05-01", Scene.sonnet), ("", "anthropic/claude-sonnet-4-5"),
        ])
    func `a withdrawn model is routed around from its day on`(day: String, model: String) throws {
        var settings = settings
        settings.modelAliases = ["sonnet": Scene.sonnet]
        settings.escalationChains.builder.low = ["claude-sonnet-4-5", Scene.glm]
        settings.withdrawals = [
            "anthropic/claude-sonnet-4-5": ModelWithdrawal(date: "2026-11-30", successor: "sonnet")
        ]
        let facts = SelectionFacts(complexity: .low, today: day)
        let choice = try choose(.builder, facts, settings)
        #expect(choice.model.description == model)
        let said = "(withdrawn since 2026-11-30, its successor is sonnet)"
        #expect(choice.why.contains(said) == (model == Scene.sonnet))
    }

    @Test func `withdrawals that lead in a circle lead to the next model`() throws {
        var settings = settings
        settings.withdrawals = [
            Scene.glm: ModelWithdrawal(date: "2026-01-01", successor: "glm/glm-6"),
            "glm/glm-6": ModelWithdrawal(date: "2026-01-01", successor: Scene.glm),
        ]
        let facts = SelectionFacts(complexity: .low, today: "2026-11-21")
        #expect(try choose(.builder, facts, settings).model.description == Scene.gemini)
    }

    // MARK: Quotas

    @Test(
        arguments: [
            (0, Scene.glm), (7_999, Scene.glm), (8_000, Scene.gemini), (9_901, Scene.gemini),
            (20_000, Scene.gemini),
        ])
    func `from its soft limit on a provider is spared`(used: Int, model: String) throws {
        var settings = settings
        settings.providerQuotas = ["glm": ProviderQuota(weeklyTokenCap: 10_000)]
        let facts = SelectionFacts(
            complexity: .low, weeklyTokens: ["glm": used], callTokens: 100)
        #expect(try choose(.builder, facts, settings).model.description == model)
    }

    @Test(arguments: [(9_900, true), (9_901, false), (Int.max, false)])
    func `where no other can do the work a provider is used to its cap, and not beyond`(
        used: Int, isAsked: Bool
    ) throws {
        var settings = settings
        settings.providerQuotas = ["glm": ProviderQuota(weeklyTokenCap: 10_000)]
        let facts = SelectionFacts(
            complexity: .low, absent: Scene.out("gemini", "anthropic", "openai"),
            weeklyTokens: ["glm": used], callTokens: 100)
        guard isAsked else {
            #expect(throws: NoModel.self) { try choose(.builder, facts, settings) }
            return
        }
        let choice = try choose(.builder, facts, settings)
        #expect(choice.model.description == Scene.glm)
        #expect(choice.why.contains("though glm has used 9900 of its 10000 tokens a week"))
    }

    @Test func `a category without fallback has an incident at the cap`() throws {
        var settings = settings
        settings.providerQuotas = [
            "anthropic": ProviderQuota(weeklyTokenCap: 1000),
            "openai": ProviderQuota(weeklyTokenCap: 1000),
        ]
        var facts = SelectionFacts(
            complexity: .low, category: "security_auth_change",
            weeklyTokens: ["anthropic": 850, "openai": 100], callTokens: 100)
        #expect(try choose(.builder, facts, settings).model.description == Scene.gpt)
        facts.weeklyTokens["openai"] = 850
        #expect(try choose(.builder, facts, settings).model.description == Scene.sonnet)
        facts.weeklyTokens = ["anthropic": 950, "openai": 950]
        do {
            let choice = try choose(.builder, facts, settings)
            Issue.record("\(choice)")
        } catch let error as NoModel {
            #expect(error.description.hasPrefix("incident: "))
            #expect(error.description.contains("950 of its 1000 tokens a week are used"))
            #expect(error.disabled.isEmpty, "there is nothing to wait for")
        }
    }

    // MARK: Context

    @Test func `a prompt that is too long goes to a model with a larger context`() throws {
        let facts = SelectionFacts(complexity: .low, tooLong: [Scene.glm])
        #expect(try choose(.builder, facts).model.description == Scene.gemini)
        var settings = settings
        settings.capabilities = [
            CapabilityRule(models: "*", contextWindow: 200_000),
            CapabilityRule(models: "claude-*", contextWindow: 1_000_000),
        ]
        #expect(try choose(.builder, facts, settings).model.description == Scene.sonnet)
    }

    @Test(arguments: [(150_000, Scene.sonnet), (20_000, Scene.gemini)])
    func `an endpoint that takes less than its model does tells nothing of others`(
        callTokens: Int, expected: String
    ) throws {
        var settings = settings
        settings.capabilities = [
            CapabilityRule(models: "*", contextWindow: 200_000),
            CapabilityRule(models: "claude-*", contextWindow: 1_000_000),
        ]
        let facts = SelectionFacts(
            complexity: .low, tooLong: [Scene.glm], callTokens: callTokens)
        #expect(try choose(.builder, facts, settings).model.description == expected)
    }

    // MARK: Other roles

    @Test(
        arguments: [
            (Scene.glm, [:], Scene.gemini), (Scene.glm, Scene.out("gemini"), Scene.sonnet),
            (Scene.gemini, [:], Scene.glm),
            // The auditor's chains name no third vendor, but one is up.
            (Scene.glm, Scene.out("gemini", "anthropic"), Scene.gpt),
        ])
    func `the auditor is of another vendor wherever one is up`(
        builder: String, out: [String: String], model: String
    ) throws {
        let facts = SelectionFacts(
            complexity: .low, unusable: out, builder: Scene.name(builder))
        let choice = try choose(.auditor, facts)
        #expect(choice.model.description == model)
        #expect(choice.why.contains("another vendor than the builder's \(builder)"))
    }

    @Test func `what is sent to this machine alone is sent nowhere else`() throws {
        var settings = settings
        settings.providers["tape"] = ProviderSettings(wire: .replay)
        settings.providers["local"] = ProviderSettings(
            wire: .openAIChat, baseURL: "http://127.0.0.1:11434/v1")
        var tiers = EscalationChains.Tiers(
            low: ["tape/any", "local/small"], medium: ["tape/any"], high: ["tape/any"])
        settings.escalationChains = EscalationChains(builder: tiers, auditor: tiers)
        var facts = SelectionFacts(
            complexity: .medium, builder: ModelName(provider: "tape", model: "any"))
        // Another vendor, but not another machine.
        #expect(try choose(.auditor, facts, settings).model.description == "local/small")
        facts.unusable = ["local": "it is down"]
        #expect(try choose(.auditor, facts, settings).model.description == "tape/any")
        facts.unusable["tape"] = "it is down"
        for role in [Role.builder, .auditor, .fixer, .planner] {
            let error = #expect(throws: NoModel.self) { try choose(role, facts, settings) }
            #expect(error?.disabled.isSuperset(of: ["tape", "local"]) == true, "\(role)")
        }
        tiers.low = ["tape/any"]
        settings.escalationChains = EscalationChains(builder: tiers, auditor: tiers)
        facts.unusable = [:]
        #expect(try choose(.auditor, facts, settings).model.description == "tape/any")
        // One model of another machine in the chain, and the others of it may stand in.
        settings.escalationChains.builder.low.append(Scene.glm)
        facts.unusable["tape"] = "it is down"
        #expect(try choose(.builder, facts, settings).model.description == Scene.glm)
    }

    @Test func `the auditor of the best is of another vendor of the same class`() throws {
        let facts = SelectionFacts(
            complexity: .low, category: "security_auth_change", builder: Scene.name(Scene.sonnet))
        #expect(try choose(.auditor, facts).model.description == Scene.gpt)
        var alone = facts
        alone.unusable = Scene.out("openai")
        #expect(try choose(.auditor, alone).model.description == Scene.sonnet)
    }

    @Test func `where one vendor is all there is nothing is said of others`() throws {
        let facts = SelectionFacts(
            complexity: .low, absent: Scene.out("gemini", "anthropic", "openai"),
            builder: Scene.name(Scene.glm))
        #expect(try choose(.auditor, facts).why == "low tier of the auditor chain")
        var other = facts
        other.absent = [:]
        other.unusable = Scene.out("gemini", "anthropic", "openai")
        let choice = try choose(.auditor, other)
        #expect(choice.model.description == Scene.glm)
        #expect(choice.why.contains("passed over: gemini (down)"))
    }

    @Test func `the fixer is the attempt's builder while it is up`() throws {
        var facts = SelectionFacts(complexity: .low, builder: Scene.name(Scene.gpt))
        #expect(try choose(.fixer, facts).model.description == Scene.gpt)
        facts.unusable = Scene.out("openai")
        let other = try choose(.fixer, facts)
        #expect(other.model.description == Scene.glm)
        #expect(other.why.contains("openai (down)"))
    }

    @Test func `the planner is the strongest builder, whatever the category`() throws {
        let facts = SelectionFacts(complexity: .low, category: "docs")
        #expect(try choose(.planner, facts).model.description == Scene.sonnet)
    }

    @Test(arguments: Role.allCases)
    func `a sole provider of recorded replies answers every role`(role: Role) throws {
        var settings = settings
        settings.providers = ["tape": ProviderSettings(wire: .replay, file: "/r.yaml")]
        for builder in [nil, ModelName(provider: "tape", model: "any")] {
            let choice = try choose(
                role, SelectionFacts(complexity: .medium, builder: builder), settings)
            #expect(choice.model.description == "tape/any")
            #expect(!choice.why.contains(";"), "\(choice.why)")
        }
    }

    @Test func `a local provider answers with the model that it is known to have`() throws {
        var settings = settings
        settings.providers = [
            "local": ProviderSettings(wire: .openAIChat, baseURL: "http://[::1]:1")
        ]
        let known = SelectionFacts(complexity: .low, knownModels: ["local": "qwen"])
        #expect(try choose(.builder, known, settings).model.description == "local/qwen")
        #expect(throws: NoModel.self) {
            try choose(.builder, SelectionFacts(complexity: .low), settings)
        }
    }

    // MARK: Standing

    @Test func `providers are absent for want of a key, or offline`() {
        var settings = settings
        settings.providers["local"] = ProviderSettings(
            wire: .openAIChat, baseURL: "http://localhost:1")
        let out = ProviderStanding.absent(in: settings, keyed: ["glm", "gemini"])
        #expect(out["glm"] == nil)
        #expect(out["openai"] == "no key in OPENAI_API_KEY")
        #expect(out["local"] == nil)
        settings.offline = true
        let offline = ProviderStanding.absent(in: settings, keyed: Set(settings.providers.keys))
        #expect(offline.keys.sorted() == ["anthropic", "gemini", "glm", "openai"])
    }

    @Test func `what a run has seen says who is out, who is probed and who comes last`() {
        let now = Timestamp(milliseconds: 1_000_000)
        func state(until: Timestamp?) -> ProviderState {
            var state = ProviderState()
            state.disabled = ProviderState.Disabled(why: "w", until: until)
            return state
        }
        var last = ProviderState()
        last.downgraded = "slow"
        var facts = SelectionFacts(complexity: .low)
        facts.take(
            [
                "a": state(until: nil), "b": state(until: now.after(seconds: 1)),
                "c": state(until: now), "d": last, "e": ProviderState(),
            ], now: now)
        #expect(facts.unusable == ["a": "w", "b": "w"])
        #expect(facts.probed == ["c": "w"])
        #expect(facts.downgraded == ["d": "slow"])
    }
}
