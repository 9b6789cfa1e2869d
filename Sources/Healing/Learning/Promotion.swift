package import RunModel

/// How something learned becomes a rule, and ceases to be one (`decisions.md`, Learning).
///
/// `NEW` → `APPLIED` once it was in a prompt → `CANDIDATE_RULE` once enough runs learned it within
/// some window of days → `RULE` by a person's approval, where the numbers do not speak against it.
/// The window lies anywhere in time and includes both its ends; a run counts once. What was seen in
/// enough runs is a candidate whether or not it was ever in a prompt.
package struct Promotion: Sendable {
    private let settings: DiscoveryPromotion

    /// Attempts on each side before a rule is retired by the numbers alone.
    ///
    /// Below that a share says little. An approval is refused without this limit: a person can
    /// wait, while a rule that is taken away for one bad attempt helps nobody.
    package static let leastAttempts = 5

    package init(_ settings: DiscoveryPromotion) { self.settings = settings }

    /// The rule with all that follows from what is known of it: how far it has come, and its
    /// retirement where it harms.
    package func advanced(_ rule: LearnedRule, now: Timestamp) -> LearnedRule {
        let advanced = rule.joined(
            with: LearnedRule(id: rule.id, pattern: rule.pattern, reached: reached(rule)))
        guard advanced.state == .rule, Promotion.harms(advanced.effect) else { return advanced }
        return advanced.decided(
            .retire, who: Promotion.program, why: advanced.effect.sentence, now: now)
    }

    /// How far it has come by itself.
    package func reached(_ rule: LearnedRule) -> RuleState {
        if isSeenOften(rule) { return .candidate }
        return max(rule.reached, rule.effect.with.attempts > 0 ? .applied : .new)
    }

    /// Why a person cannot make it a rule, each in a sentence; empty where they can.
    package func obstacles(to rule: LearnedRule) -> [String] {
        var obstacles: [String] = []
        if reached(rule) < .candidate {
            let runs = mostRunsInWindow(rule)
            obstacles.append(
                "\(runs) run\(runs == 1 ? "" : "s") within \(settings.windowDays) days learned it"
                    + ", and \(settings.candidateRuns) are needed")
        }
        if rule.effect.isRegression {
            obstacles.append("it does harm: \(rule.effect.sentence)")
        }
        return obstacles
    }

    /// Enough attempts on both sides say that attempts with it succeed less often.
    package static func harms(_ effect: RuleEffect) -> Bool {
        effect.with.attempts >= leastAttempts && effect.without.attempts >= leastAttempts
            && effect.isRegression
    }

    /// The most runs that learned it within one window of days.
    package func mostRunsInWindow(_ rule: LearnedRule) -> Int {
        let days = Int64(min(max(0, settings.windowDays), Promotion.greatestWindow))
        return rule.evidence.map { first in
            let last = first.time.milliseconds.addingReportingOverflow(days * 86_400_000)
            let end = last.overflow ? Int64.max : last.partialValue
            let within = rule.evidence.filter {
                $0.time >= first.time && $0.time.milliseconds <= end
            }
            return Set(within.map(\.run)).count
        }.max() ?? 0
    }

    private func isSeenOften(_ rule: LearnedRule) -> Bool {
        mostRunsInWindow(rule) >= max(1, settings.candidateRuns)
    }

    /// A thousand years; more is the same.
    private static let greatestWindow = 365_000

    /// Who retires a rule that harms.
    private static let program = "git autopack <autopack@localhost>"
}

extension LearnedRule {
    /// The rule with one more decision, which stands.
    ///
    /// Its time is later than that of every decision known so far, even where the clocks of two
    /// machines differ.
    package func decided(
        _ verdict: RuleDecision.Verdict, who: String, why: String, now: Timestamp
    ) -> LearnedRule {
        let last = decisions.last?.when.milliseconds ?? .min
        let when = now.milliseconds > last ? now : Timestamp(milliseconds: last + 1)
        let decision = RuleDecision(
            verdict, who: who, when: when, why: why, text: text, failed: failed)
        return joined(with: LearnedRule(id: id, pattern: pattern, decisions: [decision]))
    }
}
