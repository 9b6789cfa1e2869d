import Providers
import RunModel
import Testing

/// Which model answers as the Doctor (`decisions.md`, Doctor: `doctor_models`).
struct DoctorModelsTests {
    private func settings(_ models: DoctorModels = DoctorModels()) -> RunSettings {
        var settings = RoutingScene.settings
        settings.modelAliases = ["glm": RoutingScene.glm, "sonnet": RoutingScene.sonnet]
        settings.doctorModels = models
        return settings
    }

    /// Chains of this machine's models alone, beside keys for the cloud.
    private func localChains(_ models: DoctorModels = DoctorModels()) -> RunSettings {
        var settings = settings(models)
        settings.providers["local"] = ProviderSettings(
            wire: .openAIChat, baseURL: "http://127.0.0.1:1")
        settings.escalationChains = EscalationChains(
            builder: .init(low: ["local/a"], medium: ["local/b"], high: ["local/c"]),
            auditor: .init(low: ["local/a"], medium: ["local/b"], high: ["local/c"]))
        return settings
    }

    private func choose(
        _ tier: DoctorTier, _ settings: RunSettings, unusable: [String: String] = [:]
    ) throws(NoModel) -> String {
        var facts = SelectionFacts(
            complexity: .high, category: "", unusable: unusable, knownModels: ["local": "a"])
        facts.doctor = tier
        return try ModelSelector.choose(.doctor, facts: facts, settings: settings)
            .model.description
    }

    @Test func `doctor_models are glm and sonnet`() throws {
        #expect(try choose(.cheap, settings()) == RoutingScene.glm)
        #expect(try choose(.strong, settings()) == RoutingScene.sonnet)
    }

    @Test func `doctor_models can be chosen`() throws {
        let chosen = settings(DoctorModels(cheap: RoutingScene.gemini, strong: RoutingScene.opus))
        #expect(try choose(.cheap, chosen) == RoutingScene.gemini)
        #expect(try choose(.strong, chosen) == RoutingScene.opus)
    }

    @Test func `where one of them cannot be asked the other answers, and then any`() throws {
        #expect(
            try choose(.cheap, settings(), unusable: RoutingScene.out("glm"))
                == RoutingScene.sonnet)
        #expect(
            try choose(.strong, settings(), unusable: RoutingScene.out("anthropic"))
                == RoutingScene.glm)
        let other = try choose(
            .cheap, settings(), unusable: RoutingScene.out("glm", "anthropic"))
        #expect(other.hasPrefix("gemini/") || other.hasPrefix("openai/"))
        #expect(throws: NoModel.self) {
            try choose(
                .cheap, settings(),
                unusable: RoutingScene.out("glm", "anthropic", "gemini", "openai"))
        }
    }

    @Test(arguments: DoctorTier.allCases)
    func `the built-in models go no farther than those of the chains`(tier: DoctorTier) throws {
        #expect(try choose(tier, localChains()) == "local/c", "the best of the auditor's")
        #expect(throws: NoModel.self) {
            try choose(tier, localChains(), unusable: RoutingScene.out("local"))
        }
    }

    @Test func `models that were chosen are asked, wherever they are`() throws {
        let chosen = localChains(
            DoctorModels(cheap: RoutingScene.gemini, strong: RoutingScene.opus))
        #expect(try choose(.cheap, chosen) == RoutingScene.gemini)
        #expect(try choose(.strong, chosen) == RoutingScene.opus)
    }

    @Test func `models that were chosen on this machine alone send nothing to the chains' cloud`()
        throws
    {
        var chosen = settings(DoctorModels(cheap: "local/a", strong: "local/c"))
        chosen.providers["local"] = localChains().providers["local"]
        #expect(try choose(.cheap, chosen) == "local/a")
        #expect(try choose(.strong, chosen) == "local/c")
        #expect(throws: NoModel.self) {
            try choose(.cheap, chosen, unusable: RoutingScene.out("local"))
        }
    }

    @Test func `one that was chosen on this machine does not send the other to the cloud`() throws {
        let cheap = localChains(DoctorModels(cheap: "local/a"))
        #expect(try choose(.cheap, cheap) == "local/a")
        #expect(try choose(.strong, cheap) == "local/a")
        #expect(throws: NoModel.self) {
            try choose(.strong, cheap, unusable: RoutingScene.out("local"))
        }
        let strong = localChains(DoctorModels(strong: "local/c"))
        #expect(try choose(.cheap, strong) == "local/c")
    }

    @Test func `a model counts as what it is, whatever was wanted`() {
        let settings = settings()
        for wanted in DoctorTier.allCases {
            func tier(_ model: String, _ settings: RunSettings) -> DoctorTier {
                ModelSelector.doctorTier(
                    of: RoutingScene.name(model), wanted: wanted, in: settings)
            }
            #expect(tier(RoutingScene.glm, settings) == .cheap)
            #expect(tier(RoutingScene.sonnet, settings) == .strong)
            #expect(tier(RoutingScene.gpt, settings) == wanted, "a stand-in")
            let one = self.settings(DoctorModels(cheap: "sonnet", strong: "sonnet"))
            #expect(tier(RoutingScene.sonnet, one) == wanted, "one model for both")
        }
    }
}
