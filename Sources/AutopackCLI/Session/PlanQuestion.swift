import Git
import Ledger
import Orchestrator
import RunModel
import Settings

/// Asks the person at the terminal whether a model's plan runs.
struct PlanQuestion {
    let session: Session
    let ledger: RunLedger
    let view: RunView

    /// - Parameter editing: The plan is opened in the person's editor first.
    /// - Returns: True where the run goes on; false where nothing was asked, or nobody answered.
    func ask(editing: Bool) throws(UserError) -> Bool {
        let state = ledger.state
        guard state.status == .awaitingApproval, state.planning?.awaitsAnswer == true else {
            return false
        }
        view.pause()
        if editing, try edit(state) { return true }
        guard Terminal.answers, !session.output.isJSON else { return false }
        PlanPage(session.output).print(state.plan)
        guard let agrees = Terminal.confirms("run this plan?", session.output) else {
            return false
        }
        // Whoever says no wants to say why, or to edit: the run waits.
        guard agrees else { return false }
        try PlanAnswer(session: session, ledger: ledger).give(.ok, why: "")
        return true
    }

    /// Adopts the plan as it was edited; what was changed by a person needs no further answer.
    private func edit(_ state: RunState) throws(UserError) -> Bool {
        let old = Array(PlanFile.render(state.plan).utf8)
        let (plan, text) = try Editor(session).edit(plan: old, name: "plan-\(state.run).yaml")
        guard text != old else { return false }
        let ledger = ledger
        try userLedger { () throws(LedgerError) in
            try ledger.append(
                [
                    .planAdopted(
                        PlanAdopted(
                            version: state.planVersion + 1, source: .person,
                            why: "edited by the person who runs it", plan: plan))
                ], planText: text)
        }
        return true
    }
}

/// A person's answer to a model's plan.
struct PlanAnswer {
    let session: Session
    let ledger: RunLedger

    func give(_ verdict: Verdict, why: String) throws(UserError) {
        let author = try session.author()
        let ledger = ledger
        let answer = Approval(
            what: "plan \(ledger.state.planVersion)", verdict: verdict,
            who: author.person, why: why)
        try userLedger { () throws(LedgerError) in try ledger.append([.approvalGiven(answer)]) }
    }
}
