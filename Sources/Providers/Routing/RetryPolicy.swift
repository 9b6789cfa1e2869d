package import RunModel

/// When a failed call is tried again (`decisions.md`, Provider health).
package struct RetryPolicy: Hashable, Sendable {
    /// Tries after the first.
    package var maxRetries: Int
    package var leastSeconds: Double
    package var mostSeconds: Double
    /// A provider that asks for more is not waited for: another does the work.
    package var longestRetryAfterSeconds: Double

    package init(
        maxRetries: Int = 3, leastSeconds: Double = 0.5, mostSeconds: Double = 20,
        longestRetryAfterSeconds: Double = 120
    ) {
        self.maxRetries = maxRetries
        self.leastSeconds = leastSeconds
        self.mostSeconds = mostSeconds
        self.longestRetryAfterSeconds = longestRetryAfterSeconds
    }

    /// The policy that a run's settings ask for.
    package init(_ settings: RetrySettings) {
        self.init(
            maxRetries: settings.most, leastSeconds: settings.firstDelaySeconds,
            mostSeconds: max(settings.firstDelaySeconds, settings.maxDelaySeconds))
    }

    /// Seconds until the same call is made again; nil: it is not.
    ///
    /// Full jitter: anything between the least wait and a ceiling that grows fourfold from try to
    /// try (2, 8, 20 s), so that many clients do not come back at once. What the provider asks
    /// for is the least. Where a parameter is named that can be left out, it is tried again at once.
    ///
    /// - Parameters:
    ///   - tries: Tries of this call that failed, this one included.
    ///   - random: In `0..<1`.
    ///   - isReplyUsed: Part of the reply was shown or acted on: what came is what there is.
    package func delay(
        after failure: ProviderFailure, tries: Int, random: Double, isReplyUsed: Bool = false
    ) -> Double? {
        guard tries <= maxRetries, failure.shouldRetry != false, !isReplyUsed else { return nil }
        switch failure.kind {
        case .unsupportedParameter: return failure.param == nil ? nil : 0
        case .auth, .badRequest, .contextLength, .quota: return nil
        case .rateLimit, .overloaded, .server, .unreachable, .timeout, .malformed: break
        }
        var ceiling = leastSeconds
        for _ in 0..<max(1, tries) { ceiling = min(mostSeconds, ceiling * 4) }
        let jittered = leastSeconds + random * (ceiling - leastSeconds)
        guard let asked = failure.retryAfterSeconds else { return jittered }
        return asked <= longestRetryAfterSeconds ? max(asked, jittered) : nil
    }
}
