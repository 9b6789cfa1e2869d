import Providers
import RunModel
import Testing

struct ModelSelectorTests {
    private let settings = RunSettings(
        providers: [
            "glm": ProviderSettings(wire: .glm, keyVariable: "GLM_API_KEY"),
            "anthropic": ProviderSettings(wire: .anthropic, keyVariable: "ANTHROPIC_API_KEY"),
            "gemini": ProviderSettings(wire: .gemini, keyVariable: "GOOGLE_API_KEY"),
            "openai": ProviderSettings(wire: .openAIChat, keyVariable: "OPENAI_API_KEY"),
        ],
        escalationChains: EscalationChains(
            builder: .init(
                low: ["glm-5.3", "gemini-2.5-pro", "claude-sonnet-5-5"],
                medium: ["gemini-2.5-pro", "claude-sonnet-5-5", "gpt-6-sol"],
                high: ["claude-sonnet-5-5", "gpt-6-sol"]),
            auditor: .init(
                low: ["glm-5.3", "gemini-2.5-pro"],
                medium: ["gemini-2.5-pro", "claude-sonnet-5-5"],
                high: ["claude-sonnet-5-5", "claude-opus-5-5"])))

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
            ([], "glm/glm-5.3"), (["glm/glm-5.3"], "gemini/gemini-2.5-pro"),
            (["glm/glm-5.3", "gemini/gemini-2.5-pro"], "anthropic/claude-sonnet-5-5"),
            (
                ["glm/glm-5.3", "gemini/gemini-2.5-pro", "anthropic/claude-sonnet-5-5"],
                "openai/gpt-6-sol"
            ),
            (
                [
                    "glm/glm-5.3", "gemini/gemini-2.5-pro", "anthropic/claude-sonnet-5-5",
                    "openai/gpt-6-sol",
                ], "openai/gpt-6-sol"
            ),
        ])
    func `a builder that failed is passed over while an untried one remains`(
        failed: [String], model: String
    ) throws {
        #expect(try builder(failed: failed).model.description == model)
    }

    @Test func `failures that are not the code's do not count`() throws {
        var facts = SelectionFacts(complexity: .low)
        facts.failures = (0..<5).map { _ in
            .init(model: "glm/glm-5.3", failureClass: .infrastructure)
        }
        let choice = try ModelSelector.choose(.builder, facts: facts, settings: settings)
        #expect(choice.model.description == "glm/glm-5.3")
    }

    @Test func `without escalation the first stays`() throws {
        var settings = settings
        settings.complexityEscalation.enabled = false
        let failed = (0..<4).map { _ in
            SelectionFacts.Failed(model: "glm/glm-5.3", failureClass: .checks)
        }
        let facts = SelectionFacts(complexity: .low, failures: failed)
        let choice = try ModelSelector.choose(.builder, facts: facts, settings: settings)
        #expect(choice.model.description == "glm/glm-5.3")
    }

    @Test func `a provider that is out is passed over, and the sentence says why`() throws {
        let choice = try builder(failed: [], unusable: ["glm": "no key in GLM_API_KEY"])
        #expect(choice.model.provider == "gemini")
        #expect(choice.why.contains("glm is out: no key in GLM_API_KEY"))
        let high = try builder(failed: [], unusable: ["glm": "x", "gemini": "x", "anthropic": "x"])
        #expect(high.model.description == "openai/gpt-6-sol")
    }

    @Test func `the auditor is of another vendor wherever one is up`() throws {
        func auditor(_ unusable: [String: String]) throws -> ModelChoice {
            let builder = ModelName(provider: "glm", model: "glm-5.3")
            let facts = SelectionFacts(complexity: .low, unusable: unusable, builder: builder)
            return try ModelSelector.choose(.auditor, facts: facts, settings: settings)
        }
        #expect(try auditor([:]).model.provider == "gemini")
        #expect(try auditor(["gemini": "x"]).model.provider == "anthropic")
        let alone = try auditor(["gemini": "x", "anthropic": "x"])
        #expect(alone.model.provider == "glm")
        #expect(alone.why.contains("no other vendor than the builder's is up"))
    }

    @Test func `the fixer is the attempt's builder while it is up`() throws {
        let builder = ModelName(provider: "openai", model: "gpt-6-sol")
        var facts = SelectionFacts(complexity: .low, builder: builder)
        #expect(try ModelSelector.choose(.fixer, facts: facts, settings: settings).model == builder)
        facts.unusable["openai"] = "quota"
        let other = try ModelSelector.choose(.fixer, facts: facts, settings: settings)
        #expect(other.model.provider == "glm")
    }

    @Test func `the planner is the strongest builder`() throws {
        let facts = SelectionFacts(complexity: .low)
        let choice = try ModelSelector.choose(.planner, facts: facts, settings: settings)
        #expect(choice.model.description == "anthropic/claude-sonnet-5-5")
    }

    @Test(arguments: Role.allCases)
    func `a sole provider of recorded replies answers every role`(role: Role) throws {
        var settings = settings
        settings.providers = ["tape": ProviderSettings(wire: .replay, file: "/r.yaml")]
        let facts = SelectionFacts(complexity: .medium)
        let choice = try ModelSelector.choose(role, facts: facts, settings: settings)
        #expect(choice.model.description == "tape/any")
        #expect(choice.why.hasPrefix("no model of the chain can be asked, tape can; "))
    }

    @Test func `a local provider answers with the model that it is known to have`() throws {
        var settings = settings
        settings.providers = [
            "local": ProviderSettings(wire: .openAIChat, baseURL: "http://[::1]:1")
        ]
        let known = SelectionFacts(complexity: .low, knownModels: ["local": "qwen"])
        let choice = try ModelSelector.choose(.builder, facts: known, settings: settings)
        #expect(choice.model.description == "local/qwen")
        #expect(throws: NoModel.self) {
            try ModelSelector.choose(
                .builder, facts: SelectionFacts(complexity: .low), settings: settings)
        }
    }

    @Test func `where nothing is up the error lists the reasons`() {
        let out = Dictionary(uniqueKeysWithValues: settings.providers.keys.map { ($0, "no key") })
        do {
            let facts = SelectionFacts(complexity: .low, unusable: out)
            _ = try ModelSelector.choose(.builder, facts: facts, settings: settings)
            Issue.record("a model was chosen")
        } catch {
            #expect(error.reasons.contains("glm is out: no key"))
            #expect(error.description.hasPrefix("no model can be asked as builder: "))
        }
    }

    @Test func `providers are out for want of a key, offline, or by the run's own word`() {
        var settings = settings
        settings.providers["local"] = ProviderSettings(
            wire: .openAIChat, baseURL: "http://localhost:1")
        let out = ProviderStanding.unusable(
            in: settings, keyed: ["glm", "anthropic", "gemini"], disabled: ["glm": "two errors"])
        #expect(out["glm"] == "two errors")
        #expect(out["openai"] == "no key in OPENAI_API_KEY")
        #expect(out["anthropic"]?.contains("not supported") == true)
        #expect(out["local"] == nil)
        settings.offline = true
        let offline = ProviderStanding.unusable(in: settings, keyed: Set(settings.providers.keys))
        #expect(offline.keys.sorted() == ["anthropic", "gemini", "glm", "openai"])
    }

    private func builder(
        failed: [String], unusable: [String: String] = [:]
    ) throws -> ModelChoice {
        let facts = SelectionFacts(
            complexity: .low,
            failures: failed.map { .init(model: $0, failureClass: .checks) }, unusable: unusable)
        return try ModelSelector.choose(.builder, facts: facts, settings: settings)
    }
}
