import Effects
import Git
import Ledger
import Orchestrator
import Providers
import RunModel
import Settings

/// A run that this process holds, with all that it works with.
struct RunSession {
    let session: Session
    let ledger: RunLedger
    let command: GitCommand
    private let run: Run

    init(
        _ session: Session, ledger: RunLedger, command: GitCommand, keys: KeyRing = .empty
    ) throws(UserError) {
        self.session = session
        self.ledger = ledger
        self.command = command
        // As the run's journal records them, not today's.
        let settings = ledger.state.settings
        var world = session.world
        if settings.offline { world.http = world.http.onThisMachineOnly }
        let client = try ProviderClient(
            settings, keys: keys, world: session.world, cache: session.cacheFolder)
        let output = session.output
        var tools = Run.Tools(
            world: world, command: command, author: try session.author(),
            committer: try session.committer(), client: client,
            keyed: Set(keys.keys.keys),
            bench: WorkspaceBench(
                repository: session.repository, settings: settings, world: world,
                plan: { ledger.state.plan }),
            redactor: session.redactor,
            warn: { output.note("warning: \(Visible.line($0))") })
        tools.yamlFault = YAMLSyntax.fault
        tools.repositoryModels = { bytes, settings in
            let models = RepositoryModels(bytes, name: ".autopack/models.yaml", over: settings)
            return MaintainedModels(
                settings: models.settings, disabled: models.disabled, changed: models.changed,
                warnings: models.findings.map { "\($0)" })
        }
        run = Run(ledger: ledger, tools: tools)
    }

    /// Goes on until the run ends or waits, stopping cleanly when the person interrupts.
    func execute() async throws(UserError) {
        let watch = Interruption.watch()
        defer { watch.end() }
        do throws(RunError) {
            try await run.execute()
        } catch {
            throw UserError(error)
        }
    }

    /// Lands the run.
    func land(
        _ way: Orchestrator.Landing.Way?, onto target: RefName? = nil, newBranch: String? = nil
    ) async throws(UserError) -> RefsMoved {
        let (repository, environment) = (session.repository, session.world.environment)
        let signing = try userGit { () throws(GitError) in
            CommitSigning(
                configuration: try repository.configuration(), environment: environment)
        }
        let landing = Orchestrator.Landing(try held(), signing: signing)
        let run = run
        do throws(RunError) {
            let landed = try await landing.land(
                way, onto: target, newBranch: newBranch,
                resolve: { conflict async throws(RunError) in try await run.resolve(conflict) },
                judge: { commit async throws(RunError) in try await run.judge(commit) })
            if signing != nil, !landed.refs.isEmpty {
                session.output.note(
                    "signed, as commit.gpgSign asks: the landed commits have other ids than the"
                        + " run's")
            }
            return landed
        } catch {
            throw UserError(error)
        }
    }

    /// Takes the run's work back, or takes that back.
    func rollingBack() throws(UserError) -> RollingBack {
        RollingBack(try held())
    }

    private func held() throws(UserError) -> HeldRun { try session.held(ledger, command) }

    // MARK: Providers

    /// The recorded replies of each provider of wire `replay`.
    ///
    /// - Parameter asked: The one provider that is asked; nil: those that the chains name.
    /// - Throws: ``UserError`` where one that is asked cannot be read; others are left out.
    static func recordings(
        _ settings: RunSettings, _ world: World, asked: String?
    ) throws(UserError) -> [String: [RecordedReply]] {
        var recordings: [String: [RecordedReply]] = [:]
        let named = Set(ConfiguredModels.all(in: settings).map(\.provider))
        for (name, provider) in settings.providers where provider.wire == .replay {
            guard let file = provider.file else { continue }
            do throws(UserError) {
                recordings[name] = try InputFile.recordedReplies(file, world)
            } catch {
                guard asked.map({ $0 != name }) ?? !named.contains(name) else { throw error }
            }
        }
        return recordings
    }
}
