package import RunModel

/// What the next prompt of a phase says of what was learned, and how the journal names it.
///
/// The same value makes the prompt and is named in `call.reserved`, so that what was used can be
/// told from the journals alone.
package struct Advice: Sendable, Hashable {
    /// The most telling first.
    package let hints: [HintRecorded]
    /// The most telling first.
    package let rules: [LearnedRule]

    /// Chooses by the settings of the run.
    ///
    /// A rule whose pattern a hint of this run speaks of is left out: the run's own words are newer.
    ///
    /// - Parameter known: What the rules' store holds.
    package init(for phase: PhaseID, in state: RunState, knowing known: [LearnedRule]) {
        let settings = state.settings.discoveryPromotion
        let hints = HintSelection(settings).hints(for: phase, in: state)
        let patterns = Set(hints.compactMap(\.pattern))
        self.hints = hints
        rules = RuleSelection(settings).rules(
            for: phase, in: state, from: known.filter { !patterns.contains($0.pattern) })
    }

    /// What a person and the Doctor said to this phase, a line each.
    package var said: [String] { hints.filter { $0.origin != .overcome }.map(\.advice) }

    /// What runs have learned, a line each.
    ///
    /// Parts of it come from logs and models: a prompt quotes it as it quotes a log.
    package var learned: [String] {
        hints.filter { $0.origin == .overcome }.map(\.advice) + rules.map(\.advice)
    }

    /// The rules' ids, for `call.reserved`; nil: none.
    package var ruleIDs: [String]? { rules.isEmpty ? nil : rules.map(\.id.description) }

    /// The hints' signatures, for `call.reserved`; empty for a person's; nil: none.
    package var hintSignatures: [String]? { hints.isEmpty ? nil : hints.map(\.signature) }
}

extension HintRecorded {
    /// What a prompt says of it, on one line.
    package var advice: String { HintRecorded.line(text: text, failed: failed) }

    fileprivate static func line(text: String, failed: String?) -> String {
        let words = [text, failed.map { "What did not work: \($0)" } ?? ""]
        return words.flatMap { $0.split(whereSeparator: \.isWhitespace) }.joined(separator: " ")
    }
}

extension LearnedRule {
    /// What a prompt says of it, on one line.
    package var advice: String { HintRecorded.line(text: text, failed: failed) }
}
