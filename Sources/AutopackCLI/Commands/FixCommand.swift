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

    @Argument(help: "A commit, a branch or RUN:PHASE; else HEAD as it is here.")
    var rev: String?

    @Option(help: "A command that has to pass; may be repeated.")
    var check: [String] = []

    @Option(help: ArgumentHelp("Fixes to try.", valueName: "n"))
    var maxAttempts = 3

    @Option(help: "The run's name.")
    var id: String?

    @Option(help: "What it may do beside, as new_dependencies.")
    var allow: [String] = []

    @Flag(help: "Land the result afterwards.")
    var land = false

    @OptionGroup var options: RunOptions

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        guard (1...100).contains(maxAttempts) else {
            throw UserError(.usage, "usage", "--max-attempts takes a number from 1 to 100")
        }
        let allowances = try allow.map(FixCommand.allowance)
        try await session.requireSound(to: "start a run")
        let target = try FixTarget(rev, session)
        let dirty = try await isDirty(session)
        if land, !dirty { try refuseUnlandable(target, session) }
        if dirty, !session.output.isJSON {
            session.output.note("the checkout has uncommitted work: starting from a snapshot of it")
        }
        let starter = RunStarter(session: session, options: options)
        let configured = try starter.configuration(base: target.base)
        var means = try await starter.means(configured)
        means.settings.fixesPerCandidate = maxAttempts
        let checks = try checks(
            target.checks.isEmpty ? configured.checks : target.checks, target, means.settings.scope,
            session)
        let plan = Plan(
            goal: "Make the checks pass: \(checks.map(\.name).joined(separator: ", "))",
            checks: checks,
            phases: [
                Phase(
                    id: FixCommand.phase, title: "Mend what the checks find",
                    goal: "Every check has to pass.", category: Phase.fix, maxAttempts: 1,
                    allow: allowances)
            ])
        try await starter.run(
            RunRequest(
                plan: plan, planText: Array(PlanFile.render(plan).utf8), source: .person,
                id: try RunNames.id(id), base: target.base, target: target.branch?.name,
                dirty: dirty, settings: means.settings, tool: Version.tool),
            check: starter.check(configured, means),
            landing: land ? (dirty ? .worktree : .fastForward) : nil, onto: nil)
    }

    /// A result that cannot be landed is known before anything is paid for it.
    private func refuseUnlandable(
        _ target: FixTarget, _ session: Session
    ) throws(UserError) {
        let repository = session.repository
        let head = try userGit { () throws(GitError) in try repository.head() }
        guard let branch = target.branch ?? head.branch else {
            throw UserError(
                .usage, "usage", "HEAD is on no branch, so there is none to land on",
                hint: "git autopack fix BRANCH --land")
        }
        let isForward = try userGit { () throws(GitError) -> Bool in
            guard let tip = try repository.lookUp(branch) else { return true }
            return try repository.isAncestor(tip, of: try repository.resolve(target.base ?? "HEAD"))
        }
        guard isForward else {
            throw UserError(
                .held, "moved",
                "\(branch.shortName) has commits that \(target.name) has not, so what mends it"
                    + " cannot be landed by moving the branch forward",
                hint: "git autopack fix \(target.name), then git autopack land --merge")
        }
    }

    private static func allowance(_ text: String) throws(UserError) -> Allowance {
        if let allowance = Allowance(rawValue: text) { return allowance }
        let legal = Allowance.allCases.map(\.rawValue)
        let nearest = Nearest.word(to: text, among: legal).map { "; nearest: \($0)" } ?? ""
        throw UserError(
            .usage, "usage", "--allow \(text) is nothing that can be allowed\(nearest)",
            hint: "legal: \(legal.joined(separator: ", "))")
    }

    private static var phase: PhaseID {
        guard let id = PhaseID(Phase.fix) else { preconditionFailure("fix is a legal name") }
        return id
    }

    private func isDirty(_ session: Session) async throws(UserError) -> Bool {
        guard rev == nil else { return false }
        return try await session.isDirty()
    }

    /// Those of the command line, or the configured ones, or what the project suggests.
    private func checks(
        _ configured: [RunModel.Check], _ target: FixTarget, _ scope: [String],
        _ session: Session
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
        let found = try Drafting.suggested(at: target.base ?? "HEAD", scope: scope, session)
        guard !found.isEmpty else {
            throw UserError(
                .usage, "no_check", "no check is configured, and the project suggests none",
                hint: "git autopack fix --check 'python3 -m pytest -q'")
        }
        return found
    }
}
