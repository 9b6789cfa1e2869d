import Effects
import Git
import RunModel
import Settings

extension Session {
    /// Lays all layers of the configuration over one another.
    ///
    /// - Parameters:
    ///   - base: The commit whose `.autopack/` may tighten; nil: none does.
    ///   - flags: The command line's own.
    ///   - trust: Whether that commit is trusted; nil: as the person has said.
    func configuration(
        base: ObjectID?, flags: [FlagSetting] = [],
        trusting trust: ((ObjectID) -> Bool)? = nil
    ) throws(UserError) -> Settings.Configuration {
        var sources = try Session.userSources(world)
        sources.flags = flags
        let repository = repository
        sources.git = Session.gitSettings(
            try userGit { () throws(GitError) in try repository.configuration() })
        if let base {
            (sources.baseAutopack, sources.baseModels) = try userGit { () throws(GitError) in
                let tree = try repository.readCommit(base).tree
                return (
                    try Session.policy("autopack.yaml", tree, base, repository),
                    try Session.policy("models.yaml", tree, base, repository)
                )
            }
            if sources.baseAutopack != nil || sources.baseModels != nil {
                sources.trustsBase = trust?(base) ?? isTrusted(base)
            }
        }
        let configuration = Configuration(sources)
        // A key that `.env` adds may decide which of two variables a provider's key is in.
        guard configuration.readsDotEnv,
            let file = RootDotEnv(
                root: repository.location.workTree,
                providers: configuration.runSettings.providers, files: world.files)
        else { return configuration }
        sources.environment.merge(file.keys) { own, _ in own }
        return Configuration(sources)
    }

    /// The settings of git's own configuration that are this program's.
    static func gitSettings(_ configuration: Git.Configuration) -> [GitSetting] {
        configuration.entries(prefix: "autopack.").map { entry in
            GitSetting(key: entry.name, value: entry.value, scope: GitScope(entry.level))
        }
    }

    /// The configuration that may start a run: every error in it is said at once.
    func checkedConfiguration(
        base: ObjectID?, flags: [FlagSetting]
    ) throws(UserError) -> Settings.Configuration {
        let configuration = try configuration(base: base, flags: flags)
        try configuration.refuseErrors(flags: flags)
        for finding in configuration.findings where !output.isJSON {
            output.note("warning: \(Visible.line("\(finding)"))")
        }
        return configuration
    }

    /// The user's own files and the environment.
    static func userSources(_ world: World) throws(UserError) -> ConfigurationSources {
        let folder =
            world.environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? world.environment["HOME"].map { "\($0)/.config" }
        var sources = ConfigurationSources(environment: world.environment)
        guard let folder else { return sources }
        sources.userModels = try file("\(folder)/autopack/models.yaml", world)
        sources.userAutopack = try file("\(folder)/autopack/autopack.yaml", world)
        return sources
    }

    /// A missing file is fine; one that cannot be read is not.
    private static func file(
        _ path: String, _ world: World
    ) throws(UserError) -> ConfigurationFile? {
        do throws(FileFailure) {
            return ConfigurationFile(name: path, bytes: try world.files.read(path))
        } catch {
            guard error.code == .notFound else {
                throw UserError(
                    .environment, "unreadable_file", "cannot read \(path): \(error.detail)",
                    hint: "ls -l '\(path)'")
            }
            return nil
        }
    }

    private static func policy(
        _ name: String, _ tree: ObjectID, _ base: ObjectID, _ repository: Repository
    ) throws(GitError) -> ConfigurationFile? {
        let path = TreePath(".autopack/\(name)")
        guard let bytes = try repository.readFile(at: path, in: tree, limitBytes: 1 << 20) else {
            return nil
        }
        return ConfigurationFile(
            name: "\(repository.abbreviation(of: base)):.autopack/\(name)", bytes: bytes)
    }
}

extension Settings.Configuration {
    /// - Throws: All errors at once; those of flags are the command line's.
    func refuseErrors(flags: [FlagSetting]) throws(UserError) {
        let errors = findings.filter { $0.severity == .error }
        guard !errors.isEmpty else { return }
        let fromFlags = errors.allSatisfy { finding in
            flags.contains { "\(finding)".contains($0.flag) }
        }
        throw UserError(
            fromFlags ? .usage : .environment, "configuration",
            errors.count == 1 ? "\(errors[0])" : "the configuration is not valid",
            hint: fromFlags ? nil : "git autopack config check",
            details: errors.count == 1 ? [] : errors.map { "\($0)" })
    }
}

extension GitScope {
    fileprivate init(_ level: Git.Configuration.Level) {
        self =
            switch level {
            case .system: .system
            case .xdg, .global: .global
            case .local: .local
            case .command: .command
            }
    }
}
