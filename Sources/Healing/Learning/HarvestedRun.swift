package import RunModel

/// What a journal says of hints, of attempts, and of what their prompts held.
struct HarvestedRun {
    /// What the run learned, one fact each.
    private(set) var learned: [LearnedRule] = []

    private let run: RunID?
    private let created: Timestamp
    private var attempts: [AttemptKey: Attempt] = [:]

    private struct AttemptKey: Hashable {
        var phase: PhaseID
        var number: Int
    }

    /// An attempt that asked a model to write.
    private struct Attempt {
        /// The first call for a Builder or a fixer.
        var seq: Int
        var time: Timestamp
        var scope: [String]
        var rules: Set<String> = []
        /// Signatures of the hints, each with the last call that held it.
        var hints: [String: Int] = [:]
        /// Nil: it has no outcome, or one that was not its own.
        var succeeded: Bool?
    }

    init(_ journal: [JournalEntry]) {
        run = journal.first?.run
        created = journal.first?.time ?? Timestamp(milliseconds: 0)
        var plan: Plan?
        for entry in journal {
            switch entry.event {
            case .planAdopted(let adopted), .replanAdopted(let adopted): plan = adopted.plan
            case .hintRecorded(let hint): take(hint, entry)
            case .callReserved(let call):
                take(call, entry, scope: entry.phase.flatMap { plan?[$0] }?.scope.write ?? [])
            case .checkpointCommitted: end(entry, succeeded: true)
            case .attemptFailed(let failed):
                let isOwn =
                    failed.failureClass != .infrastructure && failed.failureClass != .gitState
                if isOwn { end(entry, succeeded: false) }
            default: break
            }
        }
    }

    /// The rule with what this run tells of its effect.
    ///
    /// - Parameter countsWithout: Attempts without it count even where none held it.
    func measured(_ rule: LearnedRule, countsWithout: Bool) -> LearnedRule {
        guard let run else { return rule }
        var measure = RuleMeasure(run: run, time: created)
        var wasHeld = false
        for attempt in attempts.values {
            let holds = self.holds(attempt, rule)
            wasHeld = wasHeld || holds
            guard let succeeded = attempt.succeeded, holds || began(attempt, after: rule) else {
                continue
            }
            let one = AttemptCount(attempts: 1, successes: succeeded ? 1 : 0)
            if holds {
                measure.with.add(one)
            } else if ScopeOverlap(attempt.scope, rule.scope) != .none {
                measure.without.add(one)
            }
        }
        guard wasHeld || countsWithout,
            wasHeld || measure.without.attempts > 0
        else { return rule }
        let counts = measure.with.attempts + measure.without.attempts > 0
        return rule.joined(
            with: LearnedRule(
                id: rule.id, pattern: rule.pattern, reached: wasHeld ? .applied : .new,
                measures: counts ? [measure] : []))
    }

    /// A prompt of the attempt held it: as a rule, or as what this run had learned by then.
    private func holds(_ attempt: Attempt, _ rule: LearnedRule) -> Bool {
        if attempt.rules.contains(rule.id.description) { return true }
        guard let last = attempt.hints[rule.pattern.signature] else { return false }
        return rule.evidence.contains { $0.run == run && $0.seq < last }
    }

    /// The attempt began when the rule had been learned, here or in another run.
    private func began(_ attempt: Attempt, after rule: LearnedRule) -> Bool {
        rule.evidence.contains { evidence in
            evidence.run == run ? evidence.seq < attempt.seq : evidence.time <= attempt.time
        }
    }

    private mutating func take(_ hint: HintRecorded, _ entry: JournalEntry) {
        guard let pattern = hint.pattern, let phase = entry.phase, !hint.evidence.isEmpty,
            !hint.text.isEmpty
        else { return }
        learned.append(
            LearnedRule(
                id: RuleID(of: pattern), pattern: pattern,
                evidence: [
                    RuleEvidence(
                        run: entry.run, seq: entry.seq, phase: phase, time: entry.time,
                        commit: hint.evidence, scope: hint.scope, text: hint.text,
                        failed: hint.failed)
                ]))
    }

    private mutating func take(_ call: CallReserved, _ entry: JournalEntry, scope: [String]) {
        guard call.role == .builder || call.role == .fixer, let phase = entry.phase,
            let number = entry.attempt
        else { return }
        let key = AttemptKey(phase: phase, number: number)
        var attempt =
            attempts[key] ?? Attempt(seq: entry.seq, time: entry.time, scope: scope)
        attempt.rules.formUnion(call.rules ?? [])
        for signature in call.hints ?? [] where !signature.isEmpty {
            attempt.hints[signature] = entry.seq
        }
        attempts[key] = attempt
    }

    private mutating func end(_ entry: JournalEntry, succeeded: Bool) {
        guard let phase = entry.phase else { return }
        let begun = attempts.keys.filter { $0.phase == phase }.map(\.number).max()
        guard let number = entry.attempt ?? begun else { return }
        attempts[AttemptKey(phase: phase, number: number)]?.succeeded = succeeded
    }
}

extension RuleID {
    /// The id of what is learned of a pattern: the same in every repository.
    package init(of pattern: FailurePattern) {
        let digest = SHA256.hex(
            of: Array("\(pattern.category.rawValue)\u{0}\(pattern.signature)".utf8))
        let category = pattern.category.rawValue.replacing("_", with: "-")
        guard let id = RuleID("\(category)-\(digest.prefix(10))") else {
            preconditionFailure("a category and hexadecimal digits make a rule's id")
        }
        self = id
    }
}
