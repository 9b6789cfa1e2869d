import ArgumentParser
import Git
import Orchestrator
import RunModel
import Settings

/// `git autopack fix`.
struct FixCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "fix", abstract: "Run the checks and mend what fails.",
        usage: "git autopack fix [REV] [--check CMD]… [OPTION…]")

    @Argument(help: "The commit to mend; else HEAD with what is uncommitted.")
    var rev: String?

    @Option(help: "A command that has to pass; may be repeated.")
    var check: [String] = []

    @Option(help: "Fixes to try.")
    var maxAttempts = 3

    @Option(help: "The run's name.")
    var id: String?

    @Flag(help: "Land the result afterwards.")
    var land = false

    @OptionGroup var options: RunOptions

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        guard (1...100).contains(maxAttempts) else {
            throw UserError(.usage, "usage", "--max-attempts takes a number from 1 to 100")
        }
        let dirty = try await isDirty(session)
        if dirty, !session.output.isJSON {
            session.output.note("the checkout has uncommitted work: starting from a snapshot of it")
        }
        let starter = RunStarter(session: session, options: options)
        let configured = try starter.configuration(base: rev)
        var means = try await starter.means(configured)
        means.settings.fixesPerCandidate = maxAttempts
        let checks = try checks(configured.checks, means.settings.scope, session)
        let plan = Plan(
            goal: "Make the checks pass: \(checks.map(\.name).joined(separator: ", "))",
            checks: checks,
            phases: [
                Phase(
                    id: FixCommand.phase, title: "Mend what the checks find",
                    goal: "Every check has to pass.", category: Phase.fix, maxAttempts: 1)
            ])
        try await starter.run(
            RunRequest(
                plan: plan, planText: Array(PlanFile.render(plan).utf8), source: .person,
                id: try RunNames.id(id), base: rev, dirty: dirty,
                settings: means.settings, tool: Version.tool),
            check: starter.check(configured, means),
            landing: land ? (dirty ? .worktree : .fastForward) : nil, onto: nil)
    }

    private static var phase: PhaseID {
        guard let id = PhaseID(Phase.fix) else { preconditionFailure("fix is a legal name") }
        return id
    }

    private func isDirty(_ session: Session) async throws(UserError) -> Bool {
        guard rev == nil, !session.repository.isBare else { return false }
        let command = try await session.command()
        do throws(GitError) {
            let checkout = try Checkout(command, temporaryDirectory: session.temporaryDirectory)
            return try await !checkout.isClean()
        } catch {
            throw UserError(error)
        }
    }

    /// Those of the command line, or the configured ones, or what the project suggests.
    private func checks(
        _ configured: [RunModel.Check], _ scope: [String], _ session: Session
    ) throws(UserError) -> [RunModel.Check] {
        if !check.isEmpty {
            var checks: [RunModel.Check] = []
            for (index, line) in check.enumerated() {
                guard let words = Words.split(line), !words.isEmpty else {
                    throw UserError(
                        .usage, "usage", "--check '\(line)' cannot be split into words")
                }
                let name = check.count == 1 ? "check" : "check-\(index + 1)"
                checks.append(RunModel.Check(name: name, run: words))
            }
            return checks
        }
        if !configured.isEmpty { return configured }
        let found = try Drafting.suggested(at: rev ?? "HEAD", scope: scope, session)
        guard !found.isEmpty else {
            throw UserError(
                .usage, "no_check", "no check is configured, and the project suggests none",
                hint: "git autopack fix --check 'python3 -m pytest -q'")
        }
        return found
    }
}
