/// What a run has seen of a provider since it last came back.
package struct ProviderState: Hashable, Sendable, Codable {
    /// Calls with an outcome that tells of the provider.
    package var calls: Int
    /// Of these, the ones that failed through the provider's fault.
    package var failures: Int
    /// Failures since the last reply.
    package var failuresInRow: Int
    /// How often it was disabled for a time, without coming back in between.
    package var coolDowns: Int
    /// Nil: it may be asked.
    package var disabled: Disabled?
    /// Why it is asked only where no other can do the work; nil: it is not downgraded.
    package var downgraded: String?

    /// Why a provider is routed around, and for how long.
    package struct Disabled: Hashable, Sendable, Codable {
        package var why: String
        /// When it is probed again; null: not in this run.
        package var until: Nullable<Timestamp>

        package init(why: String, until: Timestamp?) {
            self.why = why
            self.until = Nullable(until)
        }

        /// The provider may not be asked yet; the first call after that is its probe.
        package func holds(at now: Timestamp) -> Bool { until.value.map { now < $0 } ?? true }
    }

    package init() {
        calls = 0
        failures = 0
        failuresInRow = 0
        coolDowns = 0
    }

    enum CodingKeys: String, CodingKey {
        case calls, failures, disabled, downgraded
        case failuresInRow = "failures_in_row"
        case coolDowns = "cool_downs"
    }

    /// Takes in the outcome of a call.
    mutating func count(failed: Bool) {
        calls = calls.adding(1)
        failures = failures.adding(failed ? 1 : 0)
        failuresInRow = failed ? failuresInRow.adding(1) : 0
    }
}

extension ProviderHealth {
    /// Seconds until a provider is probed that was disabled so many times before in a row.
    package func coolDownSeconds(after coolDowns: Int) -> Double {
        var seconds = coolDownSeconds
        for _ in 0..<min(max(0, coolDowns), 60) where seconds < maxCoolDownSeconds { seconds *= 2 }
        return min(seconds, maxCoolDownSeconds)
    }

    /// One more failure disables a provider that stands so (`decisions.md`, Provider health).
    package func disables(_ provider: ProviderState) -> Bool {
        if provider.failuresInRow + 1 >= consecutiveErrors { return true }
        let (failures, calls) = (provider.failures + 1, provider.calls + 1)
        return calls >= minCalls && Double(failures) > errorRatio * Double(calls)
    }
}

extension RunState {
    /// The providers that are routed around, and why; one whose time is over is still among them
    /// until it has answered.
    package var disabledProviders: [String: String] {
        providers.compactMapValues { $0.disabled?.why }
    }

    mutating func takeProvider(_ moved: ProviderMoved) {
        if moved.downgraded == true {
            providers[moved.provider, default: ProviderState()].downgraded = moved.why
            return
        }
        var provider = providers[moved.provider] ?? ProviderState()
        provider.disabled = ProviderState.Disabled(why: moved.why, until: moved.until.value)
        if moved.until.value != nil { provider.coolDowns = provider.coolDowns.adding(1) }
        providers[moved.provider] = provider
        if attempt?.provider == moved.provider {
            attempt?.tries = 0
            attempt?.retryAt = nil
        }
    }
}

extension FailureCategory {
    /// A call that failed so says something of the provider, and not of what it was asked.
    ///
    /// A body that is no reply of that wire is among them: an endpoint that answers with a page of
    /// HTML is of no more use than one that does not answer.
    package var tellsOfProvider: Bool {
        switch self {
        case .providerUnreachable, .providerTimeout, .providerAuth, .providerRateLimit,
            .providerOverloaded, .providerServerError, .providerQuota, .replyMalformed:
            true
        default: false
        }
    }
}
