import ArgumentParser
import Git
import Ledger
import Orchestrator
import RunModel

/// `git autopack land`.
struct LandCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "land", abstract: "Bring a run's result to your branch.",
        usage: "git autopack land [RUN] [OPTION…]",
        discussion: """
            Without an option the branch moves forward to the result; for a run that began with \
            uncommitted work the difference is written into the working tree.
            """)

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Flag(help: "Only move the branch forward.")
    var ff = false
    @Flag(help: "Merge, where the branch has moved; checks, audit and gate judge the merge.")
    var merge = false
    @Flag(help: "One commit with the whole change.")
    var squash = false
    @Flag(help: "Write the difference into the working tree, unstaged.")
    var worktree = false

    @Option(help: "Make a new branch of this name at the result.")
    var branch: String?

    @Option(help: "The branch to land on; else the one HEAD was on when the run began.")
    var onto: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        var session = try Session(invocation)
        let way = try way()
        let found = try session.find(run)
        // A merge is audited.
        let keys = merge ? try await session.keys(of: found.state) : .empty
        session.secrets = keys.secrets
        let command = try await session.command()
        let ledger = try session.open(found.state.run)
        let target = try onto.map { name throws(UserError) in
            try userGit { () throws(GitError) in try RefName.branch(name) }
        }
        let run = try RunSession(session, ledger: ledger, command: command, keys: keys)
        let landed = try await run.land(way, onto: target, newBranch: branch)
        if session.output.isJSON {
            session.output.json(RunSummary(ledger.state))
        } else {
            session.output.print(LandCommand.sentence(landed, ledger.state))
            session.output.print("next:")
            for line in NextCommands.of(ledger.state) { session.output.print("  \(line)") }
        }
    }

    static func sentence(_ landed: RefsMoved, _ state: RunState) -> String {
        guard let ref = landed.refs.first else {
            return "landed run \(state.run) in the working tree, unstaged"
        }
        let name = ref.name.hasPrefix("refs/heads/") ? String(ref.name.dropFirst(11)) : ref.name
        return "landed run \(state.run) on \(name): \(landed.commit.prefix(10))"
    }

    private func way() throws(UserError) -> Landing.Way? {
        let chosen: [Landing.Way] = [
            (ff, Landing.Way.fastForward), (merge, .merge), (squash, .squash),
            (worktree, .worktree), (branch != nil, .branch),
        ].filter(\.0).map(\.1)
        guard chosen.count < 2 else {
            throw UserError(
                .usage, "usage",
                "--ff, --merge, --squash, --worktree and --branch exclude one another")
        }
        return chosen.first
    }
}
