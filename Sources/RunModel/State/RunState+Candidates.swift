extension RunState {
    mutating func takeCandidate(_ entry: JournalEntry) throws(FoldError) {
        let event = entry.event
        // Outside any phase a landing is judged, which changes nothing of the run itself.
        switch event {
        case .checksFinished, .auditFinished, .gateDecided:
            if isOfLanding(entry) { return }
        case .candidateRefused(let refused):
            if isOfPlanning(entry) { return try refuseDraft(refused, entry) }
        default: break
        }
        let audits = currentPhase.map { settings.audits(of: $0.category) } ?? 1
        try changeAttempt(entry) { attempt in
            switch event {
            case .candidateCreated(let created):
                attempt.candidate = created
                attempt.trees.append(created.tree)
                attempt.refusal = nil
                attempt.checks = nil
                attempt.audits = 0
                attempt.audit = nil
                attempt.gate = nil
                attempt.stage = .check
            case .candidateRefused(let refused):
                attempt.refusal = refused
                attempt.stage = .judge
            case .checksFinished(let checked):
                attempt.checks = checked
                attempt.stage = .judge
            case .auditFinished(let audit):
                let audited = attempt.audit.map { $0.stricter(with: audit) } ?? audit
                attempt.audit = audited
                attempt.audits = 0
                attempt.stage = audited.auditors.count < audits ? .call(.auditor) : .gate
            case .gateDecided(let decided):
                attempt.gate = decided
                attempt.stage = .decided
            default: preconditionFailure("\(event.name) says nothing of a candidate")
            }
        }
        switch event {
        case .candidateCreated: try movePhase(to: .checking, entry)
        case .checksFinished:
            let verdict = attempt.flatMap { $0.checks }.map(verdict(of:))
            try movePhase(to: verdict == .blocked ? .building : .auditing, entry)
        case .auditFinished:
            try movePhase(to: attempt?.stage == .gate ? .gating : .auditing, entry)
        case .candidateRefused: try movePhase(to: .building, entry)
        case .gateDecided where attempt?.audit == nil:
            // Nobody audits in this run; what the checks blocked stays where it is.
            if let phase = entry.phase, self[phase: phase]?.status == .auditing {
                try movePhase(to: .gating, entry)
            }
        default: break
        }
    }

    mutating func takeApproval(_ entry: JournalEntry) throws(FoldError) {
        if isOfPlanning(entry) { return try takePlanAnswer(entry) }
        switch entry.event {
        case .approvalRequested(let approval):
            try movePhase(to: .awaitingApproval, entry)
            try move(to: .awaitingApproval, entry)
            waitsFor = approval.why
        case .approvalGiven(let approval):
            try movePhase(to: .gating, entry)
            if status == .awaitingApproval { try move(to: .executing, entry) }
            waitsFor = nil
            guard attempt?.gate?.verdict == .needsReview else {
                throw misplaced(entry, expected: "a verdict of needs_review to answer")
            }
            try changeAttempt(entry) { attempt in
                attempt.gate?.verdict = approval.verdict
            }
        default: preconditionFailure("\(entry.event.name) is no approval")
        }
    }

    mutating func takeFailure(
        _ failed: AttemptFailed, _ entry: JournalEntry
    ) throws(FoldError) {
        guard let ended = attempt else {
            throw misplaced(entry, expected: "an attempt under way")
        }
        // Commands that did not help are no attempt at the change, and no further failure of it.
        let isVainFix = ended.fix != nil && ended.fixed == false && ended.candidate == nil
        if !isVainFix {
            if failed.failureClass != .infrastructure { failures.total += 1 }
            if failed.failureClass == .patch { failures.patch += 1 }
        }
        if status == .awaitingApproval { try move(to: .executing, entry) }
        waitsFor = nil
        try movePhase(to: .building, entry)
        let improved = ended.checks?.checks.contains(where: mended) ?? false
        try changePhase(entry) { phase in
            if isVainFix, let last = phase.failures.indices.last {
                phase.failures[last].detail = failed.detail
                phase.diagnosed = last
                phase.forgivenAttempts += 1
                return
            }
            phase.failures.append(
                PhaseFailure(
                    attempt: ended.number, model: ended.model, category: failed.category,
                    signature: failed.signature, rootCause: failed.rootCause,
                    detail: failed.detail, candidate: ended.candidate?.commit,
                    tree: ended.candidate?.tree,
                    improved: improved && ended.refusal == nil,
                    provider: ended.callFailure == nil ? nil : ended.provider))
        }
        endAttempt()
    }

    /// Whether checks and gate have let the candidate through: the one way to a checkpoint.
    var mayBecomeCheckpoint: Bool {
        guard let attempt, attempt.candidate != nil, attempt.gate?.verdict == .ok,
            let checked = attempt.checks
        else { return false }
        return verdict(of: checked) != .blocked
    }

    /// The check passes and did not before, or one of its tests does.
    func mended(_ result: CheckResult) -> Bool {
        if !result.fixed.isEmpty { return true }
        let before = baseline?.checks.first { $0.name == result.name }
        return result.passed && before?.passed == false
    }

    mutating func takeCheckpoint(
        _ moved: RefsMoved, _ entry: JournalEntry
    ) throws(FoldError) {
        planned = nil
        guard attempt?.candidate?.commit == moved.commit else {
            throw misplaced(entry, expected: "the candidate \(attempt?.candidate?.commit ?? "?")")
        }
        tip = moved.commit
        if let checked = attempt?.checks {
            let common = Set(plan.checks.map(\.name))
            baseline = TreeChecked(
                tree: checked.tree, checks: checked.checks.filter { common.contains($0.name) },
                environment: checked.environment)
        }
        try changePhase(entry) { phase in phase.checkpoint = moved.commit }
        endAttempt()
    }
}
