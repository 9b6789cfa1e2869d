/// How much of a repository a model is shown (`autopack.yaml`, context).
package struct ContextSettings: Hashable, Sendable, Codable {
    /// Tokens of a prompt that may be context, and never more than fit into the model's window.
    package var maxTokens: Int

    package init(maxTokens: Int = 30_000) { self.maxTokens = maxTokens }

    enum CodingKeys: String, CodingKey {
        case maxTokens = "max_tokens"
    }
}

extension KeyedDecodingContainer {
    /// The settings of runs from before there was such a section have none.
    func decode(_ type: ContextSettings.Type, forKey key: Key) throws -> ContextSettings {
        try decodeIfPresent(type, forKey: key) ?? ContextSettings()
    }
}
