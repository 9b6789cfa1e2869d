import Effects
import Git
import Providers
import RunModel
import Settings

/// What is used where nobody has configured a provider (`cli.md`, Configuration): a server of models
/// on this machine, else the agents on PATH, which a person allows once.
struct FoundModels {
    /// With the providers that were found, and chains of their models where nobody chose others.
    private(set) var settings: RunSettings
    /// What is used, as a person is told; nil where nothing had to be found.
    private(set) var note: String?
    /// Agents on PATH that nobody has allowed or refused yet.
    private(set) var offered: [AgentProgram] = []

    /// Looks around where there is neither a key nor a provider that somebody configured, and for
    /// what a model's name asks for.
    ///
    /// - Parameter names: Models named on the command line; `claude/any` allows that agent.
    static func look(
        _ surroundings: Surroundings, _ configuration: Settings.Configuration,
        settings: RunSettings, keys: KeyRing, names: [String] = []
    ) async -> FoundModels {
        var found = FoundModels(settings: settings)
        let world = surroundings.world
        let wanted = Set(names.compactMap { $0.split(separator: "/").first.map(String.init) })
        let isAgentWanted = AgentProgram.known.contains { agent in
            wanted.contains(agent.provider) && settings.providers[agent.provider] == nil
        }
        for agent in isAgentWanted ? AgentProgram.installed(world) : []
        where wanted.contains(agent.provider) && settings.providers[agent.provider] == nil {
            found.settings.providers[agent.provider] = agent.settings
        }
        let isServerWanted =
            wanted.contains(LocalModelServer.provider)
            && settings.providers[LocalModelServer.provider] == nil
        let isBare = configuration.addedProviders.isEmpty && keys.keys.isEmpty
        guard isBare || isServerWanted else { return found }
        let server = await LocalModelServer.find(
            ports: configuration.discovery.ports, ollamaHost: world.environment["OLLAMA_HOST"],
            world: world)
        if let server {
            found.use(server, chains: isBare && !configuration.hasOwnChains)
        } else if isBare, !settings.offline, wanted.isEmpty {
            let agents = AgentProgram.installed(world)
            switch configuration.discovery.agents {
            case .ask: found.offered = agents
            case .use: found.use(agents, chains: !configuration.hasOwnChains)
            case .ignore: break
            }
        }
        return found
    }

    private mutating func use(_ server: LocalModelServer, chains: Bool) {
        let name = LocalModelServer.provider
        // An embedding answers no question.
        let models = server.models.filter { !$0.id.lowercased().contains("embed") }
        guard let model = models.first ?? server.models.first else { return }
        settings.providers[name] = server.settings
        if settings.modelAliases[name] == nil {
            settings.modelAliases[name] = "\(name)/\(model.id)"
        }
        if chains { choose([name]) }
        note = "using \(name)/\(model.id) at \(server.baseURL), which was found on this machine"
    }

    private mutating func use(_ agents: [AgentProgram], chains: Bool) {
        guard !agents.isEmpty else { return }
        for agent in agents { settings.providers[agent.provider] = agent.settings }
        if chains { choose(agents.map { "\($0.provider)/any" }) }
        note = "using \(agents.map(\.program).joined(separator: ", ")), found on PATH"
    }

    private mutating func choose(_ models: [String]) {
        let tiers = EscalationChains.Tiers(low: models, medium: models, high: models)
        settings.escalationChains = EscalationChains(builder: tiers, auditor: tiers)
    }

    /// Lets a person say, once, whether the agents on PATH may be used.
    ///
    /// - Throws: ``UserError`` `.waits` without a terminal, with what answers.
    mutating func settle(
        _ surroundings: Surroundings, _ configuration: Settings.Configuration
    ) async throws(UserError) {
        guard let first = offered.first else { return }
        let names = offered.map(\.program).joined(separator: ", ")
        let setting = "autopack.discovery.agents"
        guard Terminal.answers else {
            throw UserError(
                .waits, "agents_found",
                "no provider is configured and no key is at hand; on PATH there is \(names), which"
                    + " nobody has allowed to be used",
                hint: """
                    name it: --model \(first.provider)/any
                    git config --global \(setting) use, or ignore
                    """)
        }
        let isAllowed = Terminal.confirms(
            "no provider is configured; use \(names), found on PATH?", surroundings.output)
        guard let isAllowed else {
            throw UserError(
                .waits, "agents_found", "whether \(names) may be used was not answered",
                hint: "git config --global \(setting) use, or ignore")
        }
        let world = surroundings.world
        let git = UserGit(environment: world.environment, processes: world.processes)
        do throws(GitError) {
            try await git.setGlobal(setting, to: isAllowed ? "use" : "ignore")
        } catch {
            // The answer holds this time; the next start asks again.
            surroundings.output.note("warning: \(Visible.line("\(error)"))")
        }
        if isAllowed { use(offered, chains: !configuration.hasOwnChains) }
        offered = []
    }
}
