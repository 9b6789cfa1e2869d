/// When a provider is passed over, and when it is asked again (`decisions.md`, Provider health).
package struct ProviderHealth: Hashable, Sendable, Codable {
    /// Of one look at a provider at start-up.
    package var timeoutSeconds: Double
    /// How long the answer of a look holds.
    package var cacheSeconds: Double
    /// Infrastructure errors in a row that disable it.
    package var consecutiveErrors: Int
    /// The share of failed calls that disables it, where there were at least `minCalls`.
    package var errorRatio: Double
    package var minCalls: Int
    /// Until it is probed again; doubles each time.
    package var coolDownSeconds: Double
    package var maxCoolDownSeconds: Double

    package init(
        timeoutSeconds: Double = 5, cacheSeconds: Double = 300, consecutiveErrors: Int = 2,
        errorRatio: Double = 0.5, minCalls: Int = 5, coolDownSeconds: Double = 60,
        maxCoolDownSeconds: Double = 900
    ) {
        self.timeoutSeconds = timeoutSeconds
        self.cacheSeconds = cacheSeconds
        self.consecutiveErrors = consecutiveErrors
        self.errorRatio = errorRatio
        self.minCalls = minCalls
        self.coolDownSeconds = coolDownSeconds
        self.maxCoolDownSeconds = maxCoolDownSeconds
    }

    enum CodingKeys: String, CodingKey {
        case timeoutSeconds = "timeout_s"
        case cacheSeconds = "cache_s"
        case consecutiveErrors = "consecutive_errors"
        case errorRatio = "error_ratio"
        case minCalls = "min_calls"
        case coolDownSeconds = "cool_down_s"
        case maxCoolDownSeconds = "max_cool_down_s"
    }
}

/// How a failed call is tried again: full-jitter backoff (`decisions.md`, Provider health).
package struct RetrySettings: Hashable, Sendable, Codable {
    package var most: Int
    package var firstDelaySeconds: Double
    package var maxDelaySeconds: Double

    package init(most: Int = 3, firstDelaySeconds: Double = 0.5, maxDelaySeconds: Double = 20) {
        self.most = most
        self.firstDelaySeconds = firstDelaySeconds
        self.maxDelaySeconds = maxDelaySeconds
    }

    enum CodingKeys: String, CodingKey {
        case most = "max"
        case firstDelaySeconds = "first_delay_s"
        case maxDelaySeconds = "max_delay_s"
    }
}
