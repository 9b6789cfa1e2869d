package import RunModel

/// What a journal says of one checkpoint, from its candidate to the branch.
package struct CheckpointRecord: Sendable, Hashable {
    /// In full.
    package var commit: String
    package var tree: String
    package var phase: PhaseID
    package var attempt: Int
    /// What the checks said of it; empty where the plan has none.
    package var checks: [CheckResult]
    package var audit: AuditFinished?
    /// The gate's, and where it waited for a person, that person's.
    package var verdict: Verdict?
}

/// How the record of a run stands to a commit that says it is of that run.
package enum CommitStanding: Sendable, Equatable {
    /// A checkpoint, as it was checked.
    case checkpoint(CheckpointRecord)
    /// The change of a checkpoint in another commit, as after a rebase or a signature.
    case rewritten(CheckpointRecord)
    /// What a landing or a rollback made, or a person who took the trailer along.
    case other
    /// It was a checkpoint until its phase was rolled back.
    case abandoned
    /// A change that did not become a checkpoint.
    case candidate
    /// None of the run's changes.
    case altered
    /// The run has not come to a good end.
    case notSucceeded(RunStatus)
}
