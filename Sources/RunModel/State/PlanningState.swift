/// A plan that a model drafts, or that waits for a person's answer.
package struct PlanningState: Hashable, Sendable, Codable {
    /// Why each draft so far did not become the plan, in order.
    package var refusals: [String]
    /// Replies since a person last went on with the run; past a limit the run gives up.
    package var drafts: Int
    /// The phase from which on the plan is written anew; nil: it is the first plan.
    package var replans: PhaseID?
    /// The plan takes more power than the one it replaces: `--yes` does not answer that.
    package var broadens: Bool
    /// What held before the plan that waits for an answer; nil: nothing did.
    package var before: PlanBefore?
    /// The last reply, its blob in keep; nil where it has been read.
    package var reply: String?
    /// The plan in force is a model's, and a person is to say whether it runs.
    package var awaitsAnswer: Bool
    /// The call that was reserved and has no outcome.
    package var pending: CallReserved?
    /// The provider of the last call.
    package var provider: String
    /// Tries of the call under way that failed.
    package var tries: Int
    /// When the call is tried again.
    package var retryAt: Timestamp?
    /// The last failed call, until one succeeds.
    package var callFailure: CallFailed?
    /// Models whose context is too small for the call, as `provider/model`.
    package var tooLong: [String]
    /// Models that refused the call as such, as `provider/model`.
    package var refused: [String]

    package init(replans: PhaseID? = nil) {
        self.replans = replans
        broadens = false
        refusals = []
        drafts = 0
        awaitsAnswer = false
        provider = ""
        tries = 0
        tooLong = []
        refused = []
    }

    enum CodingKeys: String, CodingKey {
        case refusals, drafts, reply, pending, provider, tries, refused
        case replans, broadens, before
        case awaitsAnswer = "awaits_answer"
        case retryAt = "retry_at"
        case callFailure = "call_failure"
        case tooLong = "too_long"
    }

    /// Drafts that a planner is asked for before the run gives up.
    package static let draftLimit = 3
}

/// The plan and its phases as they were before another was proposed.
package struct PlanBefore: Hashable, Sendable, Codable {
    package var plan: Plan
    package var phases: [PhaseState]

    package init(plan: Plan, phases: [PhaseState]) {
        self.plan = plan
        self.phases = phases
    }
}
