import Effects
import Providers
import RunModel
import Settings

/// Gathers what models can be asked with: keys, and what this machine has where there are none.
struct ModelSearch {
    private let surroundings: Surroundings
    private let configuration: Settings.Configuration

    init(_ surroundings: Surroundings, _ configuration: Settings.Configuration) {
        self.surroundings = surroundings
        self.configuration = configuration
    }

    /// - Parameter names: Models named on the command line.
    /// - Throws: ``UserError`` `.waits` where only agents are there that nobody has allowed.
    func means(settings: RunSettings, names: [String]) async throws(UserError) -> RunMeans {
        var providers = ConfiguredModels.keyedProviders(in: settings)
        for name in names {
            if let model = try? ModelName.resolve(name, in: settings) {
                providers.insert(model.provider)
            }
        }
        let keys = await surroundings.keys(
            of: providers, in: configuration, settings: settings)
        var found = await FoundModels.look(
            surroundings, configuration, settings: settings, keys: keys, names: names)
        try await found.settle(surroundings, configuration)
        if let note = found.note, !surroundings.output.isQuiet {
            surroundings.output.note(Visible.line(note))
        }
        return RunMeans(settings: found.settings, keys: keys)
    }
}

/// What a run begins with: its settings, with what was found on this machine, and the keys.
struct RunMeans {
    var settings: RunSettings
    var keys: KeyRing
}

extension Session {
    /// The keys of a run's providers, as they are at hand today.
    func keys(of state: RunState) async throws(UserError) -> KeyRing {
        let surroundings = Surroundings(self)
        // Whether `.env` may be read is the user's word of today.
        let configuration = try configuration(base: nil)
        let settings = state.settings
        return await surroundings.keys(
            of: ConfiguredModels.keyedProviders(in: settings), in: configuration,
            settings: settings)
    }
}
