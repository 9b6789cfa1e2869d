/// How far a Builder with tools may go in one attempt (`builder: agent` in a plan).
package struct AgentSettings: Hashable, Sendable, Codable {
    /// Calls of the model.
    package var maxSteps: Int
    /// Tokens of all calls; input that a provider had in its cache does not count.
    package var maxTokens: Int
    /// How often the same call may bring the same result while the tree stays as it is.
    package var maxRepeats: Int
    /// Runs of checks that the model asks for.
    package var maxChecks: Int

    package init(
        maxSteps: Int = 40, maxTokens: Int = 400_000, maxRepeats: Int = 3, maxChecks: Int = 10
    ) {
        self.maxSteps = maxSteps
        self.maxTokens = maxTokens
        self.maxRepeats = maxRepeats
        self.maxChecks = maxChecks
    }

    enum CodingKeys: String, CodingKey {
        case maxSteps = "max_steps"
        case maxTokens = "max_tokens"
        case maxRepeats = "max_repeats"
        case maxChecks = "max_checks"
    }
}

extension KeyedDecodingContainer {
    /// The settings of runs from before there were tools have none.
    func decode(_ type: AgentSettings.Type, forKey key: Key) throws -> AgentSettings {
        try decodeIfPresent(type, forKey: key) ?? AgentSettings()
    }
}
