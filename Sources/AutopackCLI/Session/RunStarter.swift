import Git
import Ledger
import Orchestrator
import Providers
import RunModel
import Settings

/// Begins a run, carries it out, and says how it ended.
struct RunStarter {
    let session: Session
    let options: RunOptions

    /// The configuration of a run that starts now.
    ///
    /// - Parameter base: The revision whose `.autopack/` may tighten; nil: `HEAD`.
    func configuration(base: String?) throws(UserError) -> Settings.Configuration {
        let repository = session.repository
        let commit = try userGit { () throws(GitError) -> ObjectID? in
            guard let base else { return try repository.head().commit }
            return try repository.resolve(base)
        }
        return try session.checkedConfiguration(base: commit, flags: options.settings)
    }

    /// The effective settings of a run, with what was found on this machine, and the keys.
    func means(_ configuration: Settings.Configuration) async throws(UserError) -> RunMeans {
        var settings = configuration.runSettings
        settings.yes = options.yes
        if options.offline { settings.offline = true }
        settings.builder = try options.builderMode(settings)
        settings.scope = try options.scopeGlobs(session)
        let names = [options.model, options.auditor].compactMap(\.self)
        if let model = options.model { settings.escalationChains.builder = .all(model) }
        if let model = options.auditor { settings.escalationChains.auditor = .all(model) }
        let means = try await ModelSearch(Surroundings(session), configuration).means(
            settings: settings, names: names + options.agentNames)
        for name in names {
            do throws(UnknownModel) {
                _ = try ModelName.resolve(name, in: means.settings)
            } catch {
                throw UserError(.usage, "unknown_model", "\(error)")
            }
        }
        try checkChains(in: means.settings)
        return means
    }

    /// A chain that names a model nobody knows is a mistake, not one model fewer.
    private func checkChains(in settings: RunSettings) throws(UserError) {
        for (key, name) in ConfiguredModels.names(in: settings) where key[0] != "doctor_models" {
            do throws(UnknownModel) {
                _ = try ModelName.resolve(name, in: settings)
            } catch {
                throw UserError(
                    .environment, "unknown_model", "\(key.joined(separator: ".")): \(error)",
                    hint: "git autopack config check")
            }
        }
    }

    /// The look at the providers before a run begins.
    func check(_ configuration: Settings.Configuration, _ means: RunMeans) -> StartCheck {
        StartCheck(
            surroundings: Surroundings(session), configuration: configuration, means: means)
    }

    /// Carries a new run out, and lands it where that is wanted.
    ///
    /// - Parameter check: Nil: the run asks nobody but recorded replies.
    func run(
        _ request: RunRequest, check: StartCheck?, landing: Orchestrator.Landing.Way?,
        onto: String?, editing: Bool = false
    ) async throws(UserError) {
        var request = request
        var session = session
        request.plan = request.plan.built(by: request.settings.builder)
        request.settings = try BuilderCheck(world: session.world).settings(
            request.settings, for: request.plan)
        let keys = check?.means.keys ?? .empty
        session.secrets = keys.secrets
        request.health = try await check?.check(request.plan)
        let forecast = PlanForecast(
            of: request.plan, settings: request.settings, keyed: Set(keys.keys.keys))
        if let warning = forecast.warning(cap: request.settings.budgets.cost.value) {
            request.health?.checked.findings.append(
                HealthFinding(
                    id: "budget", severity: .warning, what: warning,
                    why: "the run would stop half-way", fix: "git autopack run --max-cost …"))
            if !session.output.isJSON { session.output.note("warning: \(warning)") }
        }
        let command = try await session.command()
        let view = RunView(session.output, options.view)
        let context = try session.context()
        let start = RunStart(context: context, world: session.world, command: command)
        let ledger: RunLedger
        do throws(RunError) {
            ledger = try await start.begin(request, observer: view.show)
        } catch {
            throw UserError(error)
        }
        try await RunFinisher(session: session, keys: keys, view: view).finish(
            ledger, command: command, landing: landing, onto: onto, editing: editing)
    }
}

/// Carries on with a run that this process holds, and says how it ended.
struct RunFinisher {
    let session: Session
    let keys: KeyRing
    let view: RunView

    func finish(
        _ ledger: RunLedger, command: GitCommand, landing: Orchestrator.Landing.Way? = nil,
        onto: String? = nil, editing: Bool = false
    ) async throws(UserError) {
        let run = try RunSession(session, ledger: ledger, command: command, keys: keys)
        do throws(UserError) {
            try await run.execute()
            let question = PlanQuestion(session: session, ledger: ledger, view: view)
            while try question.ask(editing: editing) { try await run.execute() }
        } catch {
            // The last line is the run's, so the error comes before it.
            if session.output.isJSON { session.output.json(error.document) }
            view.end(ledger.state)
            throw session.output.isJSON ? UserError(error.status, "", "") : error
        }
        if let landing, ledger.state.status == .succeeded {
            let target = try onto.map { name throws(UserError) in
                try userGit { () throws(GitError) in try RefName.branch(name) }
            }
            let landed = try await run.land(landing, onto: target)
            if !session.output.isJSON {
                session.output.note(LandCommand.sentence(landed, ledger.state))
            }
        }
        view.end(ledger.state)
        try RunFinisher.status(of: ledger.state)
    }

    /// The exit status that a state stands for, as an error without a message: all has been said.
    static func status(of state: RunState) throws(UserError) {
        let status: ExitStatus? =
            switch (state.status, state.reason) {
            case (.failed, .environment): .environment
            case (.failed, _), (.aborted, _), (.rolledBack, _): .failed
            case (.awaitingApproval, _): .waits
            case (.paused, _): .interrupted
            default: nil
            }
        if let status { throw UserError(status, "", "") }
    }
}

extension EscalationChains.Tiers {
    /// One model for every complexity.
    static func all(_ model: String) -> EscalationChains.Tiers {
        EscalationChains.Tiers(low: [model], medium: [model], high: [model])
    }
}

/// Names that a person gives.
enum RunNames {
    static func id(_ text: String?) throws(UserError) -> RunID? {
        guard let text else { return nil }
        guard let id = RunID(text) else {
            throw UserError(
                .usage, "illegal_id",
                "the run id '\(text)' \(RunID.explain(text) ?? "is not legal")",
                hint: "legal: a-z, 0-9 and dashes, no dash first, at most 63 characters")
        }
        return id
    }

    static func phase(_ text: String) throws(UserError) -> PhaseID {
        guard let id = PhaseID(text) else {
            throw UserError(
                .usage, "illegal_id",
                "the phase '\(text)' \(PhaseID.explain(text) ?? "is not legal")")
        }
        return id
    }
}
