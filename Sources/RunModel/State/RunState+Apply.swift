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
            tip: created.base, baseline: nil, attempt: nil,
            landingCall: nil, planning: nil, diagnosis: nil, doctorCalls: DoctorCalls(),
            replans: 0, spend: Spend(),
            failures: FailureCounts(), providers: [:], recordings: [:], planned: nil,
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

    /// Adds up the time a process held the run: between two events of one lease, while the run was
    /// under way.
    mutating func advanceClock(_ entry: JournalEntry) {
        if status.isUnderWay, entry.event.name != .leaseTaken {
            activeMilliseconds += max(0, entry.time.milliseconds - updated.milliseconds)
        }
        updated = entry.time
    }

    mutating func take(_ entry: JournalEntry) throws(FoldError) {
        switch entry.event {
        case .runCreated:
            throw misplaced(entry, expected: "run.created once, as event 0")
        case .healthChecked, .archivePlanned, .runArchived, .runForgotten: break
        case .fixStarted(let fix): try beginFix(fix, entry)
        case .fixFinished(let fix): try endFix(fix, entry)
        case .doctorDecided(let decided): try takeDecision(decided, entry)
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
            loseReservation()
            if isOfLanding(entry) {
                if call.role == .doctor { doctorCalls.all += 1 }
                landingCall = call
                break
            }
            if isOfPlanning(entry), call.role == .planner {
                try reservePlannersCall(call, entry)
                break
            }
            if isOfDiagnosis(entry) {
                try reserveDoctorsCall(call, entry)
                break
            }
            try changeAttempt(entry) { attempt in
                attempt.begin(call)
                if call.role == .builder || (call.role == .fixer && attempt.model.isEmpty) {
                    attempt.model = "\(call.provider)/\(call.model)"
                }
                if call.turn != nil { attempt.beginTurn(prompt: call.prompt) }
            }
        case .callFinished(let call): try takeReply(call, entry)
        case .callFailed(let call): try takeCallFailure(call, entry)
        case .providerDisabled(let moved): takeProvider(moved)
        case .providerEnabled(let moved): providers[moved.provider] = nil
        case .candidateCreated, .candidateRefused, .checksFinished, .auditFinished, .gateDecided:
            try takeCandidate(entry)
        case .approvalRequested, .approvalGiven: try takeApproval(entry)
        case .attemptFailed(let failed): try takeFailure(failed, entry)
        case .hintRecorded(let hint):
            try changePhase(entry) { phase in phase.hints.append(hint) }
        case .budgetExceeded: break
        case .checkpointPlanned(let plan):
            guard mayBecomeCheckpoint else {
                throw misplaced(entry, expected: "a candidate that passed checks and gate")
            }
            plan.hold(as: .checkpoint, in: &self)
        case .landPlanned(let plan): plan.hold(as: .land, in: &self)
        case .rollbackPlanned(let plan): plan.hold(as: .rollback, in: &self)
        case .checkpointCommitted(let moved): try takeCheckpoint(moved, entry)
        case .runLanded(let moved):
            planned = nil
            // A landing that came to nothing names the base and no ref: it stays unlanded.
            if moved.commit != base || !moved.refs.isEmpty { landed = moved }
        case .runRolledBack(let moved): try takeRollback(moved, entry)
        case .runResumed(let moved), .runAborted(let moved), .runFinished(let moved):
            if entry.event.name == .runResumed, status == .failed { forgive() }
            try move(to: moved.state, entry)
            reason = moved.reason.value
            message = moved.message
            waitsFor = nil
            finished = moved.state.isOver ? entry.time : nil
        }
    }

    /// Gives what failed its attempts anew, since a person goes on with a failed run.
    ///
    /// The counts that stopped it begin again; money, tokens and time stay spent.
    mutating func forgive() {
        failures = FailureCounts()
        planning?.drafts = 0
        planning?.callFailure = nil
        for index in phases.indices
        where phases[index].status == .failed || phases[index].status == .skipped {
            phases[index].status = .queued
            phases[index].reason = ""
            phases[index].forgiven = phases[index].failures.count
            phases[index].forgivenAttempts = phases[index].attempts
            phases[index].diagnosed = phases[index].failures.count
            settleDecision(of: index)
        }
    }

    // MARK: Phases

    mutating func takePhase(_ entry: JournalEntry) throws(FoldError) {
        switch entry.event {
        case .phaseStarted(let moved):
            try movePhase(to: moved.state, entry)
        case .attemptStarted(let moved):
            guard attempt == nil else {
                throw misplaced(entry, expected: "the end of the attempt before")
            }
            try movePhase(to: moved.state, entry)
            let index = try phaseIndex(entry)
            let number = phases[index].attempts + 1
            guard entry.attempt == number else {
                throw misplaced(entry, expected: "attempt \(number) of \(phases[index].id)")
            }
            phases[index].attempts = number
            endDiagnosis()
            var begun = AttemptState(
                phase: phases[index].id, number: number, start: startOfAttempt(phases[index]))
            if plan[begun.phase]?.mendsChecks == true { begun.stage = .call(.fixer) }
            if let decision = phases[index].pendingDecision, decision.action == .executeFix {
                begun.fix = decision.fix
                begun.stage = .fix
            }
            settleDecision(of: index)
            attempt = begun
        case .phaseFinished(let moved):
            try movePhase(to: moved.state, entry)
            phases[try phaseIndex(entry)].reason = moved.reason
            endDiagnosis()
            endAttempt()
        default: preconditionFailure("\(entry.event.name) moves no phase")
        }
    }

    /// An attempt starts from the run's tip, or, where the one before was mostly right, from its
    /// candidate (`decisions.md`, One attempt).
    func startOfAttempt(_ phase: PhaseState) -> String {
        guard let last = phase.failures.last, last.improved, last.category != .approvalDenied,
            let candidate = last.candidate
        else {
            return tip
        }
        return candidate
    }

    // MARK: Transitions

    mutating func move(to new: RunStatus, _ entry: JournalEntry) throws(FoldError) {
        guard new == status || status.next.contains(new) else {
            throw FoldError(
                code: .illegalTransition, seq: entry.seq, event: entry.event.name,
                expected: "one of \(status.next.map(\.rawValue).sorted().joined(separator: ", "))"
                    + " after \(status.rawValue)",
                found: new.rawValue)
        }
        status = new
    }

    mutating func movePhase(to new: PhaseStatus, _ entry: JournalEntry) throws(FoldError) {
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

    func phaseIndex(_ entry: JournalEntry) throws(FoldError) -> Int {
        guard let id = entry.phase, let index = phases.firstIndex(where: { $0.id == id }) else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: "a phase of the plan ("
                    + phases.map(\.id.description).joined(separator: ", ") + ")",
                found: entry.phase?.description ?? "none")
        }
        return index
    }

    mutating func changePhase(
        _ entry: JournalEntry, _ change: (inout PhaseState) -> Void
    ) throws(FoldError) {
        change(&phases[try phaseIndex(entry)])
    }

    mutating func changeAttempt(
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

    func misplaced(_ entry: JournalEntry, expected: String) -> FoldError {
        FoldError(
            code: .misplaced, seq: entry.seq, event: entry.event.name, expected: expected,
            found: entry.event.name.rawValue)
    }
}

extension RefsPlanned {
    fileprivate func hold(as kind: PlannedMove.Kind, in state: inout RunState) {
        state.planned = PlannedMove(kind: kind, refs: refs, snapshot: snapshot, way: way)
    }
}
