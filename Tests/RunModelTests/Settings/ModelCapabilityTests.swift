import RunModel
import Testing

struct ModelCapabilityTests {
    @Test(
        arguments: [
            ("gpt-5*", "gpt-5", true), ("gpt-5*", "GPT-5-mini", true), ("gpt-5*", "xgpt-5", false),
            ("*", "", true), ("", "", true), ("", "a", false), ("a?c", "abc", true),
            ("a?c", "ac", false), ("*-pro*", "o1-pro-2025", true), ("*-pro", "o1-pro-x", false),
            ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("o[1-9]*", "o3", true),
            ("o[1-9]*", "ollama", false), ("o[1-9]*", "o0", false), ("[x", "[x", true),
            ("openai/*", "openai/gpt-5", true),
            ("*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ])
    func `patterns stand for whole names`(pattern: String, name: String, matches: Bool) {
        #expect(ModelPattern(pattern).matches(name) == matches)
    }

    @Test func `a later rule counts more, member by member`() {
        let rules = [
            CapabilityRule(models: "gpt-*", schema: .jsonObject, maxOutput: 1),
            CapabilityRule(models: "gpt-5*", outputCap: .maxCompletionTokens, maxOutput: 2),
            CapabilityRule(models: "other/gpt-5", tools: ToolSupport.none),
        ]
        func capability(_ provider: String, _ model: String) -> ModelCapability {
            ModelCapability(of: .openAIChat, provider: provider, model: model, rules: rules)
        }
        let five = capability("openai", "gpt-5")
        #expect(five.maxOutput == 2 && five.outputCap == .maxCompletionTokens)
        #expect(five.schema == .jsonObject && five.tools == .forced)
        #expect(capability("other", "gpt-5").tools == .none)
        #expect(capability("router", "openai/gpt-5").maxOutput == 2)
        #expect(capability("openai", "gpt-4").maxOutput == 1)
        let unknown = capability("openai", "x")
        #expect(unknown == ModelCapability(of: .openAIChat) && unknown.maxOutput == nil)
    }

    @Test func `settings from before there were rules have none`() throws {
        let settings = RunSettings(capabilities: [CapabilityRule(models: "*", maxOutput: 9)])
        let bytes = try CanonicalJSON.encode(settings)
        #expect(try CanonicalJSON.decode(RunSettings.self, from: bytes) == settings)
        var members = try #require(try JSON(parsing: bytes).object)
        members["capabilities"] = nil
        let older = try CanonicalJSON.decode(RunSettings.self, from: JSON.object(members).bytes)
        #expect(older == RunSettings())
    }
}
