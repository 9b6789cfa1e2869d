/// What is known of the providers that need no configuration but a key (`providers.md`).
package enum ProviderDefaults {
    /// In the order in which one stands in for another.
    package static let names = ["glm", "anthropic", "openai", "gemini"]

    /// Scheme, host and leading path; nil for others.
    package static func baseURL(of provider: String) -> String? {
        switch provider {
        case "glm": "https://api.z.ai/api/paas/v4"
        case "anthropic": "https://api.anthropic.com"
        case "openai": "https://api.openai.com/v1"
        case "gemini": "https://generativelanguage.googleapis.com"
        default: nil
        }
    }

    /// The provider that claims a bare model name; nil where none does.
    package static func claimant(of model: String) -> String? {
        let name = model.lowercased()
        if name.hasPrefix("claude-") { return "anthropic" }
        if name.hasPrefix("gemini-") { return "gemini" }
        if name.hasPrefix("glm-") { return "glm" }
        if name.hasPrefix("gpt-") { return "openai" }
        let second = name.utf8.dropFirst().first ?? 0
        return name.hasPrefix("o") && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(second)
            ? "openai" : nil
    }
}
