package import RunModel

/// What one model was used in one role on one day, or in one week, by one run or by several.
package struct UsageRow: Hashable, Sendable, Codable {
    /// `yyyy-mm-dd` in UTC, or a week as `2026-W47`.
    package var period: String
    /// Nil for calls outside any phase, and in sums over phases.
    package var phase: PhaseID?
    package var provider: String
    package var model: String
    package var role: Role
    /// Calls, each try of one.
    package var calls: Int
    package var usage: Usage
    /// Reserved by calls whose outcome nobody knows; it counts as spent.
    package var lostTokens: Int
    package var cost: Money
    /// A call's price was not known: `cost` is less than was spent.
    package var hasUnknownCost: Bool
    /// Calls without a reply, by the category of the failure.
    package var failures: [String: Int]

    init(
        period: String, phase: PhaseID? = nil, provider: String, model: String, role: Role
    ) {
        self.period = period
        self.phase = phase
        self.provider = provider
        self.model = model
        self.role = role
        calls = 0
        usage = .zero
        lostTokens = 0
        cost = .zero
        hasUnknownCost = false
        failures = [:]
    }

    /// All that counts against a quota of tokens.
    package var tokens: Int { UsageRow.sum(usage.total, lostTokens) }

    enum CodingKeys: String, CodingKey {
        case period, phase, provider, model, role, calls, usage, failures
        case lostTokens = "lost_tokens"
        case cost = "cost_usd"
        case hasUnknownCost = "has_unknown_cost"
    }

    /// What tells rows apart.
    struct Key: Hashable {
        var period: String
        var phase: PhaseID?
        var provider: String
        var model: String
        var role: Role
    }

    var key: Key {
        Key(period: period, phase: phase, provider: provider, model: model, role: role)
    }

    /// Takes in what another row of the same key holds.
    mutating func add(_ other: UsageRow) {
        calls = UsageRow.sum(calls, other.calls)
        usage += other.usage
        lostTokens = UsageRow.sum(lostTokens, other.lostTokens)
        cost += other.cost
        hasUnknownCost = hasUnknownCost || other.hasUnknownCost
        failures.merge(other.failures, uniquingKeysWith: UsageRow.sum)
    }

    /// Counts a reservation as spent.
    mutating func lose(_ call: CallReserved) {
        lostTokens = UsageRow.sum(lostTokens, call.reservedTokens)
        if let reserved = call.reserved.value { cost += reserved } else { hasUnknownCost = true }
    }

    /// What a stranger's journal says must not end the program.
    static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? (right > 0 ? .max : .min) : sum
    }
}
