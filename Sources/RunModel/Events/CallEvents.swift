/// A call is about to be made, and its highest cost is set aside.
package struct CallReserved: Hashable, Sendable, Codable {
    /// The request's id, unique within the run; each HTTP try is a request of its own.
    package var request: String
    package var role: Role
    package var provider: String
    package var model: String
    /// Why this model, in a sentence.
    package var why: String
    /// Null where the price is unknown.
    package var reserved: Nullable<Money>
    package var reservedTokens: Int
    /// The blob of the prompt, in keep.
    package var prompt: String
    /// The turn of a Builder with tools, from 1; nil where a call is a question of its own.
    package var turn: Int?
    /// The ids of the learned rules that the prompt holds; nil: none.
    package var rules: [String]?
    /// The signatures of the hints that the prompt holds, empty for a person's; nil: none.
    package var hints: [String]?
    /// Which of the Doctor's models is asked; nil in any other role.
    package var tier: DoctorTier?

    package init(
        request: String, role: Role, provider: String, model: String, why: String, reserved: Money?,
        reservedTokens: Int, prompt: String, turn: Int? = nil, rules: [String]? = nil,
        hints: [String]? = nil, tier: DoctorTier? = nil
    ) {
        self.request = request
        self.role = role
        self.provider = provider
        self.model = model
        self.why = why
        self.reserved = Nullable(reserved)
        self.reservedTokens = reservedTokens
        self.prompt = prompt
        self.turn = turn
        self.rules = rules
        self.hints = hints
        self.tier = tier
    }

    enum CodingKeys: String, CodingKey {
        case request, role, provider, model, why, prompt, turn, rules, hints, tier
        case reserved = "reserved_usd"
        case reservedTokens = "reserved_tokens"
    }
}

/// A model answered; its reply is kept.
package struct CallFinished: Hashable, Sendable, Codable {
    package var request: String
    package var role: Role
    package var provider: String
    package var model: String
    package var usage: Usage
    /// Null where the price is unknown.
    package var cost: Nullable<Money>
    package var finish: FinishReason
    /// The blob of the redacted reply, in keep: what is used is what is recorded.
    package var reply: String
    /// The entry that was taken, for recorded replies; counted from 0.
    package var recording: Int?

    package init(
        request: String, role: Role, provider: String, model: String, usage: Usage, cost: Money?,
        finish: FinishReason, reply: String, recording: Int? = nil
    ) {
        self.request = request
        self.role = role
        self.provider = provider
        self.model = model
        self.usage = usage
        self.cost = Nullable(cost)
        self.finish = finish
        self.reply = reply
        self.recording = recording
    }

    enum CodingKeys: String, CodingKey {
        case request, role, provider, model, usage, finish, reply, recording
        case cost = "cost_usd"
    }
}

/// Why a model stopped writing.
package enum FinishReason: String, Sendable, Codable, CaseIterable {
    case stop, length, error
    case toolCalls = "tool_calls"
    case contentFilter = "content_filter"
}

/// A call brought no reply.
///
/// What it had reserved is given back, unless the provider may have charged for it.
package struct CallFailed: Hashable, Sendable, Codable {
    package var request: String
    package var category: FailureCategory
    /// The HTTP status; null where there was none.
    package var status: Nullable<Int>
    /// When the same call is tried again; null: it is not.
    package var retryInSeconds: Nullable<Double>
    package var message: String
    /// The request had gone out and nobody knows what became of it.
    ///
    /// The reservation counts as spent; nil is false.
    package var mayHaveCost: Bool?
    /// The model refused the call as such, and another one is asked; absent: it did not.
    package var refused: Bool?
    /// The entry that was taken, for recorded replies; counted from 0.
    package var recording: Int?

    package init(
        request: String, category: FailureCategory, status: Int?, retryInSeconds: Double?,
        message: String, mayHaveCost: Bool = false, refused: Bool = false,
        recording: Int? = nil
    ) {
        self.request = request
        self.category = category
        self.status = Nullable(status)
        self.retryInSeconds = Nullable(retryInSeconds)
        self.message = message
        self.mayHaveCost = mayHaveCost ? true : nil
        self.refused = refused ? true : nil
        self.recording = recording
    }

    enum CodingKeys: String, CodingKey {
        case request, category, status, message, recording
        case retryInSeconds = "retry_in_s"
        case refused
        case mayHaveCost = "may_have_cost"
    }
}

/// A provider is routed around, or asked last; the payload of `provider.disabled` and `provider.enabled`.
package struct ProviderMoved: Hashable, Sendable, Codable {
    package var provider: String
    package var why: String
    /// When it is probed again; null: not in this run.
    package var until: Nullable<Timestamp>
    /// It is not routed around, but asked last; nil is false.
    package var downgraded: Bool?

    package init(provider: String, why: String, until: Timestamp?, downgraded: Bool = false) {
        self.provider = provider
        self.why = why
        self.until = Nullable(until)
        self.downgraded = downgraded ? true : nil
    }
}
