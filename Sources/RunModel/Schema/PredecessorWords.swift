/// What the states and categories of older records mean (`decisions.md`, Words of the predecessor).
///
/// The keys are in capitals, as they were written.
package enum PredecessorWords {
    package static let runStates = [
        "QUEUED": "created",
        "READY": "created",
        "PENDING": "created",
        "RUN_CREATED": "created",
        "PLAN_BOOTSTRAP": "planning",
        "PHASE_QUEUEING": "executing",
        "PHASE_EXECUTION": "executing",
        "RUNNING": "executing",
        "GATE": "executing",
        "CI_RUNNING": "executing",
        "SNAPSHOT_CREATED": "executing",
        "DONE_SUCCESS": "succeeded",
        "DONE_FAILED": "failed",
        "DONE_FAILED_BUDGET_EXHAUSTED": "failed",
        "DONE_FAILED_POLICY_VIOLATION": "failed",
        "DONE_FAILED_ENVIRONMENT": "failed",
        "DONE_FAILED_REQUIRES_HUMAN_REVIEW": "awaiting_approval",
    ]

    /// The reason that such a state carried in its name.
    package static let reasons = [
        "DONE_FAILED_BUDGET_EXHAUSTED": RunReason.budget,
        "DONE_FAILED_POLICY_VIOLATION": .policy,
        "DONE_FAILED_ENVIRONMENT": .environment,
        "DONE_FAILED_REQUIRES_HUMAN_REVIEW": .review,
    ]

    package static let phaseStates = [
        "QUEUED": "queued",
        "READY": "queued",
        "PENDING": "queued",
        "EXECUTING": "building",
        "PHASE_EXECUTION": "building",
        "GATE": "gating",
        "CI_RUNNING": "checking",
        "COMPLETE": "completed",
        "DONE_SUCCESS": "completed",
        "FAILED": "failed",
        "SKIPPED": "skipped",
    ]

    package static let failureCategories = [
        "AUDITOR_REJECT": "audit_rejected",
        "IMPORT": "import_error",
        "LOGIC": "assertion_failed",
    ]
}
