/// What fixers try at what fails (`decisions.md`, Fix loop).
extension RunState {
    /// The fix under way in the attempt under way.
    package var openFix: FixRecord? {
        guard let attempt, let last = self[phase: attempt.phase]?.fixes.last,
            last.attempt == attempt.number, last.outcome == nil
        else { return nil }
        return last
    }

    /// The fixes of the attempt under way that have come to an end, in order.
    package var earlierFixes: [FixRecord] {
        guard let attempt, let phase = self[phase: attempt.phase] else { return [] }
        return phase.fixes.filter { $0.attempt == attempt.number && $0.outcome != nil }
    }

    mutating func beginFix(_ fix: Fix, _ entry: JournalEntry) throws(FoldError) {
        guard fix.fixType == Fix.edit, let analysis = fix.analysis else { return }
        guard let attempt, entry.phase == attempt.phase, openFix == nil else {
            throw misplaced(entry, expected: "an attempt without a fix under way")
        }
        let record = FixRecord(
            attempt: attempt.number, number: fix.number ?? attempt.fixes + 1, analysis: analysis)
        try changePhase(entry) { phase in phase.fixes.append(record) }
    }

    mutating func endFix(_ fix: Fix, _ entry: JournalEntry) throws(FoldError) {
        guard fix.fixType == Fix.edit else {
            guard attempt?.fix != nil else { return }
            attempt?.fixed = fix.fixed
            // Commands that changed no file leave the rest to the Builder.
            if fix.fixed, attempt?.candidate == nil { attempt?.stage = .call(.builder) }
            return
        }
        guard let outcome = fix.outcome else { return }
        guard openFix != nil else { throw misplaced(entry, expected: "a fix under way") }
        try changePhase(entry) { phase in
            let last = phase.fixes.count - 1
            phase.fixes[last].tried = fix.results.joined(separator: "\n")
            phase.fixes[last].files = fix.files ?? []
            phase.fixes[last].outcome = outcome
        }
    }

    /// An attempt that is over leaves no fix under way.
    mutating func abandonFix() {
        guard let attempt, openFix != nil,
            let index = phases.firstIndex(where: { $0.id == attempt.phase })
        else { return }
        phases[index].fixes[phases[index].fixes.count - 1].outcome = .abandoned
    }
}
