/// What a run does next.
///
/// A step says what, never how; performing it yields the events that are its outcome.
package enum Step: Hashable, Sendable {
    /// Refs were planned to move: move them, and record that they have.
    case moveRefs(PlannedMove)
    /// Run the plan's checks on the commit the run started from.
    case checkBaseline
    /// Read the planner's reply.
    case readPlan
    /// Ask a person whether a model's plan runs.
    case requestPlanApproval
    /// `--yes` answers instead of a person.
    case approvePlanByFlag
    case startPhase(PhaseID)
    /// A phase it depends on did not complete.
    case skipPhase(PhaseID, why: String)
    case startAttempt(PhaseID, number: Int)
    /// Call a model, not before the given time.
    case call(Role, notBefore: Timestamp?)
    /// Let the agent program of that name change the files, as Builder or as fixer.
    case letWork(String, as: Role)
    /// Make a candidate of a reply.
    case apply(Role)
    /// Make a candidate of what an agent program changed.
    case applyWork(Role)
    /// Run the checks on the candidate.
    case check
    /// Read the Auditor's reply.
    case readAudit
    /// Let the gate decide.
    case gate
    /// Ask a person.
    case requestApproval
    /// `--yes` answers instead of a person.
    case approveByFlag
    /// Plan to make the candidate the run's tip.
    case planCheckpoint
    /// The checkpoint is made: the phase is complete.
    case completePhase(PhaseID)
    case failAttempt(AttemptFault)
    case failPhase(PhaseID, why: String)
    /// Find out what keeps a phase from going on, and decide what is done about it.
    case diagnose(PhaseID, notBefore: Timestamp?)
    /// Run the Doctor's commands in the private workspace.
    case executeFix
    /// No plan came of a replan: another remedy is chosen.
    case abandonReplan(PhaseID, why: String)
    /// Plan to reset the run's branch to where the run began.
    case planRollback(PhaseID)
    case exceedBudget(BudgetExceeded)
    case finish(RunStatus, RunReason?, message: String)
    /// Nothing happens until a person answers, or for good.
    case rest
}

/// Why an attempt is given up.
package enum AttemptFault: Hashable, Sendable {
    /// The reply brought no candidate, or a forbidden one.
    case refused
    /// The candidate fails its checks and no fix is left, or none is possible.
    case checks
    case blocked
    /// The calls went nowhere.
    case calls
}
