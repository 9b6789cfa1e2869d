package import RunModel

/// What holds, where each value was said, and what was wrong.
package struct Configuration: Sendable {
    /// What a run records and goes by.
    ///
    /// ``RunSettings/yes`` is the command line's to set.
    package let runSettings: RunSettings
    /// Run on every candidate, beside those of the plan.
    package let checks: [Check]
    package let transcripts: TranscriptMode
    package let retention: Retention
    package let landing: Landing
    package let display: DisplaySettings
    /// What is looked for where nothing is configured.
    package let discovery: DiscoverySettings
    /// Providers that somebody configured, beside the built-in ones.
    package let addedProviders: Set<String>
    /// Somebody said which models are asked; else the built-in chains hold.
    package let hasOwnChains: Bool
    /// Whether keys are read from `.env` in the repository's root.
    package let readsDotEnv: Bool
    /// Whether a push is refused that the `pre-push` hook could not judge.
    package let isHookStrict: Bool
    /// Whether T1 is looked at, too, before a run starts.
    package let startsWithReadiness: Bool
    /// Whether the `pre-push` hook runs the checks on what is pushed.
    package let hookRunsChecks: Bool
    /// The key variables that are known, and whether each is there; never a value.
    package let keys: [String: KeyPresence]
    /// Every effective value in the order of the files, for `config list`.
    package let entries: [ConfigurationEntry]
    /// What was wrong, in the order of the layers.
    ///
    /// A run does not start where ``hasErrors`` holds.
    package let findings: [Finding]

    package var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// The values at a key or below it; none where nothing is said there.
    package func entries(at key: ConfigurationKey) -> [ConfigurationEntry] {
        entries.filter { $0.path.starts(with: key.path) }
    }

    /// Lays the layers over one another: the built-in values, the user's files, git's configuration,
    /// the base commit's policy, the environment, the flags.
    ///
    /// A value that is wrong is passed over and noted, so that all of them are said at once. No
    /// YAML is read unless a source holds some.
    package init(_ sources: ConfigurationSources = ConfigurationSources()) {
        let shape = Shape.section(ConfigurationShape.all)
        var tree = BuiltIn.tree()
        var reader = LayerReader()
        func lay(_ layer: Node?) {
            guard var layer else { return }
            layer.renameOtherNames()
            tree = tree.overlaid(by: layer, shape: shape)
        }
        if let file = sources.userModels {
            lay(reader.file(file, ConfigurationShape.models, other: "autopack.yaml"))
        }
        if let file = sources.userAutopack {
            lay(reader.file(file, ConfigurationShape.autopack, other: "models.yaml"))
        }
        lay(reader.git(sources.git))
        let hasOwnChains = ConfigurationEntry.all(of: tree).contains { entry in
            if case .builtIn = entry.origin { return false }
            return entry.path.first == "escalation_chains"
        }
        if let file = sources.baseModels {
            let own = RepositoryModels.own((tree["providers"]?.entries ?? []).map(\.key))
            lay(reader.models(file, over: tree, own: own, isTrusted: sources.trustsBase))
        }
        if let file = sources.baseAutopack {
            lay(reader.base(file, over: tree, isTrusted: sources.trustsBase))
        }
        lay(reader.environment(sources.environment, over: tree))
        lay(reader.flags(sources.flags))

        var assembly = ConfigurationAssembly(tree)
        runSettings = assembly.runSettings()
        checks = assembly.checks()
        transcripts = assembly.word("transcripts") ?? .full
        retention = assembly.retention()
        landing = assembly.word("land", "default") ?? .fastForward
        display = DisplaySettings(
            color: assembly.word("display", "color") ?? .auto,
            progress: assembly.word("display", "progress") ?? .auto)
        discovery = assembly.discovery()
        addedProviders = RepositoryModels.own((tree["providers"]?.entries ?? []).map(\.key))
        entries = ConfigurationEntry.all(of: tree)
        self.hasOwnChains =
            hasOwnChains
            || entries.contains { entry in
                switch entry.origin {
                case .environment, .flag: entry.path.first == "escalation_chains"
                case .builtIn, .file, .git: false
                }
            }
        readsDotEnv = assembly.boolean("dotenv") ?? false
        isHookStrict = assembly.boolean("hook", "strict") ?? false
        startsWithReadiness = assembly.boolean("health", "t1") ?? false
        hookRunsChecks = assembly.boolean("hook", "t1") ?? false
        keys = KeyVariables.presence(
            of: runSettings.providers.values.compactMap(\.keyVariable),
            in: sources.environment)
        // What is missing because it was wrong has been said.
        let wrong = reader.findings.filter { $0.severity == .error }.map(\.key)
        findings =
            reader.findings
            + assembly.findings.filter { finding in
                !wrong.contains { finding.saysMissing($0) }
            }
    }
}

/// One effective value.
package struct ConfigurationEntry: Hashable, Sendable {
    package var path: [String]
    /// On one line, as YAML.
    package var value: String
    package var origin: Origin

    /// `budgets.max_cost_usd`.
    package var key: String { KeyPath.joined(path) }

    /// The leaves of a tree, in the order of the files.
    static func all(of tree: Node) -> [ConfigurationEntry] {
        func leaves(_ node: Node, _ path: [String]) -> [ConfigurationEntry] {
            if case .map(let entries) = node.content, !entries.isEmpty {
                return entries.flatMap { leaves($0.value, path + [$0.key]) }
            }
            return [ConfigurationEntry(path: path, value: node.flowText, origin: node.origin)]
        }
        return ConfigurationShape.all.keys.flatMap { key in
            tree[key.name].map { leaves($0, [key.name]) } ?? []
        }
    }
}

extension Finding {
    /// Whether this says that the key is not there.
    fileprivate func saysMissing(_ missing: String) -> Bool {
        missing.hasPrefix(key + ".")
            && message.hasPrefix("has no \(missing.dropFirst(key.count + 1))")
    }
}
