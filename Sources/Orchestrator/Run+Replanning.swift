import Agents
import Git
import Governance
import Healing
import Ledger
import Providers
import RunModel
import Settings

extension Run {
    /// The call by which the rest of the plan is asked for anew, with the evidence.
    func replanCall(
        _ id: PhaseID, _ planning: PlanningState, _ shape: RepositoryShape
    ) throws(RunError) -> Call {
        let state = ledger.state
        let request = try doctorRequest(id)
        let why = state[phase: id]?.decisions.last { $0.action == .replan }?.rationale ?? ""
        return call(
            .planner,
            ReplanPrompt.write(
                plan: PlanFile.render(state.plan), done: settled.sorted(), request: request,
                why: why, shape: shape, refusals: planning.refusals))
    }

    /// Asks the planner, where one can be asked and paid for; otherwise another remedy is chosen.
    func exchange(
        replanOf id: PhaseID, _ call: Call, _ facts: SelectionFacts, tries: Int
    ) async throws(RunError) {
        let settings = ledger.state.settings
        let choice: ModelChoice
        do throws(NoModel) {
            choice = try ModelSelector.choose(.planner, facts: facts, settings: settings)
        } catch {
            return try abandonReplan(id, why: "\(error)")
        }
        let reservation = Pricing.reservation(for: call, model: choice.model, in: settings)
        guard ledger.state.refusal(of: reservation) == nil else {
            return try abandonReplan(id, why: "the run's budget leaves no room for the call")
        }
        try await exchange(call, choice, facts, tries: tries)
    }

    /// Puts the plan in force that a model wrote anew, or says why it may not be.
    func readReplan(_ reply: [UInt8], of id: PhaseID) throws(RunError) {
        let state = ledger.state
        let draft: Plan
        do throws(SettingsError) {
            draft = try PlanFile.read(PlanReply.extract(reply), name: "the plan")
        } catch {
            return try refuseDraft(error.findings.map { "\($0)" })
        }
        let revision = PlanRevision(
            of: draft.built(by: state.settings.builder),
            replacing: PlanRevision.Before(
                plan: state.plan, settled: settled, failing: id,
                used: Set(state.phases.map(\.id))),
            attempts: state.settings.complexityEscalation.maxAttemptsPerPhase,
            protected: ProtectedPaths(denied: state.settings.protected))
        guard revision.faults.isEmpty else { return try refuseDraft(revision.faults) }
        let why = state[phase: id]?.decisions.last { $0.action == .replan }?.rationale ?? ""
        let text = Array(PlanFile.render(revision.plan).utf8)
        try record(
            [
                .replanAdopted(
                    PlanAdopted(
                        version: state.planVersion + 1, source: .planner, why: why,
                        plan: revision.plan,
                        broadens: revision.exceeds.isEmpty ? nil : revision.exceeds))
            ], planText: text)
    }

    func refuseDraft(_ faults: [String]) throws(RunError) {
        try record([
            .candidateRefused(
                CandidateRefused(
                    category: .replyMalformed, reason: "plan",
                    message: faults.joined(separator: "\n"), nearest: nil))
        ])
    }

    /// The phases that are done, or that nobody works on any more.
    private var settled: Set<PhaseID> {
        Set(ledger.state.phases.filter(\.status.isFinal).map(\.id))
    }
}
