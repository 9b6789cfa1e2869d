import Git
import Ledger
package import RunModel

/// What a repository's models say of the settings of a run under way.
package struct MaintainedModels: Sendable {
    package var settings: RunSettings
    /// Providers that are routed around from now on.
    package var disabled: [String]
    /// What differs, one line each.
    package var changed: [String]
    /// What was passed over, and why.
    package var warnings: [String]

    package init(
        settings: RunSettings, disabled: [String], changed: [String], warnings: [String]
    ) {
        self.settings = settings
        self.disabled = disabled
        self.changed = changed
        self.warnings = warnings
    }
}

extension Run {
    /// The repository's own models, which maintenance may change.
    private static let modelsFile = ".autopack/models.yaml"

    /// What maintenance that a person has approved changes for the phases after it.
    ///
    /// The file only takes away (see the layers of the configuration), so what holds for the rest
    /// of the run is what the next run begins with.
    func maintained(by id: PhaseID) throws(RunError) -> [Event] {
        let state = ledger.state
        guard state.plan[id]?.category == Phase.coreMaintenance,
            let checkpoint = state[phase: id]?.checkpoint
        else { return [] }
        let (repository, commit) = (ledger.repository, try commit(checkpoint))
        let bytes = try git { () throws(GitError) -> [UInt8]? in
            let path = TreePath(Run.modelsFile)
            let made = try repository.readCommit(commit)
            let now = try repository.readFile(at: path, in: made.tree, limitBytes: 1 << 20)
            guard let parent = made.parents.first else { return now }
            let before = try repository.readFile(
                at: path, in: try repository.readCommit(parent).tree, limitBytes: 1 << 20)
            return now == before ? nil : now
        }
        guard let bytes, let models = tools.repositoryModels(bytes, state.settings) else {
            return []
        }
        for warning in models.warnings { tools.warn(warning) }
        guard !models.changed.isEmpty else { return [] }
        return [
            .settingsChanged(
                SettingsChanged(
                    settings: models.settings, who: tools.author.person, changed: models.changed))
        ]
            + models.disabled.map { name in
                .providerDisabled(
                    ProviderMoved(
                        provider: name, why: "disabled_providers (\(Run.modelsFile))", until: nil))
            }
    }
}
