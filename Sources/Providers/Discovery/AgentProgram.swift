package import Effects
package import RunModel

/// A program that is an agent of its own, and can be asked as a model is.
package struct AgentProgram: Hashable, Sendable {
    /// The program, as PATH has it.
    package var program: String
    /// The name that the provider gets.
    package var provider: String
    package var settings: ProviderSettings

    init(_ program: String, provider: String, arguments: [String], output: CommandOutput) {
        self.program = program
        self.provider = provider
        settings = ProviderSettings(
            wire: .command, command: [program] + arguments, output: output)
    }

    /// Those that are known, the preferred first; each takes its prompt from standard input.
    package static let known = [
        AgentProgram(
            "claude", provider: "claude", arguments: ["-p", "--output-format", "json"],
            output: .claudeJSON),
        AgentProgram(
            "codex", provider: "codex", arguments: ["exec", "--json", "-"],
            output: .codexJSONLines),
        // The name of its API is taken.
        AgentProgram("gemini", provider: "gemini-cli", arguments: [], output: .text),
    ]

    /// Whose models an agent asks that does not say which.
    static let vendors = ["claude": "anthropic", "codex": "openai", "gemini-cli": "gemini"]

    /// Those that are installed.
    package static func installed(_ world: World) -> [AgentProgram] {
        let path = world.environment["PATH"] ?? ""
        return known.filter { world.processes.find($0.program, path) != nil }
    }
}
