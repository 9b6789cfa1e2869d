import Effects
import Git
import Providers
import RunModel
import Settings

/// Where a command runs that needs no repository: the user's configuration, and with it the
/// repository's where there is one.
struct Surroundings {
    let invocation: Invocation
    /// Nil outside of every repository, and in one that cannot be read.
    let session: Session?

    var world: World { invocation.world }
    var output: Output { invocation.output }

    init(_ invocation: Invocation) {
        self.invocation = invocation
        session = try? Session(invocation)
    }

    init(_ session: Session) {
        invocation = session.invocation
        self.session = session
    }

    /// All layers that hold here.
    func configuration() throws(UserError) -> Settings.Configuration {
        guard let session else {
            var sources = try Session.userSources(world)
            sources.git = try Session.gitSettings(
                userGit { () throws(GitError) in
                    try Git.Configuration.read(environment: world.environment)
                })
            return Configuration(sources)
        }
        let repository = session.repository
        let base = try userGit { () throws(GitError) in try repository.head().commit }
        return try session.configuration(base: base)
    }

    /// The configuration that providers may be asked with: every error in it is said at once.
    func checkedConfiguration() throws(UserError) -> Settings.Configuration {
        let configuration = try configuration()
        try configuration.refuseErrors(flags: [])
        return configuration
    }

    /// The keys of providers.
    ///
    /// - Parameter providers: Those for which the credential helper is asked; nil: all.
    func keys(
        of providers: Set<String>? = nil, in configuration: Settings.Configuration,
        settings: RunSettings
    ) async -> KeyRing {
        await KeyRing(
            for: settings.providers, dotEnv: dotEnv(configuration)?.keys ?? [:],
            asking: providers ?? Set(settings.providers.keys), world: world)
    }

    /// The `.env` of the repository, where it may be read.
    func dotEnv(_ configuration: Settings.Configuration) -> RootDotEnv? {
        configuration.readsDotEnv ? foundDotEnv(configuration) : nil
    }

    /// What a person should know of a `.env` that holds keys and is not read.
    func dotEnvHint(_ configuration: Settings.Configuration) -> String? {
        guard !configuration.readsDotEnv else { return nil }
        return foundDotEnv(configuration)?.hint(world.environment)
    }

    private func foundDotEnv(_ configuration: Settings.Configuration) -> RootDotEnv? {
        RootDotEnv(
            root: session?.repository.location.workTree,
            providers: configuration.runSettings.providers, files: world.files)
    }

    /// Answers of providers that still hold; nil where there is no place for them.
    func probeCache(_ settings: RunSettings) -> ProbeCache? {
        cacheFolder.map { folder in
            ProbeCache(
                files: world.files, path: "\(folder)/providers.json", clock: world.clock,
                holdsSeconds: settings.providerHealth.cacheSeconds)
        }
    }

    /// Where it is kept what providers answered; nil where there is no place.
    var cacheFolder: String? {
        if let session { return session.cacheFolder }
        let folder =
            world.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? world.environment["HOME"].map { "\($0)/.cache" }
        return folder.map { "\($0)/autopack" }
    }
}
