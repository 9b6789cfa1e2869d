/// A plan that a model drafts, or that waits for a person's answer.
package struct PlanningState: Hashable, Sendable, Codable {
    /// Why each draft so far did not become the plan, in order.
    package var refusals: [String]
    /// Replies since a person last went on with the run; past a limit the run gives up.
    package var drafts: Int
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

    package init() {
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
        case awaitsAnswer = "awaits_answer"
        case retryAt = "retry_at"
        case callFailure = "call_failure"
        case tooLong = "too_long"
    }

    /// Drafts that a planner is asked for before the run gives up.
    package static let draftLimit = 3
}
