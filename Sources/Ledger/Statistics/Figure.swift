package import RunModel

/// A number of the statistics under the name that it has in JSON and CSV.
///
/// Names are added, never changed (`decisions.md`, Statistics).
package struct Figure: Hashable, Sendable {
    package enum Value: Hashable, Sendable {
        case count(Int)
        /// Nil where nothing is there to divide by.
        case ratio(Double?)
        /// Nil where a price is not known.
        case money(Money?)
        /// Numbers by a word.
        case words([String: Int])
    }

    package var name: String
    package var value: Value

    fileprivate init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

extension Statistics.Group {
    /// Every figure of the group, in the order in which they are printed.
    package var figures: [Figure] {
        [
            Figure("runs", .count(runs)),
            Figure("runs_succeeded", .count(states[.succeeded] ?? 0)),
            Figure("runs_failed", .count(states[.failed] ?? 0)),
            Figure("run_success_rate", .ratio(runSuccessRate)),
            count(.phases), count(.phasesCompleted), count(.phasesFailed), count(.phasesSkipped),
            count(.attempts), count(.attemptsSuccessful),
            Figure("attempt_success_rate", .ratio(attemptSuccessRate)),
            count(.failures),
            words(.categories),
            count(.autoFixAttempted), count(.autoFixSuccessful),
            Figure("success_rate", .ratio(successRate)),
            Figure("avg_attempts", .ratio(averageAttempts)),
            count(.unfixable),
            Figure("seconds_per_fix", .ratio(secondsPerFix)),
            words(.commonFixes),
            count(.doctorCalls), count(.doctorDecisions),
            words(.doctorActions),
            Figure("cheap_strong_ratio", .ratio(cheapStrongRatio)),
            Figure("escalation_rate", .ratio(escalationRate)),
            Figure("doctor_cost_usd", .money(doctorCost)),
            count(.recoveries),
            Figure("recoveries_per_usd", .ratio(recoveriesPerDollar)),
            count(.calls),
            words(.callCategories),
            Figure("tokens_input", .count(tally[.input])),
            Figure("tokens_output", .count(tally[.output])),
            Figure("tokens_cached_input", .count(tally[.cachedInput])),
            Figure("tokens_reasoning", .count(tally[.reasoning])),
            Figure("tokens_lost", .count(tally[.lostTokens])),
            Figure("cost_usd", .money(cost)),
            words(.strategies),
            words(.ruleAttempts), words(.ruleSuccesses),
        ]
    }

    /// Runs that succeeded, of those that succeeded or failed.
    package var runSuccessRate: Double? {
        let succeeded = states[.succeeded] ?? 0
        return Self.ratio(succeeded, succeeded + (states[.failed] ?? 0))
    }

    /// Attempts that became a checkpoint, of all.
    package var attemptSuccessRate: Double? {
        Self.ratio(tally[.attemptsSuccessful], tally[.attempts])
    }

    /// Failures that an automatic fix mended, of those at which one was tried.
    package var successRate: Double? {
        Self.ratio(tally[.autoFixSuccessful], tally[.autoFixAttempted])
    }

    /// Automatic fixes tried at a failure.
    package var averageAttempts: Double? { Self.ratio(tally[.fixes], tally[.autoFixAttempted]) }

    /// From the call of the fixer, or the first command, to the end of the checks.
    package var secondsPerFix: Double? {
        Self.ratio(tally[.fixMilliseconds], tally[.fixes]).map { $0 / 1000 }
    }

    /// Calls of the Doctor's cheap model for one of the strong.
    package var cheapStrongRatio: Double? {
        Self.ratio(tally[.doctorCheap], tally[.doctorStrong])
    }

    /// Of a model's decisions, those for which the strong model was asked after the cheap one.
    package var escalationRate: Double? {
        Self.ratio(tally[.doctorEscalated], tally[.doctorModelDecisions])
    }

    package var doctorCost: Money? {
        tally[.doctorUnknownCosts] > 0
            ? nil : Money(microUSD: Int64(tally[.doctorMicroUSD]))
    }

    /// Nil too where the Doctor cost nothing.
    package var recoveriesPerDollar: Double? {
        doctorCost.flatMap { $0 > .zero ? Double(tally[.recoveries]) / $0.usd : nil }
    }

    package var cost: Money? {
        tally[.unknownCosts] > 0 ? nil : Money(microUSD: Int64(tally[.microUSD]))
    }

    /// All tokens that count against a quota.
    package var tokens: Int {
        [Tally.Count.input, .output, .lostTokens].map { tally[$0] }.reduce(0, UsageRow.sum)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    private func count(_ count: Tally.Count) -> Figure {
        Figure(count.rawValue, .count(tally[count]))
    }

    private func words(_ breakdown: Tally.Breakdown) -> Figure {
        Figure(breakdown.rawValue, .words(tally[breakdown]))
    }
}
