import Effects
import Healing
import Orchestrator
import Providers
import RunModel
import Settings

/// Looks at the providers that a plan may ask before a run begins (`decisions.md`, Provider health).
///
/// A provider that is down is routed around from the start; only where none is up does the run not
/// begin. Recorded replies and programs are looked for and not asked, so a run with them alone opens
/// no connection.
struct StartCheck {
    let surroundings: Surroundings
    let configuration: Settings.Configuration
    let means: RunMeans

    /// - Throws: ``UserError`` `.environment` where nobody can be asked; nothing was written then.
    func check(_ plan: Plan) async throws(UserError) -> StartHealth {
        let settings = means.settings
        let models = PlannedModels.of(plan, in: settings)
        var names: [String] = []
        for model in models
        where !names.contains(model.provider)
            && !settings.disabledProviders.contains(model.provider)
        { names.append(model.provider) }
        var statuses = await look(at: names, models)
        if means.settings.isAudited, !isAnyUsable(statuses) {
            // The chains' own are out: any other that is there stands in for them.
            let others = settings.providers.keys.filter {
                !names.contains($0) && !settings.disabledProviders.contains($0)
            }.sorted()
            statuses += await look(at: others, models)
            guard isAnyUsable(statuses) else { throw refusal(statuses) }
        }
        var health = health(statuses, models)
        health.checked.findings += await readiness()
        return health
    }

    /// T1, where the user wants it before each run; the checks themselves are run as its baseline.
    private func readiness() async -> [HealthFinding] {
        guard configuration.startsWithReadiness, let session = surroundings.session,
            let doctor = try? DoctorSession(surroundings.invocation)
        else { return [] }
        var facts = await doctor.facts(.start)
        facts.readiness = await Readiness(session: session, configuration: configuration)
            .facts(running: false)
        let findings = RepositoryDoctor.findings(of: facts).filter { $0.severity != .error }
        for finding in findings where !session.output.isJSON {
            session.output.note(
                "\(finding.severity.rawValue): \(Visible.line(finding.what)); \(finding.why)")
        }
        return findings.map(\.health)
    }

    private func look(at names: [String], _ models: [ModelName]) async -> [ProviderStatus] {
        var world = surroundings.world
        if means.settings.offline { world.http = world.http.onThisMachineOnly }
        let probe = ProviderProbe(
            world: world, settings: means.settings, keys: means.keys.forProbe,
            cache: surroundings.probeCache(means.settings))
        return await probe.check(names, models: models, reusing: true)
    }

    private func isAnyUsable(_ statuses: [ProviderStatus]) -> Bool {
        let unusable = ProviderStanding.absent(
            in: means.settings, keyed: Set(means.keys.keys.keys))
        return statuses.contains { $0.state == .up && unusable[$0.provider] == nil }
    }

    private func refusal(_ statuses: [ProviderStatus]) -> UserError {
        let hint = surroundings.dotEnvHint(configuration)
        let isBare = configuration.addedProviders.isEmpty
        if isBare, statuses.allSatisfy({ $0.state == .notConfigured }) {
            return NoProvider.error(hint)
        }
        let unusable = ProviderStanding.absent(
            in: means.settings, keyed: Set(means.keys.keys.keys))
        var remedies: [String] = []
        for status in statuses {
            for line in (status.remedy ?? "").split(separator: "\n").map(String.init)
            where !remedies.contains(line) { remedies.append(line) }
        }
        return UserError(
            .environment, "no_provider", "no provider that the plan could ask is up",
            hint: ((hint.map { [$0] } ?? []) + remedies.prefix(4) + ["git autopack providers check"])
                .joined(separator: "\n"),
            details: statuses.map { status in
                "\(status.provider): "
                    + (status.state == .up
                        ? unusable[status.provider] ?? status.sentence : status.sentence)
            })
    }

    // MARK: What the journal says

    private func health(_ statuses: [ProviderStatus], _ models: [ModelName]) -> StartHealth {
        let now = surroundings.world.clock.nowMilliseconds()
        var findings =
            statuses.flatMap(\.findings)
            + Withdrawal.findings(of: models, in: means.settings, nowMilliseconds: now)
        for (name, entry) in means.keys.entries.sorted(by: { $0.key < $1.key })
        where entry.source == .helper {
            findings.append(
                HealthFinding(
                    id: "key_\(name)", severity: .info,
                    what: "the key of \(name) comes from git's credential helper",
                    why: "\(entry.variable) is not set", fix: "git autopack keys forget \(name)"))
        }
        if let hint = surroundings.dotEnvHint(configuration) {
            findings.append(
                HealthFinding(
                    id: "dotenv", severity: .info, what: hint,
                    why: "a key in it may be the one that is missing", fix: RootDotEnv.remedy))
        }
        let coolDown = Int64(means.settings.providerHealth.coolDownSeconds * 1000)
        let disabled = statuses.filter { status in
            status.state == .down || status.state == .notConfigured && isProgram(status.provider)
        }.map { status in
            ProviderMoved(
                provider: status.provider, why: status.sentence,
                until: status.mayPass ? Timestamp(milliseconds: now + coolDown) : nil)
        }
        return StartHealth(
            checked: HealthChecked(ok: true, findings: findings, keys: configuration.keys),
            disabled: disabled + routedAround)
    }

    /// What configuration routes around, and where it says so.
    private var routedAround: [ProviderMoved] {
        let key = ["disabled_providers"]
        let said = configuration.entries.first { $0.path == key }
        return means.settings.disabledProviders.map { name in
            ProviderMoved(
                provider: name,
                why: "disabled_providers" + (said.map { " (\($0.origin))" } ?? ""), until: nil)
        }
    }

    /// No key keeps a program from being asked, so only an event can.
    private func isProgram(_ provider: String) -> Bool {
        means.settings.providers[provider]?.wire == .command
    }
}
