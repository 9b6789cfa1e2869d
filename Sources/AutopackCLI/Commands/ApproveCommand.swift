import ArgumentParser
import Git
import Ledger
import Orchestrator
import RunModel

/// `git autopack approve`.
struct ApproveCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Answer a gate that waits: the change may go on.")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Argument(help: "The phase, where several wait.")
    var phase: String?

    @Option(help: "A rule that must be accepted by name, as tests_changed.")
    var accept: [String] = []

    @Option(name: .short, help: "Why.")
    var m: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        try Answer(verdict: .ok, run: run, phase: phase, accept: accept, why: m)
            .give(try Session(invocation))
    }
}

/// `git autopack reject`.
struct RejectCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "reject", abstract: "Answer a gate that waits: the attempt has failed.")

    @Argument(help: "The run; else the newest started from this branch.")
    var run: String?

    @Argument(help: "The phase, where several wait.")
    var phase: String?

    @Option(name: .short, help: "Why; the next attempt is told.")
    var m: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        try Answer(verdict: .blocked, run: run, phase: phase, accept: [], why: m)
            .give(try Session(invocation))
    }
}

/// A person's answer to a gate.
private struct Answer {
    var verdict: Verdict
    var run: String?
    var phase: String?
    var accept: [String]
    var why: String?

    func give(_ session: Session) throws(UserError) {
        let state = try session.find(run).state
        if state.status == .awaitingApproval, state.planning?.awaitsAnswer == true, phase == nil {
            return try answerPlan(state, session)
        }
        guard state.status == .awaitingApproval, let attempt = state.attempt,
            let candidate = attempt.candidate, phase == nil || phase == attempt.phase.description
        else {
            throw UserError(
                .waits, "refused",
                "run \(state.run) waits for no answer"
                    + (phase.map { " in phase '\($0)'" } ?? "")
                    + ": it is \(state.status.rawValue)",
                hint: "git autopack show \(state.run)")
        }
        try refuseUnnamed(attempt)
        let author = try session.author()
        let who = author.person
        let ledger = try session.open(state.run)
        let event: Event =
            verdict == .ok
            ? .approvalGiven(
                Approval(what: candidate.commit, verdict: .ok, who: who, why: why ?? ""))
            : .attemptFailed(
                AttemptFailed(
                    category: .approvalDenied, signature: candidate.tree,
                    rootCause: "rejected by \(who)", detail: why ?? "a person rejected the change"))
        try userLedger { () throws(LedgerError) in
            try ledger.append([event], phase: attempt.phase, attempt: attempt.number)
        }
        report("phase \(attempt.phase)", ledger.state, session.output)
    }

    private func report(_ what: String, _ state: RunState, _ output: Output) {
        guard !output.isJSON else { return output.json(RunSummary(state)) }
        output.print("\(verdict == .ok ? "approved" : "rejected") \(what) of \(state.run)")
        output.print("next:\n  git autopack resume \(state.run)")
    }

    /// A model's plan runs, or another one is drafted.
    private func answerPlan(_ state: RunState, _ session: Session) throws(UserError) {
        let ledger = try session.open(state.run)
        try PlanAnswer(session: session, ledger: ledger).give(verdict, why: why ?? "")
        report("the plan", ledger.state, session.output)
    }

    /// Changed tests are accepted by name only (`decisions.md`, Test-tamper gate).
    private func refuseUnnamed(_ attempt: AttemptState) throws(UserError) {
        guard verdict == .ok else { return }
        let rule = FailureCategory.testsChanged.rawValue
        let waits = attempt.gate?.findings.contains {
            $0.severity == .needsReview && $0.rule == rule
        }
        guard waits == true, !accept.contains(rule) else { return }
        throw UserError(
            .waits, "refused", "the change alters existing tests, which has to be accepted by name",
            hint: "git autopack approve --accept=\(rule)")
    }
}
