import RunModel

/// A rule before and after, and how a commit speaks of it.
struct RuleChange {
    /// Nil: it is learned now.
    var before: LearnedRule?
    var after: LearnedRule

    /// Nothing is new but how attempts went.
    var isMeasureOnly: Bool {
        guard let before else { return false }
        return before.state == after.state && before.reached == after.reached
            && before.evidence == after.evidence && before.decisions == after.decisions
    }

    /// The message of the commit that holds these changes.
    static func message(_ changes: [RuleChange]) -> String {
        guard changes.count == 1, let change = changes.first else {
            let lines = changes.map { "\($0.after.id): \($0.after.effect.sentence)\n" }
            return "measure \(changes.count) rules\n\n\(lines.joined())"
        }
        return "\(change.subject)\n\n\(change.body)\n"
    }

    /// A sentence for people, as `import-error-3f9a1c20b7: CANDIDATE_RULE, learned by 3 runs`.
    private var subject: String {
        guard !isMeasureOnly else { return "\(after.id): measured, \(after.effect.sentence)" }
        let state = before?.state == after.state ? nil : after.state.rawValue
        return "\(after.id): " + ([state] + facts).compactMap(\.self).joined(separator: ", ")
    }

    /// What is new about it.
    private var facts: [String?] {
        if before?.decisions != after.decisions, let decision = after.decisions.last {
            let words = JournalMessage.oneLine(decision.why, limit: 200)
            let verdict = "\(verb(decision.verdict)) by \(decision.name)"
            return [words.isEmpty ? verdict : "\(verdict): \(words)"]
        }
        let runs = after.runs.count
        return [
            "learned by \(runs) run\(runs == 1 ? "" : "s")",
            before?.evidence == after.evidence
                ? nil : after.evidence.last.map { "now by \($0.run)" },
        ]
    }

    private var body: String {
        let failed =
            after.failed.map { "\nDid not work: \(JournalMessage.oneLine($0, limit: 200))" } ?? ""
        return "Works: \(JournalMessage.oneLine(after.text, limit: 200))\(failed)"
    }

    private func verb(_ verdict: RuleDecision.Verdict) -> String {
        switch verdict {
        case .approve: "approved"
        case .reject: "rejected"
        case .retire: "retired"
        }
    }
}

extension RuleDecision {
    /// Who decided, without the address.
    fileprivate var name: String {
        let name = who.prefix { $0 != "<" }
        return name.isEmpty ? who : String(name).trimmed
    }
}

extension String {
    fileprivate var trimmed: String {
        split(separator: " ").joined(separator: " ")
    }
}
