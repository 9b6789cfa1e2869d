import Effects
import Providers
import RunModel

extension ProviderClient {
    /// The client of a configuration, in this world.
    ///
    /// - Parameters:
    ///   - cache: The folder of what was learned before; nil: nothing is kept.
    ///   - asked: The one provider that is asked; nil: those that the chains name.
    /// - Throws: ``UserError`` where recorded replies cannot be read.
    convenience init(
        _ settings: RunSettings, keys: KeyRing, world: World, cache: String?,
        asked: String? = nil
    ) throws(UserError) {
        let providers = settings.providers
        let memory = cache.map {
            EndpointMemory(files: world.files, path: "\($0)/endpoints.json", clock: world.clock)
        }
        var http = world.http
        if settings.offline { http = http.onThisMachineOnly }
        self.init(
            http: http, providers: providers, keys: keys.keys,
            recordings: try RunSession.recordings(settings, world, asked: asked),
            capabilities: settings.capabilities, known: memory?.facts(of: providers) ?? [],
            command: { call, _, provider async throws(ProviderFailure) in
                let programs = CommandModel(
                    processes: world.processes, environment: world.environment,
                    workingDirectory: ProviderClient.folderOfPrograms(world))
                return try await programs.send(call, provider: provider)
            },
            learn: { memory?.keep($0, of: providers) })
    }

    /// Where programs that are asked start: a folder with nothing of the user's in it, since an
    /// agent looks around where it is.
    private static func folderOfPrograms(_ world: World) -> String {
        let cache =
            world.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? world.environment["HOME"].map { "\($0)/.cache" } ?? "/tmp"
        let folder = "\(cache)/autopack/programs"
        let text = "Programs that git autopack asks for replies are started here.\n"
        // Where it cannot be made, starting the program says so.
        try? world.files.write("\(folder)/README", Array(text.utf8))
        return folder
    }
}
