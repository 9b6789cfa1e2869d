import RunModel

/// Attempts, their candidates, and the fixes within them.
extension RunRecord {
    mutating func takeAttempt(_ entry: JournalEntry) {
        switch entry.event {
        case .attemptStarted:
            status = .executing
            guard let phase = entry.phase, let number = entry.attempt else { return }
            attempt = OpenAttempt(phase: phase, number: number)
        case .callReserved(let call): takeReservation(call, entry)
        case .callFinished(let call): takeReply(call, entry)
        case .candidateCreated(let created): takeCandidate(created, entry)
        case .candidateRefused(let refused): takeRefusal(refused, entry)
        case .checksFinished(let checked): takeChecks(checked, entry)
        case .auditFinished, .gateDecided: closeMendedIssue(entry)
        case .attemptFailed(let failed): takeFailure(failed, entry)
        case .checkpointCommitted(let moved): takeCheckpoint(moved, entry)
        default: break
        }
    }

    // MARK: Calls

    private mutating func takeReservation(_ call: CallReserved, _ entry: JournalEntry) {
        guard entry.phase != nil, entry.attempt != nil else { return }
        for rule in call.rules ?? [] where attempt?.rules.contains(rule) == false {
            attempt?.rules.append(rule)
        }
        switch call.role {
        case .fixer:
            if attempt?.issue == nil { beginIssue(entry) }
            // A call that is tried again is the same fix, begun when it was asked for first.
            if attempt?.fix == nil { attempt?.fix = OpenFix(started: entry.time) }
            if attempt?.model == nil { built(by: call.provider, call.model) }
        case .builder: built(by: call.provider, call.model)
        case .auditor: closeMendedIssue(entry)
        case .planner, .doctor: break
        }
    }

    /// Something is to be mended: what failed in the attempt, or else on the base.
    private mutating func beginIssue(_ entry: JournalEntry) {
        attempt?.issue = Issue()
        if attempt?.category == nil, let baseline { see(baseline, entry) }
    }

    private mutating func takeReply(_ call: CallFinished, _ entry: JournalEntry) {
        guard entry.phase != nil, entry.attempt != nil else { return }
        switch call.role {
        case .fixer:
            attempt?.fix?.isAnswered = true
            attempt?.issue?.provider = call.provider
            attempt?.issue?.model = call.model
        // An agent program says only afterwards which model it used.
        case .builder: built(by: call.provider, call.model)
        case .auditor, .planner, .doctor: break
        }
    }

    private mutating func built(by provider: String, _ model: String) {
        attempt?.provider = provider
        attempt?.model = model
        guard let phase = attempt?.phase.description else { return }
        traces[phase, default: Trace()].provider = provider
        traces[phase]?.model = model
    }

    // MARK: Candidates

    private mutating func takeCandidate(_ created: CandidateCreated, _ entry: JournalEntry) {
        guard attempt != nil, entry.phase != nil else { return }
        attempt?.candidate = created.commit
        attempt?.files = created.files.map(\.path)
        let isFix = attempt?.fix?.isAnswered == true
        let (provider, model) =
            isFix
            ? (attempt?.issue?.provider, attempt?.issue?.model)
            : (attempt?.provider, attempt?.model)
        count(entry, provider: provider, model: model, role: isFix ? .fixer : .builder) { tally in
            for hunk in created.hunks { tally.add(.strategies, hunk.strategy) }
        }
    }

    private mutating func takeRefusal(_ refused: CandidateRefused, _ entry: JournalEntry) {
        guard attempt != nil, entry.phase != nil else { return }
        if refused.reason == CandidateRefused.unfixable {
            attempt?.issue?.isUnfixable = true
            attempt?.fix = nil
            return
        }
        attempt?.category = refused.category.rawValue
        endFix(entry, passes: false)
    }

    private mutating func takeChecks(_ checked: TreeChecked, _ entry: JournalEntry) {
        guard attempt != nil, entry.phase != nil else { return }
        if let failure = checked.failure { see(failure, entry) }
        endFix(
            entry, passes: checked.failure == nil && checked.checks.allSatisfy(\.isNoWorse))
    }

    /// A fix was tried: its candidate was judged, or none could be made of it.
    private mutating func endFix(_ entry: JournalEntry, passes: Bool) {
        guard let fix = attempt?.fix, fix.isAnswered else { return }
        attempt?.fix = nil
        attempt?.issue?.passes = passes
        guard counts(entry.time) else { return }
        attempt?.issue?.fixes += 1
        attempt?.issue?.milliseconds += Int(
            max(0, entry.time.milliseconds - fix.started.milliseconds))
    }

    /// The checks have let a fixed candidate through: it goes on to the Auditor or the gate.
    private mutating func closeMendedIssue(_ entry: JournalEntry) {
        guard let open = attempt, let issue = open.issue, issue.passes, entry.phase == open.phase
        else { return }
        attempt?.issue = nil
        let category = open.category ?? Fact.unclassified
        count(
            entry, provider: open.provider, model: open.model, role: .builder, category: category
        ) { tally in
            tally.add(.failures)
            tally.add(.categories, category)
        }
        count(entry, issue, category: category, isMended: true)
        mend(open.signatures) {
            Cure(
                way: .fix, time: entry.time, phase: open.phase, attempt: open.number,
                model: Self.name(issue.provider, issue.model), commit: open.candidate)
        }
        attempt?.signatures = []
        attempt?.category = nil
    }

    private mutating func count(
        _ entry: JournalEntry, _ issue: Issue, category: String, isMended: Bool
    ) {
        let model = issue.model ?? attempt?.model
        count(
            entry, provider: issue.provider ?? attempt?.provider, model: model, role: .fixer,
            category: category
        ) { tally in
            tally.add(.unfixable, issue.isUnfixable ? 1 : 0)
            guard issue.fixes > 0 else { return }
            tally.add(.autoFixAttempted)
            tally.add(.fixes, issue.fixes)
            tally.add(.fixMilliseconds, issue.milliseconds)
            guard isMended else { return }
            tally.add(.autoFixSuccessful)
            tally.add(.commonFixes, category)
        }
    }

    // MARK: The attempt's end

    private mutating func takeFailure(_ failed: AttemptFailed, _ entry: JournalEntry) {
        guard let open = attempt else { return }
        let category = failed.category.rawValue
        count(
            entry, provider: open.provider, model: open.model, role: .builder, category: category
        ) { tally in
            tally.add(.attempts)
            for rule in open.rules { tally.add(.ruleAttempts, rule) }
            tally.add(.failures)
            tally.add(.categories, category)
        }
        if let issue = open.issue { count(entry, issue, category: category, isMended: false) }
        see(
            CheckFailure(
                category: failed.category, signature: failed.signature,
                rootCause: failed.rootCause), entry)
        var trace = traces[open.phase.description] ?? Trace()
        trace.category = category
        trace.signature = failed.signature
        trace.wasFixed = (open.issue?.fixes ?? 0) > 0
        traces[open.phase.description] = trace
        attempt = nil
    }

    private mutating func takeCheckpoint(_ moved: RefsMoved, _ entry: JournalEntry) {
        guard let open = attempt, entry.phase == open.phase else { return }
        count(entry, provider: open.provider, model: open.model, role: .builder) { tally in
            tally.add(.attempts)
            tally.add(.attemptsSuccessful)
            for rule in open.rules {
                tally.add(.ruleAttempts, rule)
                tally.add(.ruleSuccesses, rule)
            }
        }
        let trace = traces[open.phase.description] ?? Trace()
        if trace.doctor != nil {
            count(
                entry, provider: trace.doctorProvider, model: trace.doctorModel, role: .doctor,
                category: trace.category
            ) { $0.add(.recoveries) }
        }
        mend(openSightings(in: open.phase)) {
            Cure(
                way: .attempt, time: entry.time, phase: open.phase, attempt: open.number,
                model: Self.name(open.provider, open.model), commit: moved.commit,
                doctor: trace.doctor, hint: trace.hint)
        }
        // What comes after the checkpoint owes nothing to what was said before it.
        traces[open.phase.description] = Trace(provider: open.provider, model: open.model)
        attempt = nil
    }

    static func name(_ provider: String?, _ model: String?) -> String? {
        guard let provider, let model else { return nil }
        return "\(provider)/\(model)"
    }
}

extension CheckResult {
    /// It passes, or fails only as it did before.
    fileprivate var isNoWorse: Bool { passed || (!failed.isEmpty && newFailures.isEmpty) }
}
