import Ledger
import RunModel

/// One run on one screen, or as the JSON of `cli.md`.
struct RunPage {
    private let output: Output

    init(_ output: Output) { self.output = output }

    /// - Parameter failures: What the run saw, beside what the runs before it had; nil: they are
    ///   not asked for.
    func print(
        _ state: RunState, failures: [(own: FailureRecord, before: FailureRecord?)]? = nil
    ) {
        guard !output.isJSON else {
            return output.json(
                RunDocument(
                    summary: RunSummary(state),
                    failures: failures?.map { StatisticsDocument.record($0) }))
        }
        let reason = state.reason.map { " (\($0.rawValue))" } ?? ""
        output.print(
            "\(output.styled("run \(state.run)", .bold)): \(state.status.rawValue)\(reason)")
        field("goal", Visible.line(state.goal))
        if !state.message.isEmpty { field("last", Visible.line(state.message)) }
        if let waits = state.waitsFor { field("waits for", Visible.line(waits)) }
        field("started", state.created.description)
        if let finished = state.finished { field("finished", finished.description) }
        field("branch", String(state.run.branch.dropFirst("refs/heads/".count)))
        field("commit", state.tip)
        if let autoFix = state.autoFixStatus { field("fix", autoFix.rawValue) }
        if let landed = state.landed {
            field("landed", landed.refs.map(\.name).joined(separator: ", ") + " \(landed.commit)")
        }
        let cost = state.spend.hasUnknownCost ? "price unknown" : state.spend.cost.description
        let cap = state.settings.budgets.cost.value.map { " of \($0)" } ?? ""
        field("cost", "\(cost)\(cap), \(state.spend.tokens) tokens")
        for (index, phase) in state.phases.enumerated() {
            let title = Visible.line(state.plan[phase.id]?.title ?? "")
            output.print(
                "phase \(index + 1)/\(state.phases.count) \(phase.id): \(phase.status.rawValue),"
                    + " \(Sentence.count(phase.attempts, "attempt"))")
            if title != phase.id.description { output.print("  \(title)") }
            if let checkpoint = phase.checkpoint {
                output.print("  checkpoint \(checkpoint.prefix(10))")
            }
            if !phase.reason.isEmpty { output.print("  \(Visible.line(phase.reason))") }
            for failure in phase.failures {
                output.print(
                    "  attempt \(failure.attempt): \(failure.category.rawValue),"
                        + " \(Visible.line(failure.rootCause))")
            }
        }
        FixPage(output).print(state)
        if let failures, !failures.isEmpty { FailurePage(output).print(failures) }
        output.print("next:")
        for command in NextCommands.of(state) { output.print("  \(command)") }
    }

    /// The run as a Markdown page, for a pull request or a mail.
    func printMarkdown(_ state: RunState) {
        output.print("# Run \(state.run): \(state.status.rawValue)\n")
        output.print("\(Visible.line(state.goal))\n")
        output.print("| phase | state | attempts | checkpoint |\n| --- | --- | --- | --- |")
        for phase in state.phases {
            let title = Visible.line(state.plan[phase.id]?.title ?? "")
                .replacing("|", with: "\\|")
            let checkpoint = phase.checkpoint.map { "`\($0.prefix(10))`" } ?? ""
            output.print(
                "| \(phase.id) \(title) | \(phase.status.rawValue) | \(phase.attempts) | \(checkpoint) |"
            )
        }
        let cost = state.spend.hasUnknownCost ? "price unknown" : state.spend.cost.description
        output.print("\nCost \(cost), \(state.spend.tokens) tokens.")
    }

    private func field(_ name: String, _ value: String) {
        let padding = String(repeating: " ", count: max(1, 10 - name.count))
        output.print("  \(name)\(padding)\(value)")
    }
}

/// A run as the JSON of `cli.md`, with its failures where they are asked for.
private struct RunDocument: Encodable {
    var summary: RunSummary
    var failures: [JSON]?

    private enum CodingKeys: String, CodingKey { case failures }

    func encode(to encoder: any Encoder) throws {
        try summary.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(failures, forKey: .failures)
    }
}
