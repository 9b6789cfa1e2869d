import RunModel
import Settings
import Testing

struct CapabilityTests {
    private func capability(
        _ provider: String, _ model: String, _ configuration: Configuration = Configuration()
    ) -> ModelCapability {
        let settings = configuration.runSettings
        return ModelCapability(
            of: settings.providers[provider]?.wire ?? .openAIChat, provider: provider,
            model: model, rules: settings.capabilities)
    }

    @Test(
        arguments: [
            ("gpt-4o", OutputCap.maxTokens), ("gpt-4.1-nano", .maxTokens),
            ("gpt-5", .maxCompletionTokens), ("gpt-5-mini", .maxCompletionTokens),
            ("gpt-6.1-terra", .maxCompletionTokens), ("gpt-5-chat-latest", .maxTokens),
            ("o3-mini", .maxCompletionTokens), ("openai/o1", .maxCompletionTokens),
            ("ollama", .maxTokens), ("glm-4.6", .maxTokens), ("gpt-oss-120b", .maxTokens),
        ])
    func `the limit's name follows the model's family`(model: String, cap: OutputCap) {
        let capability = capability("openai", model)
        #expect(capability.outputCap == cap)
        #expect(capability.temperature == (cap == .maxTokens))
    }

    @Test(
        arguments: [
            ("gpt-5.1-codex-max", true), ("gpt-5-pro", true), ("o3-pro", true),
            ("o1-pro-2025", true),
            ("codex-mini-latest", true), ("o4-mini-deep-research", true), ("gpt-5", false),
            ("gpt-4o", false), ("gpt-6-sol", false),
        ])
    func `some models are on one path only`(model: String, isOnly: Bool) {
        #expect(capability("openai", model).responsesOnly == isOnly)
    }

    @Test(
        arguments: [
            ("glm", "glm-4.5", 128_000, 32_000), ("glm", "glm-4.6", 200_000, 128_000),
            ("glm", "glm-5", 200_000, 128_000), ("glm", "glm-5.3", 1_000_000, 128_000),
            ("glm", "glm-5.3-flash", 1_048_576, 128_000),
            ("gemini", "gemini-2.5-pro", 1_048_576, 65_536),
            ("gemini", "gemini-3.8-flash", 1_048_576, 65_536),
            ("gemini", "gemini-4-argon", 1_048_576, 1_048_576),
            ("anthropic", "claude-haiku-4-5", 200_000, 64_000),
            ("anthropic", "claude-sonnet-4-5-20250929", 200_000, 64_000),
            ("anthropic", "claude-opus-4-5", 200_000, 64_000),
            ("anthropic", "claude-haiku-5-5", 1_000_000, 128_000),
            ("anthropic", "claude-opus-5", 1_000_000, 128_000),
            ("anthropic", "claude-fable-5-1", 1_000_000, 128_000),
            ("openai", "gpt-4o", 128_000, 16_384), ("openai", "gpt-5", 272_000, 128_000),
            ("openai", "gpt-5-mini", 272_000, 128_000), ("openai", "gpt-5.4", 1_050_000, 128_000),
            ("openai", "gpt-5.6", 922_000, 128_000), ("openai", "gpt-6-luna", 922_000, 128_000),
            ("openai", "gpt-6.1-sol", 922_000, 128_000),
        ])
    func `limits are those of the price list's source`(
        provider: String, model: String, input: Int, output: Int
    ) {
        let capability = capability(provider, model)
        #expect(capability.contextWindow == input)
        #expect(capability.maxOutput == output)
    }

    @Test func `the user's own rules come last, and change single members`() throws {
        let text = """
            capabilities:
              "glm-*": {tools: none}
              "local/qwen*": {schema: none, max_output: 4096}
              "glm-4.6": {max_output: 7}
            """
        let configuration = Configuration(
            ConfigurationSources(
                userModels: ConfigurationFile(name: "/m.yaml", bytes: Array(text.utf8))))
        #expect(configuration.findings.isEmpty)
        let glm = capability("glm", "glm-4.6", configuration)
        #expect(glm.tools == .none && glm.schema == .jsonObject && glm.maxOutput == 7)
        let local = capability("local", "qwen3", configuration)
        #expect(local.schema == .none && local.maxOutput == 4096)
    }
}
