import ArgumentParser
import Ledger
import RunModel

/// `git autopack log`.
struct LogCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "List the runs, newest first.")

    @Option(name: .short, help: "How many runs.")
    var n = 20

    @Flag(help: "All of them.")
    var all = false

    @Flag(help: "One JSON object a line.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        guard n >= 0 else { throw UserError(.usage, "usage", "-n takes a number from 0") }
        let directory = session.directory
        let entries = try userLedger { () throws(LedgerError) in try directory.all() }
        let output = session.output
        let shown = all ? entries[...] : entries.prefix(n)
        for entry in shown {
            switch entry.result {
            case .success(let tip):
                output.isJSON
                    ? output.json(RunSummary(tip.state, phases: false)) : line(tip.state, output)
            case .failure(let error):
                output.isJSON
                    ? output.json(InvalidRun(run: entry.name, what: error.detail))
                    : output.print("\(entry.name)  invalid: \(Visible.line(error.detail))")
            }
        }
        if entries.isEmpty, !output.isJSON {
            output.note("no runs yet; git autopack run --plan plan.yaml starts one")
        } else if shown.count < entries.count, !output.isJSON {
            output.note("\(entries.count - shown.count) more; git autopack log --all")
        }
    }

    private func line(_ state: RunState, _ output: Output) {
        let done = state.phases.count { $0.status == .completed }
        let reason = state.reason.map { " (\($0.rawValue))" } ?? ""
        let goal = Visible.line(state.goal)
        let head = "\(state.run)  \(state.status.rawValue)\(reason)  \(done)/\(state.phases.count)"
        let cost = state.spend.hasUnknownCost ? "price unknown" : state.spend.cost.description
        let text = "\(head)  \(cost)  \(goal)"
        output.print(
            output.isTerminal && text.count > output.width
                ? text.prefix(output.width - 1) + "…" : text)
    }

    private struct InvalidRun: Encodable {
        var version = 1
        var run: String
        var state = "invalid"
        var what: String

        enum CodingKeys: String, CodingKey {
            case run, state, what
            case version = "v"
        }
    }
}
