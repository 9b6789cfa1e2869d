/// Nothing can be asked: what a person is told who has configured nothing yet.
enum NoProvider {
    /// - Parameter dotEnvHint: That a `.env` holds keys and is not read.
    static func error(_ dotEnvHint: String?) -> UserError {
        var ways = [
            "export ANTHROPIC_API_KEY=…, or OPENAI_API_KEY, GOOGLE_API_KEY, GLM_API_KEY;"
                + " git autopack keys set anthropic keeps one",
            "start a model server on this machine, as with: ollama serve",
            "install an agent, claude, codex or gemini, and allow it:"
                + " git config --global autopack.discovery.agents use",
        ]
        if let dotEnvHint { ways.insert(dotEnvHint, at: 0) }
        return UserError(
            .environment, "no_provider",
            "no model can be asked: there is no key, no model server on this machine and no agent"
                + " on PATH",
            hint: ways.joined(separator: "\n"))
    }
}
