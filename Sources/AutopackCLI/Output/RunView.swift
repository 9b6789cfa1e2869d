import Ledger
import RunModel

/// Shows a run while it goes on: events as JSON, a line that changes, or plain lines.
final class RunView {
    private let output: Output
    private let mode: ProgressMode
    private var started: Timestamp?
    private var lineIsOpen = false

    init(_ output: Output, _ options: ViewOptions) {
        self.output = output
        mode = options.quiet || output.isQuiet ? .none : options.progress ?? .auto
    }

    /// Takes an event that was stored.
    func show(_ entry: JournalEntry, _ state: RunState) {
        if started == nil { started = entry.time }
        if output.isJSON {
            // The last line is the end's, with all that a program wants to know.
            if entry.event.name != .runFinished { output.json(entry) }
            return
        }
        if case .baselineChecked(let checked) = entry.event { warn(checked.findings) }
        switch mode {
        case .none: break
        case .plain: line(entry, state)
        case .auto: output.isErrorTerminal ? status(entry, state) : line(entry, state)
        }
    }

    /// Ends the line that changes, so that something else can be said.
    func pause() { closeLine() }

    /// Says how the run stands now that this process lets go of it.
    func end(_ state: RunState) {
        closeLine()
        guard !output.isJSON else { return output.json(RunEnd(state)) }
        let end = state.status.rawValue + (state.reason.map { " (\($0.rawValue))" } ?? "")
        let style: Output.Style =
            switch state.status {
            case .succeeded: .green
            case .failed, .aborted: .red
            default: .yellow
            }
        output.print("run \(state.run): \(output.styled(end, style))")
        if !state.message.isEmpty { output.print("  \(Visible.line(state.message))") }
        if let waits = state.waitsFor { output.print("  waits for: \(Visible.line(waits))") }
        if state.planning?.awaitsAnswer == true { PlanPage(output).print(state.plan) }
        for phase in state.phases where state.planning == nil {
            let title = Visible.line(state.plan[phase.id]?.title ?? "")
            let name = title == phase.id.description ? "" : " \(title)"
            let detail = phase.reason.isEmpty ? "" : ", \(Visible.line(phase.reason))"
            output.print(
                "  \(phase.id)\(name): \(phase.status.rawValue),"
                    + " \(Sentence.count(phase.attempts, "attempt"))\(detail)")
        }
        let cost = state.spend.hasUnknownCost ? "price unknown" : state.spend.cost.description
        output.print(
            "  cost \(cost), \(state.spend.usage.input)+\(state.spend.usage.output) tokens")
        output.print("next:")
        for command in NextCommands.of(state) { output.print("  \(command)") }
    }

    // MARK: Progress

    /// `phase 2/3 add-login, attempt 1: 3 checks passed`.
    private func line(_ entry: JournalEntry, _ state: RunState) {
        let place = entry.phase.map { phase in
            "phase \(position(phase, state)) \(phase)"
                + (entry.attempt.map { ", attempt \($0)" } ?? "") + ": "
        }
        let sentence = EventSentence.write(entry.event, state)
        output.note((place ?? "") + Visible.line(String(sentence.prefix(240))))
    }

    /// What a person should know of the checks themselves.
    private func warn(_ findings: [HealthFinding]) {
        for finding in findings where finding.severity != .info {
            output.note("\(finding.severity.rawValue): \(Visible.line(finding.what))")
        }
    }

    private func position(_ phase: PhaseID, _ state: RunState) -> String {
        let index = state.phases.firstIndex { $0.id == phase }.map { $0 + 1 } ?? 0
        return "\(index)/\(state.phases.count)"
    }

    /// One line that is rewritten: phase, what is done, model, elapsed, tokens, money of the cap.
    private func status(_ entry: JournalEntry, _ state: RunState) {
        let elapsed = started.map { (entry.time.milliseconds - $0.milliseconds) / 1000 } ?? 0
        var parts: [String] = []
        if let phase = entry.phase { parts.append("\(position(phase, state)) \(phase)") }
        parts.append(Visible.line(EventSentence.write(entry.event, state)))
        if let model = state.attempt?.model, !model.isEmpty { parts.append(model) }
        parts.append("\(elapsed / 60):\(elapsed % 60 < 10 ? "0" : "")\(elapsed % 60)")
        parts.append("\(state.spend.tokens) tokens")
        let cap = state.settings.budgets.cost.value.map { " of \($0)" } ?? ""
        parts.append("\(state.spend.cost)\(cap)")
        let text = parts.joined(separator: " · ")
        let shown = text.count >= output.width ? text.prefix(output.width - 2) + "…" : text[...]
        output.progress("\r\u{1b}[2K\(shown)")
        lineIsOpen = true
        switch entry.event {
        case .checkpointCommitted, .attemptFailed, .candidateRefused, .callFailed:
            closeLine()
            line(entry, state)
        default: break
        }
    }

    private func closeLine() {
        guard lineIsOpen else { return }
        output.progress("\r\u{1b}[2K")
        lineIsOpen = false
    }
}

/// The last line of `--json`.
struct RunEnd: Encodable {
    var version = 1
    var event = EventName.runFinished
    var run: RunID
    var seq: Int
    var time: Timestamp
    var state: RunStatus
    var reason: Nullable<RunReason>
    var message: String
    var waitsFor: Nullable<String>
    var branch: String
    var preRun: String
    var commit: String
    var cost: Nullable<Money>
    var tokens: Usage

    init(_ state: RunState) {
        let summary = RunSummary(state)
        run = state.run
        seq = state.seq
        time = state.updated
        self.state = state.status
        reason = summary.reason
        message = state.message
        waitsFor = summary.waitsFor
        branch = summary.branch
        preRun = summary.preRun
        commit = summary.commit
        cost = summary.cost
        tokens = summary.tokens
    }

    enum CodingKeys: String, CodingKey {
        case event, run, seq, time, state, reason, message, branch, commit, tokens
        case version = "v"
        case waitsFor = "waits_for"
        case preRun = "pre_run"
        case cost = "cost_usd"
    }
}
