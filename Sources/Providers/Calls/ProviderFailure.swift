package import RunModel

/// Why a call brought no reply.
///
/// Holds no key: what a provider says of one is blotted out.
package struct ProviderFailure: Error, Hashable, Sendable {
    /// The kinds of `ask`'s `error` (`cli.md`, JSON of single answers).
    package enum Kind: String, Sendable, CaseIterable {
        case rateLimit = "rate_limit"
        case auth, overloaded
        case badRequest = "bad_request"
        case contextLength = "context_length"
        case quota, server
        case unsupportedParameter = "unsupported_parameter"
        case unreachable, timeout, malformed
    }

    package var kind: Kind
    /// Nil where there was no reply at all.
    package var status: Int?
    package var retryAfterSeconds: Double?
    /// What the provider itself says of trying again; nil: nothing.
    package var shouldRetry: Bool?
    /// The parameter that the provider names.
    package var param: String?
    package var message: String
    /// What a person can do about it; nil where only waiting or another provider helps.
    package var remedy: String?
    /// What came of the reply before it failed, calls of tools left out; nil: nothing.
    package var partial: Reply?
    /// The provider's id of the request, for its support.
    package var requestID: String?
    /// The entry that was taken, for recorded replies.
    package var recording: Int?
    /// The connection was made and lost.
    package var brokeOff: Bool

    package init(
        kind: Kind, status: Int? = nil, retryAfterSeconds: Double? = nil,
        shouldRetry: Bool? = nil, param: String? = nil, message: String,
        remedy: String? = nil, partial: Reply? = nil, requestID: String? = nil,
        recording: Int? = nil, brokeOff: Bool = false
    ) {
        self.kind = kind
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
        self.shouldRetry = shouldRetry
        self.param = param
        self.message = message
        self.remedy = remedy
        self.partial = partial
        self.requestID = requestID
        self.recording = recording
        self.brokeOff = brokeOff
    }

    /// The failure in the vocabulary that all modules share.
    ///
    /// A request that is refused as such counts as one with an unsupported parameter: both say
    /// that this provider does not take what it was sent.
    package var category: FailureCategory {
        switch kind {
        case .rateLimit: .providerRateLimit
        case .auth: .providerAuth
        case .overloaded: .providerOverloaded
        case .badRequest, .unsupportedParameter: .unsupportedParameter
        case .contextLength: .contextLength
        case .quota: .providerQuota
        case .server: .providerServerError
        case .unreachable: .providerUnreachable
        case .timeout: .providerTimeout
        case .malformed: .replyMalformed
        }
    }

    /// The request went out, and whether the provider charges for it nobody knows: a reply that
    /// did not come in time, broke off, or cannot be read.
    ///
    /// What was refused with a status, or never reached the provider, costs nothing.
    package var mayHaveCost: Bool {
        if partial != nil { return true }
        if let status, !(200..<300).contains(status) { return false }
        return switch kind {
        case .timeout, .malformed, .server: true
        case .unreachable: brokeOff
        default: false
        }
    }

    /// Blots a key out of all that is said.
    mutating func blot(_ key: APIKey) {
        message = key.blotted(from: message)
        param = param.map(key.blotted)
        remedy = remedy.map(key.blotted)
    }

    /// The provider is of no use any more in this run: another try cannot mend it.
    package var disablesProvider: Bool { kind == .auth || kind == .quota }
}
