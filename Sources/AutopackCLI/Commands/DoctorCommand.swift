import ArgumentParser
import Effects
import Git
import Healing
import Ledger
import Orchestrator
import RunModel

/// `git autopack doctor`.
struct DoctorCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What is wrong with this repository, and what mends it.",
        usage: """
            git autopack doctor [--json]
                   git autopack doctor --fix [ID…] [--yes] [--json]
                   git autopack doctor --undo [--json]
            """,
        discussion: """
            Free and offline. Exit 0: nothing is wrong; 1: something is; 3: a mending waits for an \
            answer. What --fix changes is kept first, and --undo puts it back.
            """)

    @Flag(help: "Mend what is safe at once, and ask for the rest.")
    var fix = false

    @Argument(help: "With --fix: only these findings, as stale_lock.")
    var ids: [String] = []

    @Flag(name: [.short, .long], help: "With --fix: yes to every question.")
    var yes = false

    @Flag(help: "Take the last mending back.")
    var undo = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        try checkUsage()
        let session = try DoctorSession(invocation)
        if undo { return try await takeBack(session) }
        let findings = RepositoryDoctor.findings(of: await session.facts())
        guard fix else { return try show(findings, invocation.output) }
        try await mend(findings, session)
    }

    private func checkUsage() throws(UserError) {
        if undo, fix || yes || !ids.isEmpty {
            throw UserError(.usage, "usage", "--undo goes with no other option but --json")
        }
        guard fix || (ids.isEmpty && !yes) else {
            throw UserError(
                .usage, "usage", yes ? "--yes goes with --fix" : "a finding is named with --fix",
                hint: "git autopack doctor --fix \(ids.joined(separator: " "))")
        }
        let known = RepositoryDoctor.rules.map(\.id)
        for id in ids where !known.contains(id) {
            let nearest = Nearest.word(to: id, among: known)
            throw UserError(
                .usage, "unknown_finding", "'\(Visible.line(id))' is the id of no finding",
                hint: nearest.map { "nearest: git autopack doctor --fix \($0)" }
                    ?? "git autopack doctor lists what was found")
        }
    }

    // MARK: Looking

    private func show(
        _ findings: [RepositoryFinding], _ output: Output
    ) throws(UserError) {
        if output.isJSON {
            output.json(Document(findings))
        } else {
            let page = DoctorPage(output)
            page.print(findings)
            page.next(findings)
        }
        if !Document(findings).ok { throw UserError(.failed, "", "") }
    }

    // MARK: Mending

    private func mend(
        _ findings: [RepositoryFinding], _ session: DoctorSession
    ) async throws(UserError) {
        let output = session.invocation.output
        let asked = findings.filter { ids.isEmpty || ids.contains($0.id) }
        let chosen = choose(asked, output)
        var outcome = Treatment.Outcome()
        if !chosen.isEmpty { outcome = try await treat(chosen, session) }
        // What is wrong now: also what a mending has brought to light.
        let left = chosen.isEmpty ? findings : RepositoryDoctor.findings(of: await session.facts())
        if output.isJSON {
            output.json(Document(left, outcome))
        } else {
            report(outcome, left, output)
        }
        let waiting = left.filter { finding in
            guard case .ask = finding.treatment else { return false }
            return (ids.isEmpty || ids.contains(finding.id)) && !outcome.hasTried(finding)
        }
        if !waiting.isEmpty, !Terminal.answers || output.isJSON, !yes {
            throw unanswered(waiting, output)
        }
        let wanted = left.filter { ids.isEmpty || ids.contains($0.id) }
        if !outcome.failed.isEmpty || !Document(wanted).ok {
            throw UserError(.failed, "", "")
        }
    }

    /// Nobody could be asked: names the flag that answers.
    private func unanswered(_ findings: [RepositoryFinding], _ output: Output) -> UserError {
        var ids: [String] = []
        for finding in findings where !ids.contains(finding.id) { ids.append(finding.id) }
        let count = Sentence.count(findings.count, "finding")
        return UserError(
            .waits, "waits",
            // With JSON the findings themselves are the result.
            output.isJSON
                ? "" : "\(count) \(findings.count == 1 ? "waits" : "wait") for an answer",
            hint: ids.prefix(3).map { "git autopack doctor --fix \($0) --yes" }
                .joined(separator: "\n"))
    }

    /// Safe ones, and those that somebody says yes to.
    private func choose(
        _ findings: [RepositoryFinding], _ output: Output
    ) -> [RepositoryFinding] {
        // Whoever lets the input end answers nothing more.
        var isAsking = Terminal.answers && !output.isJSON
        return findings.filter { finding in
            switch finding.treatment {
            case .safe: return true
            case .told: return false
            case .ask(_, let question):
                if yes { return true }
                guard isAsking else { return false }
                DoctorPage(output).ask(finding.id, finding.what)
                let answer = Terminal.confirms(Visible.line(question), output)
                isAsking = answer != nil
                return answer ?? false
            }
        }
    }

    private func treat(
        _ findings: [RepositoryFinding], _ session: DoctorSession
    ) async throws(UserError) -> Treatment.Outcome {
        let treatment = try await treatment(session)
        do throws(RunError) {
            return try await treatment.mend(findings)
        } catch {
            throw UserError(error)
        }
    }

    private func treatment(_ session: DoctorSession) async throws(UserError) -> Treatment {
        guard let repository = session.repository() else {
            throw UserError(
                .environment, "environment", "the repository cannot be opened",
                hint: "git autopack doctor")
        }
        return Treatment(
            repository, await session.command(), clock: session.world.clock,
            tool: "git-autopack \(Version.number)")
    }

    private func report(
        _ outcome: Treatment.Outcome, _ left: [RepositoryFinding], _ output: Output
    ) {
        let page = DoctorPage(output)
        for id in ids where !(left + outcome.mended).contains(where: { $0.id == id }) {
            output.note("\(id): nothing of the kind was found")
        }
        for finding in outcome.mended {
            page.print("mended", .green, finding.id, finding.what)
        }
        for (finding, error) in outcome.failed {
            page.note("error: \(finding.id): \(error)")
            for line in (error.remedy ?? "").split(separator: "\n") {
                output.note("hint: \(Visible.line(String(line)))")
            }
        }
        for finding in outcome.postponed {
            output.note("\(finding.id) waits until the rest is mended: git autopack doctor --fix")
        }
        if let ref = outcome.ref {
            output.print("kept in \(ref); git autopack doctor --undo puts it back")
        }
        page.print(left, mended: !outcome.mended.isEmpty)
    }

    // MARK: Taking back

    private func takeBack(_ session: DoctorSession) async throws(UserError) {
        let treatment = try await treatment(session)
        let done: MendingStore.Stored
        do throws(RunError) {
            done = try await treatment.undo()
        } catch {
            throw UserError(error)
        }
        let output = session.invocation.output
        guard !output.isJSON else {
            return output.json(Undone(findings: done.record.findings, ref: done.ref.name))
        }
        let page = DoctorPage(output)
        for finding in done.record.findings {
            page.print("put back", .yellow, finding.id, finding.what)
        }
    }

    // MARK: JSON

    private struct Undone: Encodable {
        var version = 1
        var findings: [HealthFinding]
        var ref: String

        enum CodingKeys: String, CodingKey {
            case ref
            case findings = "undone"
            case version = "v"
        }
    }

    private struct Document: Encodable {
        /// No error and no warning.
        var ok: Bool
        var findings: [HealthFinding]
        var mended: [HealthFinding]?
        var failed: [Failure]?
        /// The ref that holds what was there before.
        var ref: String?

        struct Failure: Encodable {
            var id: String
            var message: String
        }

        init(_ findings: [RepositoryFinding], _ outcome: Treatment.Outcome? = nil) {
            ok = findings.allSatisfy { $0.severity == .info }
            self.findings = findings.map(\.health)
            mended = outcome?.mended.map(\.health)
            failed = outcome?.failed.map { Failure(id: $0.finding.id, message: "\($0.error)") }
            ref = outcome?.ref?.name
        }
    }
}

extension Treatment.Outcome {
    /// A mending of that id was tried, so nobody waits for an answer.
    fileprivate func hasTried(_ finding: RepositoryFinding) -> Bool {
        failed.contains { $0.finding.id == finding.id }
    }
}
