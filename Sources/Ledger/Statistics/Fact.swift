import RunModel

/// What happened in one place: numbers, and what they are grouped by.
struct Fact: Hashable, Codable {
    var place: Place
    var tally: Tally

    /// What a fact is of; nil where it is of none.
    struct Place: Hashable, Codable {
        /// `yyyy-mm-dd` in UTC.
        var day: String
        var phase: PhaseID?
        var provider: String?
        var model: String?
        var role: Role?
        /// A ``FailureCategory``, or ``unclassified``.
        var category: String?
    }

    /// The category of a failure of which the journal has none.
    static let unclassified = "unclassified"
}

extension UsageRow {
    /// The row as facts: what was used, and apart from it each category of failed calls.
    var facts: [Fact] {
        var used = Tally()
        let failed = failures.values.reduce(0, UsageRow.sum)
        used.add(.calls, UsageRow.sum(calls, -failed))
        used.add(.input, usage.input)
        used.add(.output, usage.output)
        used.add(.cachedInput, usage.cachedInput)
        used.add(.reasoning, usage.reasoning)
        used.add(.lostTokens, lostTokens)
        used.add(.microUSD, Int(cost.microUSD))
        used.add(.unknownCosts, hasUnknownCost ? 1 : 0)
        if role == .doctor {
            used.add(.doctorCalls, UsageRow.sum(calls, -failed))
            used.add(.doctorMicroUSD, Int(cost.microUSD))
            used.add(.doctorUnknownCosts, hasUnknownCost ? 1 : 0)
        }
        var place = Fact.Place(
            day: period, phase: phase, provider: provider, model: model, role: role)
        var facts = [Fact(place: place, tally: used)]
        for (category, number) in failures {
            var tally = Tally()
            tally.add(.calls, number)
            tally.add(.failedCalls, number)
            tally.add(.callCategories, category, number)
            place.category = category
            facts.append(Fact(place: place, tally: tally))
        }
        return facts
    }
}
