package import RunModel

/// Which learned rules a prompt holds (`decisions.md`, Learning).
package struct RuleSelection: Sendable {
    private let limit: Int

    package init(_ settings: DiscoveryPromotion) { limit = max(0, settings.maxRulesPerPrompt) }

    /// The rules for the next attempt of a phase, the most telling first.
    package func rules(
        for phase: PhaseID, in state: RunState, from known: [LearnedRule]
    ) -> [LearnedRule] {
        rules(for: AttemptTopic(of: phase, in: state), from: known)
    }

    /// The rules for an attempt: those that a person approved, that do no harm, and that bear on
    /// it by signature, category or scope.
    ///
    /// The nearest come first, then those with the greatest measured gain, where a rule that is
    /// not measured stands between gain and loss; then those that were seen last.
    package func rules(for topic: AttemptTopic, from known: [LearnedRule]) -> [LearnedRule] {
        let near = known.compactMap { rule -> (rule: LearnedRule, nearness: Nearness)? in
            guard rule.state == .rule, !Promotion.harms(rule.effect) else { return nil }
            return topic.nearness(
                category: rule.pattern.category, signature: rule.pattern.signature,
                scope: rule.scope
            ).map { (rule, $0) }
        }
        let sorted = near.sorted { left, right in
            if left.nearness != right.nearness { return left.nearness > right.nearness }
            let (gain, other) = (left.rule.effect.gain ?? 0, right.rule.effect.gain ?? 0)
            if gain != other { return gain > other }
            let (seen, before) = (left.rule.lastSeen, right.rule.lastSeen)
            if seen != before { return seen > before }
            return left.rule.id < right.rule.id
        }
        return sorted.prefix(limit).map(\.rule)
    }
}

extension LearnedRule {
    /// When a run last overcame a failure of its pattern, in milliseconds since 1970.
    fileprivate var lastSeen: Int64 { evidence.last?.time.milliseconds ?? .min }
}
