import Effects
import Providers
import RunModel
import Settings

/// The providers that a command is about, with their keys.
struct ProvidersView {
    let settings: RunSettings
    let names: [String]
    let keys: KeyRing
    let dotEnvHint: String?
    /// Agents on PATH that nobody has allowed yet.
    let offered: [String]
    private let surroundings: Surroundings

    init(
        _ invocation: Invocation, only name: String?, offline: Bool = false
    ) async throws(UserError) {
        surroundings = Surroundings(invocation)
        let configuration = try surroundings.checkedConfiguration()
        var settings = configuration.runSettings
        if offline { settings.offline = true }
        keys = await surroundings.keys(in: configuration, settings: settings)
        let found = await FoundModels.look(
            surroundings, configuration, settings: settings, keys: keys)
        settings = found.settings
        if let name { _ = try ConfiguredProvider.find(name, in: settings) }
        let known = ProviderDefaults.names.filter { settings.providers[$0] != nil }
        let others = settings.providers.keys.filter { !known.contains($0) }.sorted()
        names = name.map { [$0] } ?? known + others
        self.settings = settings
        offered = found.offered.map(\.program)
        dotEnvHint = surroundings.dotEnvHint(configuration)
    }

    /// Asks them; what is found is kept for the next start of a run.
    ///
    /// - Parameter reusing: What was found a short while ago does.
    func look(reusing: Bool = false) async -> [ProviderStatus] {
        var world = surroundings.world
        if settings.offline { world.http = world.http.onThisMachineOnly }
        let probe = ProviderProbe(
            world: world, settings: settings, keys: keys.forProbe,
            cache: surroundings.probeCache(settings))
        return await probe.check(
            names, models: ConfiguredModels.all(in: settings), reusing: reusing)
    }

    /// Says what else could be used.
    func hint() {
        guard !surroundings.output.isJSON else { return }
        if let dotEnvHint { surroundings.output.note("hint: \(Visible.line(dotEnvHint))") }
        if !offered.isEmpty {
            surroundings.output.note(
                "hint: found on PATH, and used where it is allowed: "
                    + offered.joined(separator: ", ")
                    + "; git config --global autopack.discovery.agents use")
        }
    }
}
