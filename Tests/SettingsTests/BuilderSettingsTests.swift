import RunModel
import Settings
import Testing

struct BuilderSettingsTests {
    private func read(_ text: String) -> Configuration {
        Configuration(
            ConfigurationSources(
                userAutopack: ConfigurationFile(
                    name: "/u/autopack.yaml", bytes: Array(text.utf8))))
    }

    @Test func `the known agents are there with nothing configured`() throws {
        let builders = Configuration(ConfigurationSources()).runSettings.builders
        #expect(
            builders.keys.sorted() == ["aider", "claude", "codex", "gemini", "mini", "opencode"])
        for (name, builder) in builders {
            #expect(builder.command.first == name)
            let hasPlace = builder.command.contains { $0.contains(BuilderSettings.placeholder) }
            #expect(hasPlace == (builder.prompt != .stdin), "\(name)")
            #expect(builder.timeoutSeconds == 1800 && builder.network && !builder.state.isEmpty)
        }
        #expect(builders["claude"]?.output == .claudeJSON)
        #expect(builders["codex"]?.output == .codexJSONLines)
    }

    @Test func `each key has its effect, and a known agent keeps the rest`() throws {
        let configuration = read(
            """
            builders:
              own:
                command: [/opt/own/agent, --task, "{prompt}"]
                prompt: argument
                env: [OWN_KEY, MODE=fast]
                state: [~/.own, ~/.config/own.yaml]
                leftovers: [".own*"]
                timeout: 5m
                output: codex-jsonl
                network: false
              claude: {timeout: 1h}
            """)
        #expect(configuration.findings == [])
        let builders = configuration.runSettings.builders
        #expect(
            builders["own"]
                == BuilderSettings(
                    command: ["/opt/own/agent", "--task", "{prompt}"], prompt: .argument,
                    environment: ["OWN_KEY", "MODE=fast"],
                    state: ["~/.own", "~/.config/own.yaml"], leftovers: [".own*"],
                    timeoutSeconds: 300, output: .codexJSONLines, network: false))
        #expect(builders["claude"]?.timeoutSeconds == 3600)
        #expect(builders["claude"]?.command.first == "claude")
    }

    @Test func `what is wrong is named, with what is legal`() {
        let configuration = read(
            """
            builders:
              none: {timeout: 5m}
              relative: {command: [bin/agent]}
              bad:
                command: [a]
                prompt: pipe
                env: [1X, "A-B=c"]
                state: [.x, /etc, ~/../x, "~"]
                outptu: text
              "a b": {command: [a]}
            """)
        #expect(
            configuration.findings.map { "\($0.key): \($0.message)" }.sorted() == [
                "builders.\"a b\": 'a b' is not a name",
                "builders.bad.env[0]: the value is not a variable's name",
                "builders.bad.env[1]: the value is not a variable's name",
                "builders.bad.outptu: unknown key",
                "builders.bad.prompt: 'pipe' is not a word for this",
                "builders.bad.state[0]: '.x' is not a path below the home folder",
                "builders.bad.state[1]: '/etc' is not a path below the home folder",
                "builders.bad.state[2]: '~/../x' is not a path below the home folder",
                "builders.bad.state[3]: '~' is not a path below the home folder",
                "builders.none: has no command",
                "builders.relative.command: 'bin/agent' is a relative path",
            ])
    }
}
