import ArgumentParser
import Effects
import Ledger
import RunModel

/// `git autopack status`.
struct StatusCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say what a run does, what it waits for, what it cost.")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Flag(help: "Follow the run until it ends.")
    var watch = false

    @Flag(help: "Print JSON; with --watch one event a line.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        var tip = try session.find(run)
        guard watch else { return RunPage(session.output).print(tip.state) }
        let view = RunView(session.output, try ViewOptions.parsed())
        while tip.state.status.isUnderWay {
            try await pause(session.world)
            let now = try session.find(tip.state.run.description)
            if now.commit != tip.commit {
                for entry in try entries(of: now, after: tip.state.seq, session) {
                    view.show(entry, now.state)
                }
                tip = now
            }
        }
        view.end(tip.state)
    }

    private func entries(
        of tip: JournalTip, after seq: Int, _ session: Session
    ) throws(UserError) -> [JournalEntry] {
        let reader = JournalReader(session.repository)
        return try userLedger { () throws(LedgerError) in
            try reader.entries(of: tip.state.run, from: tip.commit).filter { $0.seq > seq }
        }
    }

    private func pause(_ world: World) async throws(UserError) {
        do {
            try await world.clock.sleep(0.25)
        } catch {
            throw UserError(.interrupted, "interrupted", "interrupted")
        }
    }
}

extension ViewOptions {
    /// The options as nobody gave them.
    static func parsed() throws(UserError) -> ViewOptions {
        do { return try ViewOptions.parse([]) } catch {
            preconditionFailure("no argument is a legal view")
        }
    }
}
