import ArgumentParser
import Effects
import Healing
import Orchestrator
import Providers
import RunModel

/// `git autopack health`.
struct HealthCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "health", abstract: "Say what would keep a run from starting here.",
        usage: "git autopack health [--t1] [--offline] [--json]",
        discussion: """
            T0: the repository, the person, disks, configuration, keys and providers. T1: the \
            checks and their tools, too, and work that is not committed. Exit 0: all is well; \
            1: something is found; 4: no run could start.
            """)

    @Flag(name: .customLong("t1"), help: "Run the checks on HEAD, too.")
    var readiness = false

    @Flag(help: "No provider outside of this machine is asked.")
    var offline = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let doctor = try DoctorSession(invocation)
        var facts = await doctor.facts(.health)
        var findings: [RepositoryFinding] = []
        // Where the configuration is wrong, that is told, and nobody is asked.
        if facts.configurationErrors.isEmpty {
            findings = await HealthCommand.providers(invocation, offline: offline)
        }
        // What T1 finds keeps a run from coming to anything, not from starting.
        let mayStart = !(RepositoryDoctor.findings(of: facts) + findings)
            .contains { $0.severity == .error }
        if readiness, let session = try? Session(invocation),
            let configuration = try? Surroundings(session).configuration()
        {
            facts.readiness = await Readiness(session: session, configuration: configuration)
                .facts()
        }
        findings = RepositoryDoctor.findings(of: facts) + findings
        show(findings, invocation.output)
        guard mayStart else { throw UserError(.environment, "", "") }
        if !Document(findings).ok { throw UserError(.failed, "", "") }
    }

    /// What the providers say; those that nobody has configured are no finding while another is up.
    private static func providers(
        _ invocation: Invocation, offline: Bool
    ) async -> [RepositoryFinding] {
        guard let view = try? await ProvidersView(invocation, only: nil, offline: offline) else {
            return []
        }
        let statuses = await view.look(reusing: true)
        let models = ConfiguredModels.all(in: view.settings)
        let asked = statuses.filter { $0.state == .up || $0.state == .down }
        var findings = asked.flatMap(\.findings)
        findings += Withdrawal.findings(
            of: models.filter { model in statuses.contains { $0.provider == model.provider } },
            in: view.settings, nowMilliseconds: invocation.world.clock.nowMilliseconds())
        var found = findings.map { finding in
            RepositoryFinding(
                finding.id, finding.severity, what: finding.what, why: finding.why,
                fix: finding.fix)
        }
        // Offline nobody knows whether the others are up.
        if !asked.contains(where: { $0.state == .up }), !offline || statuses.count == asked.count {
            found.append(
                RepositoryFinding(
                    "no_provider", .error, what: "no model can be asked",
                    why: "a run needs a Builder", fix: "git autopack providers check"))
        }
        return found
    }

    private func show(_ findings: [RepositoryFinding], _ output: Output) {
        guard !output.isJSON else { return output.json(Document(findings)) }
        let page = DoctorPage(output)
        page.print(findings)
        page.next(findings)
    }

    private struct Document: Encodable {
        /// No error and no warning.
        var ok: Bool
        var findings: [HealthFinding]

        init(_ findings: [RepositoryFinding]) {
            ok = findings.allSatisfy { $0.severity == .info }
            self.findings = findings.map(\.health)
        }
    }
}
