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
    /// What a prompt says of it, on one line; what somebody said is not cut.
    package var advice: String {
        if let pattern { return pattern.line(text: text, failed: failed) }
        let what = failed.map { "\(text) (what did not work: \($0))" } ?? text
        return what.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension LearnedRule {
    /// What a prompt says of it, on one line.
    package var advice: String {
        pattern.line(text: text, failed: failed)
    }
}

extension FailurePattern {
    /// Of what was learned about it; a line of a prompt, whatever a record holds.
    fileprivate func line(text: String, failed: String?) -> String {
        let failed = failed.map { " (what did not work: \(FailurePattern.short($0)))" } ?? ""
        return "\(category.rawValue): \(FailurePattern.short(text))\(failed)"
    }

    /// On one line, and in bounds.
    static func short(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > longest ? line.prefix(longest) + "…" : line
    }

    private static let longest = 300
}
