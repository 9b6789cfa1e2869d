/// The hard limits of a run (`decisions.md`, Budgets).
package struct Budgets: Hashable, Sendable, Codable {
    package var maxHTTP500PerRun: Int
    package var maxPatchFailuresPerRun: Int
    package var maxTotalFailuresPerRun: Int
    /// Nil: no cap on money.
    package var cost: Nullable<Money>
    package var tokens: Int
    /// Counted only while a process holds the run.
    package var wallClockSeconds: Int

    package init(
        maxHTTP500PerRun: Int = 10, maxPatchFailuresPerRun: Int = 15,
        maxTotalFailuresPerRun: Int = 25, cost: Money? = Money(usd: 5), tokens: Int = 5_000_000,
        wallClockSeconds: Int = 7200
    ) {
        self.maxHTTP500PerRun = maxHTTP500PerRun
        self.maxPatchFailuresPerRun = maxPatchFailuresPerRun
        self.maxTotalFailuresPerRun = maxTotalFailuresPerRun
        self.cost = Nullable(cost)
        self.tokens = tokens
        self.wallClockSeconds = wallClockSeconds
    }

    enum CodingKeys: String, CodingKey {
        case tokens
        case maxHTTP500PerRun = "max_http_500_per_run"
        case maxPatchFailuresPerRun = "max_patch_failures_per_run"
        case maxTotalFailuresPerRun = "max_total_failures_per_run"
        case cost = "cost_usd"
        case wallClockSeconds = "wall_clock_s"
    }
}

/// The name of a limit, as `budget.exceeded` records it.
package enum BudgetName: String, Sendable, Codable, CaseIterable {
    case http500 = "MAX_HTTP_500_PER_RUN"
    case patchFailures = "MAX_PATCH_FAILURES_PER_RUN"
    case totalFailures = "MAX_TOTAL_FAILURES_PER_RUN"
    case cost = "money"
    case tokens
    case wallClock = "wall_clock"
}
