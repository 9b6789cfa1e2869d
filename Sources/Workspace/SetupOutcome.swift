/// What ``Workspace/setUp(networkGranted:)`` did.
package enum SetupOutcome: Sendable, Equatable {
    /// Nothing is configured.
    case nothingToDo
    /// It was done before, for the same commands and inputs.
    case upToDate
    /// All commands ran and succeeded.
    case ran([CheckRun])
}

/// Commands that would probably prepare the workspace, for a person to put into `autopack.yaml`.
///
/// They are only ever suggested: they run programs that the repository names, with the network.
package struct SetupSuggestion: Sendable, Equatable {
    package var commands: [[String]]
    /// The files whose change makes them run again.
    package var inputs: [String]

    package init(commands: [[String]], inputs: [String]) {
        self.commands = commands
        self.inputs = inputs
    }

    /// The lines for `autopack.yaml`.
    package var configuration: String {
        let words = commands.map { "[" + $0.joined(separator: ", ") + "]" }
        return """
            workspace:
              setup: [\(words.joined(separator: ", "))]
              setup_inputs: [\(inputs.joined(separator: ", "))]
            """
    }

    /// By manifests, the most exact of each language first.
    private static let known: [(group: String, manifest: String, command: [String])] = [
        ("node", "package-lock.json", ["npm", "ci"]),
        ("node", "pnpm-lock.yaml", ["pnpm", "install", "--frozen-lockfile"]),
        ("node", "yarn.lock", ["yarn", "install", "--frozen-lockfile"]),
        ("node", "package.json", ["npm", "install"]),
        ("python", "uv.lock", ["uv", "sync", "--frozen"]),
        ("python", "poetry.lock", ["poetry", "install"]),
        ("python", "requirements.txt", ["pip", "install", "-r", "requirements.txt"]),
        ("python", "pyproject.toml", ["pip", "install", "-e", "."]),
        ("ruby", "Gemfile.lock", ["bundle", "install"]),
        ("php", "composer.lock", ["composer", "install"]),
        ("elixir", "mix.lock", ["mix", "deps.get"]),
        ("go", "go.sum", ["go", "mod", "download"]),
        ("rust", "Cargo.lock", ["cargo", "fetch", "--locked"]),
    ]

    /// Names of files at the root that say what a project depends on.
    static var manifests: [String] { known.map(\.manifest) }

    /// The suggestion for a tree, nil where it has no manifest that is known.
    ///
    /// - Parameter exists: Whether the tree has a file at its root.
    init?(where exists: (String) -> Bool) {
        var groups: Set<String> = []
        var commands: [[String]] = []
        var inputs: [String] = []
        for (group, manifest, command) in Self.known where exists(manifest) {
            guard groups.insert(group).inserted else { continue }
            commands.append(command)
            inputs.append(manifest)
        }
        guard !commands.isEmpty else { return nil }
        self.init(commands: commands, inputs: inputs)
    }
}
