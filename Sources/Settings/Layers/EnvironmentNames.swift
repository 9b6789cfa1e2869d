/// The variables that the configuration knows.
enum EnvironmentNames {
    static let prefix = "AUTOPACK_"

    /// Ours, and no setting: tracing, and what the tests of this program use.
    static let reserved: Set<String> = [
        "AUTOPACK_TRACE", "AUTOPACK_SEED", "AUTOPACK_UPDATE_GOLDEN", "AUTOPACK_SHARED",
    ]

    /// The provider whose endpoint each replaces.
    static let endpoints = [
        "OPENAI_BASE_URL": "openai", "ANTHROPIC_BASE_URL": "anthropic",
        "GEMINI_BASE_URL": "gemini", "GLM_BASE_URL": "glm",
    ]

    /// `AUTOPACK_BUDGETS_MAX_COST_USD` and the like, for every key whose name we chose.
    static let keys: [String: KeyMatch] = Dictionary(
        KeyMatch.known.map { key in
            (prefix + key.path.joined(separator: "_").uppercased(), key)
        },
        uniquingKeysWith: { first, _ in first })
}
