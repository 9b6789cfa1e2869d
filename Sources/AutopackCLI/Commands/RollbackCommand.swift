import ArgumentParser
import Git
import Ledger
import Orchestrator
import RunModel

/// `git autopack rollback`.
struct RollbackCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Take a run's work back; --undo takes that back.",
        usage: "git autopack rollback [RUN] [OPTION…]")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Option(help: "Keep the phases up to this one.")
    var to: String?

    @Flag(help: "Say what would happen, and do nothing.")
    var dryRun = false

    @Flag(help: "Take the last rollback back.")
    var undo = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let phase = try to.map { name throws(UserError) in try RunNames.phase(name) }
        let found = try session.find(run)
        let command = try await session.command()
        let ledger = try session.open(found.state.run)
        let rolling = try RunSession(session, ledger: ledger, command: command).rollingBack()
        do throws(RunError) {
            if undo {
                try await takeBack(rolling, ledger, session)
            } else if dryRun {
                show(try rolling.preview(to: phase), ledger.state, session)
            } else {
                if ledger.state.planned?.kind == .rollback { try await rolling.finish() }
                let done = try await rolling.rollBack(to: phase)
                if session.output.isJSON {
                    session.output.json(RunSummary(ledger.state))
                } else {
                    show(done, ledger.state, session, done: true)
                }
            }
        } catch {
            throw UserError(error)
        }
    }

    private func takeBack(
        _ rolling: RollingBack, _ ledger: RunLedger, _ session: Session
    ) async throws(RunError) {
        let refs = try await rolling.undo()
        guard !session.output.isJSON else { return session.output.json(RunSummary(ledger.state)) }
        session.output.print("took the rollback of run \(ledger.run) back")
        for ref in refs { session.output.print("  \(line(ref))") }
    }

    private func show(
        _ preview: RollingBack.Preview, _ state: RunState, _ session: Session, done: Bool = false
    ) {
        let output = session.output
        guard !output.isJSON else { return output.json(Document(preview, state)) }
        output.print(
            "\(done ? "rolled back" : "would roll back") run \(state.run) (\(preview.way))")
        for ref in preview.refs { output.print("  \(line(ref))") }
        for commit in preview.commits {
            let repository = session.repository
            let subject = (try? repository.readCommit(commit).subject) ?? ""
            output.print("  - \(commit.hex.prefix(10)) \(Visible.line(subject))")
        }
        if done {
            output.print("next:")
            for command in NextCommands.of(state) { output.print("  \(command)") }
        }
    }

    private func line(_ ref: RefMove) -> String {
        let old = ref.old.value.map { String($0.prefix(10)) } ?? "(new)"
        let new = ref.new.value.map { String($0.prefix(10)) } ?? "a revert"
        return "\(ref.name): \(old) → \(new)"
    }

    private struct Document: Encodable {
        var version = 1
        var run: RunID
        var way: String
        var refs: [RefMove]
        var commits: [String]

        init(_ preview: RollingBack.Preview, _ state: RunState) {
            run = state.run
            way = preview.way
            refs = preview.refs
            commits = preview.commits.map(\.hex)
        }

        enum CodingKeys: String, CodingKey {
            case run, way, refs, commits
            case version = "v"
        }
    }
}
