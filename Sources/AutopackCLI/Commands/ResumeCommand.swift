import ArgumentParser
import Git
import Ledger
import Orchestrator
import RunModel
import Settings

/// `git autopack resume`.
struct ResumeCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a run that stopped.",
        usage: "git autopack resume [RUN] [OPTION…]")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Option(help: "A new cap on the cost in USD; none lifts it.")
    var maxCost: String?

    @Option(help: "A new cap on the time, as 30m or 2h.")
    var maxTime: String?

    @Flag(help: "Take the run from another host, whose process is gone.")
    var takeOver = false

    @OptionGroup var view: ViewOptions

    func run(_ invocation: Invocation) async throws(UserError) {
        var session = try Session(invocation)
        let found = try session.find(run)
        try await session.requireSound(to: "resume run \(found.state.run)")
        let keys = try await session.keys(of: found.state)
        session.secrets = keys.secrets
        let command = try await session.command()
        let ledger = try session.open(found.state.run)
        let view = RunView(session.output, view)
        ledger.observer = view.show
        let changed = try changedSettings(ledger.state)
        let resuming = Resuming(try session.held(ledger, command))
        do throws(RunError) {
            try await resuming.begin(settings: changed, takeOver: takeOver)
        } catch {
            throw UserError(error)
        }
        try await RunFinisher(session: session, keys: keys, view: view).finish(
            ledger, command: command)
    }

    /// The run's settings with the new caps, and what differs; nil where nothing does.
    private func changedSettings(
        _ state: RunState
    ) throws(UserError) -> (settings: RunSettings, changed: [String])? {
        var settings = state.settings
        var changed: [String] = []
        if let maxCost {
            let cap = try cost(maxCost)
            let old = settings.budgets.cost.value.map(\.description) ?? "none"
            changed.append("budgets.cost: \(old) → \(cap?.description ?? "none")")
            settings.budgets.cost = Nullable(cap)
        }
        if let maxTime {
            guard let limit = TimeLimit(maxTime) else {
                throw UserError(
                    .usage, "usage", "--max-time '\(maxTime)' is not \(TimeLimit.legal)")
            }
            changed.append(
                "budgets.wall_clock: \(settings.budgets.wallClockSeconds) s → \(Int(limit.seconds)) s"
            )
            settings.budgets.wallClockSeconds = Int(limit.seconds)
        }
        return changed.isEmpty ? nil : (settings, changed)
    }

    private func cost(_ text: String) throws(UserError) -> Money? {
        if text == "none" { return nil }
        guard let usd = Double(text), usd >= 0, usd.isFinite, usd < 1e9 else {
            throw UserError(
                .usage, "usage", "--max-cost '\(text)' is not an amount in USD, such as 10, or none"
            )
        }
        return Money(usd: usd)
    }
}

/// `git autopack abort`.
struct AbortCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "abort", abstract: "Stop a run for good; its work is kept.")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Flag(help: "Print the run as JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let ledger = try session.open(try session.find(run).state.run)
        let state = ledger.state
        guard state.status.next.contains(.aborted) else {
            throw UserError(
                .waits, "refused",
                "cannot abort run \(state.run): it is \(state.status.rawValue)",
                hint: "git autopack show \(state.run)")
        }
        try userLedger { () throws(LedgerError) in
            try ledger.append([
                .runAborted(RunMoved(state: .aborted, message: "by the person who ran it"))
            ])
        }
        if session.output.isJSON {
            session.output.json(RunSummary(ledger.state))
        } else {
            session.output.print("run \(state.run): aborted; nothing of it is lost")
        }
    }
}
