import Providers
import RunModel
import Testing

struct ModelNameTests {
    private let settings = RunSettings(
        providers: [
            "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:1/v1"),
            "tape": ProviderSettings(wire: .replay, file: "/r.yaml"),
        ],
        modelAliases: [
            "sonnet": "claude-sonnet-5-5", "best": "sonnet", "mine": "local/qwen/3:8b",
            "a": "b", "b": "a",
        ])

    @Test(
        arguments: [
            ("tape/any", "tape/any", "tape"), ("local/qwen/3:8b", "local/qwen/3:8b", "local"),
            ("claude-opus-4-5", "anthropic/claude-opus-4-5", "anthropic"),
            ("gpt-5", "openai/gpt-5", "openai"), ("o3-mini", "openai/o3-mini", "openai"),
            ("gemini-2.5-pro", "gemini/gemini-2.5-pro", "gemini"),
            ("glm-4.6", "glm/glm-4.6", "glm"),
            ("sonnet", "anthropic/claude-sonnet-5-5", "anthropic"),
            ("best", "anthropic/claude-sonnet-5-5", "anthropic"),
            ("mine", "local/qwen/3:8b", "local"),
            ("local/anthropic/claude-x", "local/anthropic/claude-x", "anthropic"),
        ])
    func `a name is resolved`(text: String, name: String, vendor: String) throws {
        let resolved = try ModelName.resolve(text, in: settings)
        #expect(resolved.description == name)
        #expect(resolved.vendor == vendor)
    }

    @Test(
        arguments: [
            ("sonett", "sonnet"), ("tap/any", "tape/any"), ("llama", nil), ("a", nil),
            ("tape/", nil), ("", nil),
        ] as [(String, String?)])
    func `an unknown name is refused with the nearest`(text: String, nearest: String?) {
        do {
            let name = try ModelName.resolve(text, in: settings)
            Issue.record("\(text) became \(name)")
        } catch {
            #expect(error.nearest == nearest)
            #expect(error.description.hasPrefix("model '\(text)' is unknown: "))
        }
    }
}
