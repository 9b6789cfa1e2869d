extension RunState {
    /// Folds a whole journal.
    ///
    /// - Parameter entries: From the first event on; not empty.
    package init(folding entries: [JournalEntry]) throws(FoldError) {
        guard let first = entries.first else { preconditionFailure("a journal has an event") }
        self = try RunState(first)
        for entry in entries.dropFirst() { try apply(entry) }
    }

    /// The state after the first event, which is `run.created`.
    package init(_ entry: JournalEntry) throws(FoldError) {
        guard case .runCreated(let created) = entry.event, entry.seq == 0 else {
            throw FoldError(
                code: .misplaced, seq: entry.seq, event: entry.event.name,
                expected: "run.created as event 0",
                found: "\(entry.event.name.rawValue) as event \(entry.seq)")
        }
        self.init(
            fold: RunState.currentFold, run: entry.run, seq: 0, goal: created.goal,
            base: created.base, target: created.target, snapshot: created.snapshot,
            tool: created.tool, settings: created.settings, status: .created, reason: nil,
            message: "", waitsFor: nil, planVersion: 0,
            plan: Plan(goal: created.goal, checks: created.checks, phases: []), phases: [],
            tip: created.base, baseline: nil, attempt: nil, spend: Spend(),
            failures: FailureCounts(), disabledProviders: [:], recordings: [:], planned: nil,
            owner: nil, activeMilliseconds: 0, created: entry.time, updated: entry.time,
            finished: nil, landed: nil, rollback: nil)
    }

    /// Takes one event in; the only way a state changes.
    ///
    /// - Throws: ``FoldError`` where the event does not follow; the state is then unchanged.
    package mutating func apply(_ entry: JournalEntry) throws(FoldError) {
        guard entry.run == run, entry.seq == seq + 1 else {
            throw FoldError(
                code: .misplaced, seq: entry.seq, event: entry.event.name,
                expected: "event \(seq + 1) of \(run)", found: "event \(entry.seq) of \(entry.run)")
        }
        var copy = self
        copy.advanceClock(entry)
        copy.seq = entry.seq
        try copy.take(entry)
        self = copy
    }

    /// Adds up the time a process held the run: between two events of one lease.
    private mutating func advanceClock(_ entry: JournalEntry) {
        switch entry.event {
        case .leaseTaken: break
        default: activeMilliseconds += max(0, entry.time.milliseconds - updated.milliseconds)
        }
        updated = entry.time
    }

    private mutating func take(_ entry: JournalEntry) throws(FoldError) {
        switch entry.event {
        case .runCreated:
            throw misplaced(entry, expected: "run.created once, as event 0")
        case .healthChecked, .archivePlanned, .runArchived, .runForgotten, .fixStarted,
            .fixFinished, .doctorDecided:
            break
        case .settingsChanged(let changed): settings = changed.settings
        case .planAdopted(let adopted), .replanAdopted(let adopted):
            try takePlan(adopted, entry)
        case .baselineChecked(let checked): baseline = checked
        case .leaseTaken(let lease):
            owner = lease.owner
            loseReservation()
        case .phaseStarted, .attemptStarted, .phaseFinished:
            try takePhase(entry)
        case .callReserved(let call):
            try changeAttempt(entry) { attempt in
                attempt.pending = call
                attempt.provider = call.provider
                attempt.retryAt = nil
                attempt.callFailure = nil
                if call.role == .builder { attempt.model = "\(call.provider)/\(call.model)" }
            }
        case .callFinished(let call): try takeReply(call, entry)
        case .callFailed(let call): try takeCallFailure(call, entry)
        case .providerDisabled(let moved):
            disabledProviders[moved.provider] = moved.why
            attempt?.tries = 0
        case .providerEnabled(let moved): disabledProviders[moved.provider] = nil
        case .candidateCreated, .candidateRefused, .checksFinished, .auditFinished, .gateDecided:
            try takeCandidate(entry)
        case .approvalRequested, .approvalGiven: try takeApproval(entry)
        case .attemptFailed(let failed): try takeFailure(failed, entry)
        case .hintRecorded(let hint):
            try changePhase(entry) { phase in phase.hints.append(hint.text) }
        case .budgetExceeded: break
        case .checkpointPlanned(let plan): plan.hold(as: .checkpoint, in: &self)
        case .landPlanned(let plan): plan.hold(as: .land, in: &self)
        case .rollbackPlanned(let plan): plan.hold(as: .rollback, in: &self)
        case .checkpointCommitted(let moved): try takeCheckpoint(moved, entry)
        case .runLanded(let moved):
            planned = nil
            landed = moved
        case .runRolledBack(let moved): try takeRollback(moved, entry)
        case .runResumed(let moved), .runAborted(let moved), .runFinished(let moved):
            if entry.event.name == .runResumed, status == .failed { forgive() }
            try move(to: moved.state, entry)
            reason = moved.reason.value
            message = moved.message
            waitsFor = nil
            finished = moved.state.isUnderWay ? nil : entry.time
        }
    }

    /// Gives what failed its attempts anew, since a person goes on with a failed run.
    ///
    /// The counts that stopped it begin again; money, tokens and time stay spent.
    private mutating func forgive() {
        failures = FailureCounts()
        for index in phases.indices
        where phases[index].status == .failed || phases[index].status == .skipped {
            phases[index].status = .queued
            phases[index].reason = ""
            phases[index].forgiven = phases[index].failures.count
            phases[index].forgivenAttempts = phases[index].attempts
        }
    }

    // MARK: Plans and phases

    private mutating func takePlan(_ adopted: PlanAdopted, _ entry: JournalEntry) throws(FoldError)
    {
        guard adopted.version == planVersion + 1 else {
            throw misplaced(entry, expected: "version \(planVersion + 1) of the plan")
        }
        plan = adopted.plan
        planVersion = adopted.version
        let known = phases
        phases = plan.order().map { id in known.first { $0.id == id } ?? PhaseState(id: id) }
        try move(to: .executing, entry)
    }

    private mutating func takePhase(_ entry: JournalEntry) throws(FoldError) {
        switch entry.event {
        case .phaseStarted(let moved):
            try movePhase(to: moved.state, entry)
        case .attemptStarted(let moved):
            try movePhase(to: moved.state, entry)
            let index = try phaseIndex(entry)
            let number = phases[index].attempts + 1
            guard entry.attempt == number else {
                throw misplaced(entry, expected: "attempt \(number) of \(phases[index].id)")
            }
            phases[index].attempts = number
            var begun = AttemptState(
                phase: phases[index].id, number: number, start: startOfAttempt(phases[index]))
            if plan[begun.phase]?.mendsChecks == true { begun.stage = .call(.fixer) }
            attempt = begun
        case .phaseFinished(let moved):
            try movePhase(to: moved.state, entry)
            phases[try phaseIndex(entry)].reason = moved.reason
            attempt = nil
        default: preconditionFailure("\(entry.event.name) moves no phase")
        }
    }

    /// An attempt starts from the run's tip, or, where the one before was mostly right, from its
    /// candidate (`decisions.md`, One attempt).
    private func startOfAttempt(_ phase: PhaseState) -> String {
        guard let last = phase.failures.last, last.improved, let candidate = last.candidate else {
            return tip
        }
        return candidate
    }

    // MARK: Calls

    private mutating func takeReply(_ call: CallFinished, _ entry: JournalEntry) throws(FoldError) {
        try settle(call.request, entry)
        spend.usage += call.usage
        if let cost = call.cost.value { spend.cost += cost } else { spend.hasUnknownCost = true }
        if let recording = call.recording {
            recordings[call.provider, default: []].append(recording)
        }
        try changePhase(entry) { phase in
            phase.tokens += call.usage
            phase.cost += call.cost.value ?? .zero
        }
        try changeAttempt(entry) { attempt in
            attempt.reply = call.reply
            attempt.tries = 0
            attempt.callFailure = nil
            switch call.role {
            case .auditor:
                attempt.audits += 1
                attempt.auditor = "\(call.provider)/\(call.model)"
                attempt.stage = .readAudit
            case .fixer:
                attempt.fixes += 1
                attempt.stage = .apply(.fixer)
            case .builder, .planner, .doctor:
                attempt.builds += 1
                attempt.stage = .apply(.builder)
            }
        }
    }

    private mutating func takeCallFailure(
        _ call: CallFailed, _ entry: JournalEntry
    ) throws(FoldError) {
        let provider = attempt?.pending?.provider
        try settle(call.request, entry)
        if let provider, let recording = call.recording {
            recordings[provider, default: []].append(recording)
        }
        if let status = call.status.value, status >= 500 { failures.http500 += 1 }
        try changeAttempt(entry) { attempt in
            attempt.tries += 1
            attempt.callFailure = call
            attempt.retryAt = call.retryInSeconds.value.map {
                Timestamp(milliseconds: entry.time.milliseconds + Int64(($0 * 1000).rounded(.up)))
            }
        }
    }

    /// Counts a reservation as spent whose outcome was never recorded (`decisions.md`, Budgets).
    private mutating func loseReservation() {
        guard let lost = attempt?.pending else { return }
        if let cost = lost.reserved.value {
            spend.cost += cost
        } else {
            spend.hasUnknownCost = true
        }
        spend.lostTokens += lost.reservedTokens
        attempt?.pending = nil
    }

    /// Ends a reservation.
    private mutating func settle(_ request: String, _ entry: JournalEntry) throws(FoldError) {
        guard let pending = attempt?.pending, pending.request == request else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: "the request \(attempt?.pending?.request ?? "that was reserved")",
                found: "request \(request)")
        }
        attempt?.pending = nil
    }

    // MARK: Candidates

    private mutating func takeCandidate(_ entry: JournalEntry) throws(FoldError) {
        let event = entry.event
        try changeAttempt(entry) { attempt in
            switch event {
            case .candidateCreated(let created):
                attempt.candidate = created
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
                attempt.audit = audit
                attempt.stage = .gate
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
        case .auditFinished: try movePhase(to: .gating, entry)
        case .candidateRefused: try movePhase(to: .building, entry)
        default: break
        }
    }

    private mutating func takeApproval(_ entry: JournalEntry) throws(FoldError) {
        switch entry.event {
        case .approvalRequested(let approval):
            try movePhase(to: .awaitingApproval, entry)
            try move(to: .awaitingApproval, entry)
            waitsFor = approval.why
        case .approvalGiven(let approval):
            try movePhase(to: .gating, entry)
            if status == .awaitingApproval { try move(to: .executing, entry) }
            waitsFor = nil
            try changeAttempt(entry) { attempt in
                attempt.gate?.verdict = approval.verdict
            }
        default: preconditionFailure("\(entry.event.name) is no approval")
        }
    }

    private mutating func takeFailure(
        _ failed: AttemptFailed, _ entry: JournalEntry
    ) throws(FoldError) {
        guard let ended = attempt else {
            throw misplaced(entry, expected: "an attempt under way")
        }
        if failed.failureClass != .infrastructure { failures.total += 1 }
        if failed.failureClass == .patch { failures.patch += 1 }
        if status == .awaitingApproval { try move(to: .executing, entry) }
        waitsFor = nil
        try movePhase(to: .building, entry)
        let improved = ended.checks?.checks.contains { !$0.fixed.isEmpty } ?? false
        try changePhase(entry) { phase in
            phase.failures.append(
                PhaseFailure(
                    attempt: ended.number, model: ended.model, category: failed.category,
                    signature: failed.signature, rootCause: failed.rootCause,
                    detail: failed.detail, candidate: ended.candidate?.commit,
                    improved: improved && ended.refusal == nil))
        }
        attempt = nil
    }

    private mutating func takeCheckpoint(
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
        attempt = nil
    }

    // MARK: Rollback

    private mutating func takeRollback(_ moved: RefsMoved, _ entry: JournalEntry) throws(FoldError)
    {
        let way = planned?.way
        if way == Rollback.undo, let undone = rollback {
            planned = nil
            status = undone.status
            reason = undone.reason
            phases = undone.phases
            tip = undone.tip
            baseline = undone.baseline
            landed = undone.landed
            rollback = nil
            message = "the rollback was taken back"
            return
        }
        let before = Rollback(
            refs: moved.refs, snapshot: planned?.snapshot ?? nil, status: status, reason: reason,
            phases: phases, tip: tip, baseline: baseline, landed: landed)
        planned = nil
        rollback = before
        landed = nil
        attempt = nil
        waitsFor = nil
        tip = moved.commit
        baseline = nil
        let kept = moved.commit == base ? nil : phases.firstIndex { $0.checkpoint == moved.commit }
        for index in phases.indices where index > (kept ?? -1) {
            let hints = phases[index].hints
            phases[index] = PhaseState(id: phases[index].id)
            phases[index].hints = hints
        }
        try move(to: kept == nil ? .rolledBack : .paused, entry)
        reason = nil
        finished = entry.time
    }

    // MARK: Transitions

    private mutating func move(to new: RunStatus, _ entry: JournalEntry) throws(FoldError) {
        guard new == status || status.next.contains(new) else {
            throw FoldError(
                code: .illegalTransition, seq: entry.seq, event: entry.event.name,
                expected: "one of \(status.next.map(\.rawValue).sorted().joined(separator: ", "))"
                    + " after \(status.rawValue)",
                found: new.rawValue)
        }
        status = new
    }

    private mutating func movePhase(to new: PhaseStatus, _ entry: JournalEntry) throws(FoldError) {
        let index = try phaseIndex(entry)
        let old = phases[index].status
        guard new == old || old.next.contains(new) else {
            throw FoldError(
                code: .illegalTransition, seq: entry.seq, event: entry.event.name,
                expected: "one of \(old.next.map(\.rawValue).sorted().joined(separator: ", "))"
                    + " after \(old.rawValue) in \(phases[index].id)",
                found: new.rawValue)
        }
        phases[index].status = new
    }

    private func phaseIndex(_ entry: JournalEntry) throws(FoldError) -> Int {
        guard let id = entry.phase, let index = phases.firstIndex(where: { $0.id == id }) else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: "a phase of the plan ("
                    + phases.map(\.id.description).joined(separator: ", ") + ")",
                found: entry.phase?.description ?? "none")
        }
        return index
    }

    private mutating func changePhase(
        _ entry: JournalEntry, _ change: (inout PhaseState) -> Void
    ) throws(FoldError) {
        change(&phases[try phaseIndex(entry)])
    }

    private mutating func changeAttempt(
        _ entry: JournalEntry, _ change: (inout AttemptState) -> Void
    ) throws(FoldError) {
        guard var current = attempt, current.phase == entry.phase, current.number == entry.attempt
        else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: attempt.map { "attempt \($0.number) of \($0.phase)" } ?? "no attempt",
                found: "attempt \(entry.attempt ?? 0) of \(entry.phase?.description ?? "none")")
        }
        change(&current)
        attempt = current
    }

    private func misplaced(_ entry: JournalEntry, expected: String) -> FoldError {
        FoldError(
            code: .misplaced, seq: entry.seq, event: entry.event.name, expected: expected,
            found: entry.event.name.rawValue)
    }
}

extension Rollback {
    /// The way of a `rollback.planned` that takes a rollback back.
    package static let undo = "undo"
}

extension RefsPlanned {
    fileprivate func hold(as kind: PlannedMove.Kind, in state: inout RunState) {
        state.planned = PlannedMove(kind: kind, refs: refs, snapshot: snapshot, way: way)
    }
}
