package import RunModel

/// Which of a run's hints the next prompt of a phase holds (`decisions.md`, Learning).
package struct HintSelection: Sendable {
    private let limit: Int

    package init(_ settings: DiscoveryPromotion) { limit = max(0, settings.maxHintsPerPrompt) }

    /// The hints for the next attempt of a phase, the most telling first.
    ///
    /// A person's words to this phase come first, then its Doctor's, each the newest first. After
    /// them comes what was overcome in this phase or another one, where signature, category or
    /// scope say that it bears on the attempt: the nearest first, and of the equally near the
    /// newest. A person's words to another phase were not meant for this one; what a Doctor said
    /// there only counts for the very same failure. The same is not said twice.
    package func hints(for phase: PhaseID, in state: RunState) -> [HintRecorded] {
        let topic = AttemptTopic(of: phase, in: state)
        var own: [HintRecorded] = []
        var others: [HintRecorded] = []
        // What the phase under way recorded is newer than what the phases before it did.
        for other in [phase] + state.phases.map(\.id).reversed().filter({ $0 != phase }) {
            let hints = (state[phase: other]?.hints ?? []).reversed()
            if other == phase { own += hints } else { others += hints }
        }
        let said = own.filter { $0.origin == .person } + own.filter { $0.origin == .doctor }
        let learned = (own + others).filter { $0.origin == .overcome }
        let diagnosed = others.filter { hint in
            hint.origin == .doctor && !hint.signature.isEmpty
                && topic.failures.contains { $0.signature == hint.signature }
        }
        return distinct(said + byNearness(learned + diagnosed, to: topic))
    }

    /// Nearest first; the order among the equally near stays.
    private func byNearness(_ hints: [HintRecorded], to topic: AttemptTopic) -> [HintRecorded] {
        let near = hints.enumerated().compactMap { place, hint in
            topic.nearness(
                category: hint.category, signature: hint.signature, scope: hint.scope
            ).map { (hint: hint, nearness: $0, place: place) }
        }
        return near.sorted { left, right in
            left.nearness == right.nearness
                ? left.place < right.place : left.nearness > right.nearness
        }.map(\.hint)
    }

    private func distinct(_ hints: [HintRecorded]) -> [HintRecorded] {
        var texts: Set<String> = []
        var patterns: Set<FailurePattern> = []
        let fresh = hints.filter { hint in
            guard texts.insert(hint.text).inserted else { return false }
            return hint.pattern.map { patterns.insert($0).inserted } ?? true
        }
        return Array(fresh.prefix(limit))
    }
}

extension HintRecorded {
    /// Where it comes from; records of older programs do not say, and hold a person's words.
    package var origin: HintSource { source ?? .person }

    /// The pattern of failure that it tells how to overcome; nil for anything else.
    package var pattern: FailurePattern? {
        guard origin == .overcome, let category, !signature.isEmpty else { return nil }
        return FailurePattern(category: category, signature: signature)
    }
}
