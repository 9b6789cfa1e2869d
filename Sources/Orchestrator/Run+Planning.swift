import Agents
import Git
import Governance
import Ledger
import Providers
import RunModel
import Settings

extension Run {
    /// Asks the planner for a plan, or for another one.
    func callPlanner(notBefore: Timestamp?) async throws(RunError) {
        if let notBefore { try await wait(until: notBefore) }
        let state = ledger.state
        let planning = state.planning ?? PlanningState()
        let shape = try RepositoryReading.shape(
            of: try commit(state.base), in: ledger.repository, checks: state.plan.checks,
            neverSend: state.settings.neverSend)
        let call =
            if let phase = planning.replans {
                try replanCall(phase, planning, shape)
            } else {
                PlannerCall.make(
                    goal: state.goal, shape: shape, scope: state.settings.scope,
                    refusals: planning.refusals, settings: state.settings,
                    redactor: tools.redactor)
            }
        var facts = try facts(for: call, complexity: .high, category: "")
        facts.tooLong = Set(planning.tooLong)
        facts.refused = Set(planning.refused)
        if let phase = planning.replans {
            return try await exchange(replanOf: phase, call, facts, tries: planning.tries)
        }
        guard let choice = try await choose(.planner, facts) else { return }
        try await exchange(call, choice, facts, tries: planning.tries)
    }

    /// Makes a plan of the planner's reply, or says why it is none.
    func readPlan() throws(RunError) {
        guard let blob = ledger.state.planning?.reply else {
            preconditionFailure("no reply is kept")
        }
        let reply = try kept(blob)
        let state = ledger.state
        if let phase = state.planning?.replans { return try readReplan(reply, of: phase) }
        switch PlanDraft.read(
            reply, goal: state.goal, checks: state.plan.checks, settings: state.settings)
        {
        case .plan(let plan):
            try record(
                [
                    .planAdopted(
                        PlanAdopted(
                            version: state.planVersion + 1, source: .planner,
                            why: "drafted for the goal", plan: plan))
                ], planText: Array(PlanFile.render(plan).utf8))
        case .faults(let faults):
            try refuseDraft(faults)
        }
    }

    func requestPlanApproval() throws(RunError) {
        try record([.approvalRequested(planApproval(who: "", verdict: .needsReview))])
    }

    /// `--yes` goes on, and the journal says so.
    func approvePlanByFlag() throws(RunError) {
        try record([
            .approvalRequested(planApproval(who: "", verdict: .needsReview)),
            .approvalGiven(planApproval(who: "--yes", verdict: .ok)),
        ])
    }

    private func planApproval(who: String, verdict: Verdict) -> Approval {
        let state = ledger.state
        let phases = state.plan.phases.count
        return Approval(
            what: "plan \(state.planVersion)", verdict: verdict, who: who,
            why: state.planning?.broadens == true
                ? "the plan that a model wrote anew goes beyond the one before: \(state.message)"
                : "a model drafted the plan: \(phases) phase\(phases == 1 ? "" : "s")")
    }
}
