import Providers
import RunModel

/// Four vendors and the chains of the defaults, with literal names.
enum RoutingScene {
    static let settings = RunSettings(
        providers: [
            "glm": ProviderSettings(wire: .glm, keyVariable: "GLM_API_KEY"),
            "anthropic": ProviderSettings(wire: .anthropic, keyVariable: "ANTHROPIC_API_KEY"),
            "gemini": ProviderSettings(wire: .gemini, keyVariable: "GOOGLE_API_KEY"),
            "openai": ProviderSettings(wire: .openAIChat, keyVariable: "OPENAI_API_KEY"),
        ],
        escalationChains: EscalationChains(
            builder: .init(
                low: [glm, gemini, sonnet], medium: [gemini, sonnet, gpt], high: [sonnet, gpt]),
            auditor: .init(low: [glm, gemini], medium: [gemini, sonnet], high: [sonnet, opus])),
        routingPolicies: RoutingPolicy.usual)

    static let glm = "glm/glm-5.3"
    static let gemini = "gemini/gemini-2.5-pro"
    static let sonnet = "anthropic/claude-sonnet-5-5"
    static let opus = "anthropic/claude-opus-5-5"
    static let gpt = "openai/gpt-6-sol"

    static func failed(_ models: String...) -> [SelectionFacts.Failed] {
        models.map { SelectionFacts.Failed(model: $0, failureClass: .checks) }
    }

    /// The reason for each provider to be out.
    static func out(_ providers: String...) -> [String: String] {
        Dictionary(uniqueKeysWithValues: providers.map { ($0, "down") })
    }

    static func name(_ text: String) -> ModelName {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        return ModelName(provider: parts[0], model: parts[1])
    }
}
