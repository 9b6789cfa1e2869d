/// The Doctor's models are asked about a phase that has failed.
package struct DiagnosisState: Hashable, Sendable, Codable {
    package var phase: PhaseID
    /// What was answered so far, in order, readable or not.
    package var answers: [Answer]
    /// Which of the Doctor's models the call under way asks.
    package var tier: DoctorTier
    /// The last reply, its blob in keep.
    package var reply: String?
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

    /// One reply of a Doctor's model.
    package struct Answer: Hashable, Sendable, Codable {
        /// The blob in keep.
        package var reply: String
        /// As `provider/model`.
        package var model: String
        package var tier: DoctorTier

        package init(reply: String, model: String, tier: DoctorTier) {
            self.reply = reply
            self.model = model
            self.tier = tier
        }
    }

    package init(phase: PhaseID) {
        self.phase = phase
        answers = []
        tier = .cheap
        provider = ""
        tries = 0
        tooLong = []
        refused = []
    }

    enum CodingKeys: String, CodingKey {
        case phase, answers, tier, reply, pending, provider, tries, refused
        case retryAt = "retry_at"
        case callFailure = "call_failure"
        case tooLong = "too_long"
    }
}

/// How often the Doctor's models were asked (`decisions.md`, Budgets).
package struct DoctorCalls: Hashable, Sendable, Codable {
    /// All but those of their own budget.
    package var all: Int
    /// Of all, those of the strong model.
    package var strong: Int
    /// For infrastructure, in phases of category `core_maintenance`, once the others are used up.
    package var infrastructure: Int

    package init() {
        all = 0
        strong = 0
        infrastructure = 0
    }
}
