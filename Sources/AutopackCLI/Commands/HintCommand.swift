import ArgumentParser
import Ledger
import RunModel

/// `git autopack hint`.
struct HintCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "hint", abstract: "Say something to the next attempt of a run.",
        usage: "git autopack hint [RUN[:PHASE]] TEXT")

    @Argument(
        help: ArgumentHelp(
            "The run, where it is not the newest started from this branch, and its phase; then"
                + " the words, quoted as one.", valueName: "run[:phase]> <text"))
    var words: [String]

    @Flag(help: "Print JSON.")
    var json = false

    /// Every prompt of the phase holds it.
    private static let greatestText = 4000

    func run(_ invocation: Invocation) async throws(UserError) {
        guard let text = words.last, words.count <= 2 else {
            throw UserError(
                .usage, "usage", "there are \(words.count) arguments: quote the text as one",
                hint: "git autopack hint 'round half to even'")
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            throw UserError(
                .usage, "usage", "the hint is empty",
                hint: "git autopack hint 'round half to even'")
        }
        guard text.count <= HintCommand.greatestText else {
            throw UserError(
                .usage, "usage",
                "the hint has \(text.count) characters, and every prompt would hold them",
                hint: "say it in at most \(HintCommand.greatestText)")
        }
        let session = try Session(invocation)
        let place = words.count == 2 ? words[0] : nil
        let parts = place?.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts?.first.map(String.init)
        let state = try session.find(place?.hasPrefix(":") == true ? nil : name).state
        let ledger = try session.open(state.run)
        let phase = try phase(parts?.dropFirst().first.map(String.init), ledger.state)
        let hint = HintRecorded(
            text: text, scope: ledger.state.plan[phase]?.scope.write ?? [], source: .person)
        try userLedger { () throws(LedgerError) in
            try ledger.append([.hintRecorded(hint)], phase: phase)
        }
        guard !session.output.isJSON else { return session.output.json(RunSummary(ledger.state)) }
        session.output.print("the next prompt of \(state.run):\(phase) says so")
        session.output.print("next:")
        for command in NextCommands.of(ledger.state) { session.output.print("  \(command)") }
    }

    /// The phase that is meant: the named one, or that under way, or the next one.
    ///
    /// - Throws: ``UserError`` where no prompt of it will come.
    private func phase(_ name: String?, _ state: RunState) throws(UserError) -> PhaseID {
        guard !state.status.isFinal else {
            throw UserError(
                .waits, "refused",
                "run \(state.run) is \(state.status.rawValue): no prompt will come",
                hint: "git autopack show \(state.run)")
        }
        guard let name else {
            if let phase = state.attempt?.phase { return phase }
            // A failed phase is tried again by `resume`.
            guard let next = state.phases.first(where: { takesHints($0, in: state) }) else {
                throw UserError(
                    .waits, "refused",
                    state.phases.isEmpty
                        ? "run \(state.run) has no plan yet, and so no phase"
                        : "no phase of run \(state.run) is left",
                    hint: "git autopack show \(state.run)")
            }
            return next.id
        }
        guard let phase = state.phases.first(where: { $0.id.description == name }) else {
            let names = state.phases.map(\.id.description)
            let nearest = Nearest.word(to: name, among: names)
            throw UserError(
                .usage, "not_found", "run \(state.run) has no phase '\(name)'",
                hint: nearest.map { "nearest: \($0)" }
                    ?? "phases: \(names.joined(separator: ", "))")
        }
        guard takesHints(phase, in: state) else {
            throw UserError(
                .waits, "refused",
                "phase \(name) is \(phase.status.rawValue): no prompt of it will come",
                hint: "git autopack show \(state.run):\(name)")
        }
        return phase.id
    }

    /// An attempt of the phase may still come; going on with a failed run takes up what it skipped.
    private func takesHints(_ phase: PhaseState, in state: RunState) -> Bool {
        switch phase.status {
        case .completed: false
        case .skipped: state.status == .failed
        default: true
        }
    }
}
