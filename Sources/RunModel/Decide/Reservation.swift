/// What a call may use at most, set aside before it is made.
package struct Reservation: Hashable, Sendable {
    /// Nil where the price is unknown.
    package var cost: Money?
    package var tokens: Int

    package init(cost: Money?, tokens: Int) {
        self.cost = cost
        self.tokens = tokens
    }
}

/// Why a call may not be made.
package enum ReservationRefusal: Hashable, Sendable {
    case exceeds(BudgetExceeded)
    /// There is a cap on money and no price to hold against it.
    case unknownPrice
}

extension RunState {
    /// Says why a reservation does not fit into what is left, or nil where it does.
    ///
    /// Nothing runs past a cap: what is reserved is counted as if it were spent.
    package func refusal(of reservation: Reservation) -> ReservationRefusal? {
        let budgets = settings.budgets
        let tokens = spend.tokens.adding(reservation.tokens)
        if tokens > budgets.tokens {
            return .exceeds(
                BudgetExceeded(budget: .tokens, cap: Double(budgets.tokens), spent: Double(tokens)))
        }
        guard let cap = budgets.cost.value else { return nil }
        guard let cost = reservation.cost else { return .unknownPrice }
        let money = spend.cost + cost
        guard money > cap else { return nil }
        return .exceeds(BudgetExceeded(budget: .cost, cap: cap.usd, spent: money.usd))
    }
}
