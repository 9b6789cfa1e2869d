import RunModel
import Settings
import Testing

/// What a repository's `.autopack/models.yaml` may say: it only takes away.
struct RepositoryModelsTests {
    private func configuration(_ text: String, user: String = "") -> Configuration {
        Configuration(
            ConfigurationSources(
                userModels: ConfigurationFile(name: "/u/models.yaml", bytes: Array(user.utf8)),
                baseModels: ConfigurationFile(
                    name: "abc:.autopack/models.yaml", bytes: Array(text.utf8))))
    }

    private static let user = """
        providers:
          tape: {wire: replay, file: /t.yaml}
        model_aliases: {mine: glm/glm-4.6}
        escalation_chains:
          builder:
            low: {models: [mine, sonnet]}
            medium: {models: [sonnet]}
            high: {models: [sonnet]}
        """

    private func messages(_ configuration: Configuration) -> [String] {
        configuration.findings.map { "\($0.key): \($0.message)" }
    }

    @Test func `chains are reordered and shortened to the user's own models`() {
        let found = configuration(
            """
            escalation_chains:
              builder:
                low: {models: [sonnet, glm/glm-4.6]}
                medium: {models: [tape/any]}
            """, user: Self.user)
        #expect(messages(found) == [])
        #expect(found.runSettings.escalationChains.builder.low == ["sonnet", "glm/glm-4.6"])
        #expect(found.runSettings.escalationChains.builder.medium == ["tape/any"])
        #expect(found.runSettings.escalationChains.builder.high == ["sonnet"])
        #expect(
            found.entries.first { $0.key == "escalation_chains.builder.low.models" }
                .map { "\($0.origin)" }?.hasPrefix("abc:.autopack/models.yaml:") == true)
    }

    @Test func `a model that the user does not have is passed over, and never leaves nobody`() {
        let found = configuration(
            """
            escalation_chains:
              builder:
                low: {models: [openai/dear, mine]}
                high: {models: [openai/dear]}
            """, user: Self.user)
        #expect(found.runSettings.escalationChains.builder.low == ["mine"])
        #expect(found.runSettings.escalationChains.builder.high == ["sonnet"])
        #expect(
            messages(found) == [
                "escalation_chains.builder.low.models: 'openai/dear' is in no chain of yours;"
                    + " passed over",
                "escalation_chains.builder.high.models: 'openai/dear' is in no chain of yours;"
                    + " passed over",
                "escalation_chains.builder.high.models: leaves nobody to ask; passed over",
            ])
        #expect(!found.hasErrors)
    }

    @Test func `providers are routed around, and unknown ones are named`() {
        let found = configuration("disabled_providers: [glm, gml]\n", user: Self.user)
        #expect(found.runSettings.disabledProviders == ["glm"])
        #expect(messages(found) == ["disabled_providers: there is no provider 'gml'"])
        #expect(found.findings.first?.nearest == "glm")
        let more = configuration(
            "disabled_providers: [openai]\n", user: "disabled_providers: [glm]\n")
        #expect(more.runSettings.disabledProviders == ["glm", "openai"])
    }

    @Test(
        arguments: [
            "providers: {x: {wire: replay, file: /x}}", "prices: {}", "model_aliases: {mine: a/b}",
            "doctor_models: {cheap: a/b}", "core_maintenance: {allow: ['**']}",
            "provider_quotas: {}", "builders: {}", "checks: []", "capabilities: {}",
        ])
    func `everything else is refused by its key`(text: String) {
        let found = configuration(text, user: Self.user)
        let plain = configuration("", user: Self.user)
        #expect(found.runSettings == plain.runSettings)
        let key = text.prefix { $0 != ":" }
        #expect(messages(found) == ["\(key): may not be set by a repository; passed over"])
    }

    @Test func `what is no YAML is a warning`() {
        let found = configuration("a: [", user: Self.user)
        #expect(!found.hasErrors && found.findings.count == 1)
    }

    @Test func `a repository's chain does not count as the user's own`() {
        let found = configuration("escalation_chains: {builder: {low: {models: [sonnet]}}}")
        #expect(!found.hasOwnChains)
        #expect(found.runSettings.escalationChains.builder.low == ["sonnet"])
    }

    @Test func `maintenance of a run under way has the same bounds`() {
        let settings = configuration("", user: Self.user).runSettings
        let models = RepositoryModels(
            Array(
                """
                providers: {x: {wire: replay, file: /x}}
                disabled_providers: [glm]
                escalation_chains: {builder: {low: {models: [sonnet, openai/dear]}}}
                """.utf8), name: "m.yaml", over: settings)
        #expect(models.settings.disabledProviders == ["glm"])
        #expect(models.disabled == ["glm"])
        #expect(models.settings.escalationChains.builder.low == ["sonnet"])
        #expect(models.settings.providers == settings.providers)
        #expect(
            models.changed == [
                "escalation_chains.builder.low: mine, sonnet → sonnet", "disabled_providers: glm",
            ])
        #expect(
            models.findings.map(\.key).sorted() == [
                "escalation_chains.builder.low.models", "providers",
            ])
        let again = RepositoryModels(
            Array("disabled_providers: [glm]\n".utf8), name: "m.yaml", over: models.settings)
        #expect(again.changed == [] && again.disabled == [])
    }
}
