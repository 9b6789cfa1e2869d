extension RunState {
    mutating func takeReply(_ call: CallFinished, _ entry: JournalEntry) throws(FoldError) {
        let reserved = try settle(call.request, entry)
        providers[call.provider, default: ProviderState()].count(failed: false)
        spend.usage += call.usage
        if let cost = call.cost.value { spend.cost += cost } else { spend.hasUnknownCost = true }
        if let recording = call.recording {
            recordings[call.provider, default: []].append(recording)
        }
        if isOfLanding(entry) { return }
        if isOfPlanning(entry) {
            planning?.take(call)
            planning?.drafts += 1
            return
        }
        try changePhase(entry) { phase in
            phase.tokens += call.usage
            phase.cost += call.cost.value ?? .zero
        }
        if isOfDiagnosis(entry) { return takeDoctorsReply(call) }
        try changeAttempt(entry) { attempt in
            attempt.take(call)
            if reserved.turn != nil { attempt.endTurn(reply: call.reply, usage: call.usage) }
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
                // An agent program says only afterwards which model it used.
                attempt.model = "\(call.provider)/\(call.model)"
                attempt.stage = .apply(.builder)
            }
        }
    }

    mutating func takeCallFailure(
        _ call: CallFailed, _ entry: JournalEntry
    ) throws(FoldError) {
        let reserved = try settle(call.request, entry)
        if call.mayHaveCost == true { lose(reserved, of: entry.phase) }
        if call.category.tellsOfProvider {
            providers[reserved.provider, default: ProviderState()].count(failed: true)
        }
        if let recording = call.recording {
            recordings[reserved.provider, default: []].append(recording)
        }
        if let status = call.status.value, status >= 500 { failures.http500 += 1 }
        if isOfLanding(entry) { return }
        if isOfPlanning(entry) {
            planning?.take(call, of: reserved, at: entry.time)
            return
        }
        if isOfDiagnosis(entry) {
            diagnosis?.take(call, of: reserved, at: entry.time)
            return
        }
        try changeAttempt(entry) { attempt in
            attempt.take(call, of: reserved, at: entry.time)
        }
    }

    /// Counts a reservation as spent whose outcome was never recorded (`decisions.md`, Budgets).
    mutating func loseReservation() {
        guard let lost = attempt?.pending ?? landingCall ?? planning?.pending ?? diagnosis?.pending
        else { return }
        lose(lost, of: attempt?.phase ?? diagnosis?.phase)
        attempt?.pending = nil
        landingCall = nil
        planning?.pending = nil
        diagnosis?.pending = nil
    }

    /// Counts a reservation as spent.
    private mutating func lose(_ reserved: CallReserved, of phase: PhaseID?) {
        if let cost = reserved.reserved.value {
            spend.cost += cost
            for index in phases.indices where phases[index].id == phase {
                phases[index].cost += cost
            }
        } else {
            spend.hasUnknownCost = true
        }
        spend.lostTokens = spend.lostTokens.adding(reserved.reservedTokens)
    }

    /// Leaves the attempt; a call that is still out counts as spent.
    mutating func endAttempt() {
        loseReservation()
        abandonFix()
        attempt = nil
    }

    /// Ends a reservation.
    @discardableResult
    mutating func settle(
        _ request: String, _ entry: JournalEntry
    ) throws(FoldError) -> CallReserved {
        let known =
            if isOfLanding(entry) {
                landingCall
            } else if isOfPlanning(entry) {
                planning?.pending
            } else if isOfDiagnosis(entry) {
                diagnosis?.pending
            } else {
                attempt?.pending
            }
        guard let known, known.request == request else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: "the request \(known?.request ?? "that was reserved")",
                found: "request \(request)")
        }
        landingCall = nil
        planning?.pending = nil
        diagnosis?.pending = nil
        attempt?.pending = nil
        return known
    }

    /// The event judges a merge at landing: it belongs to no phase, and changes nothing of the run
    /// but what was spent.
    func isOfLanding(_ entry: JournalEntry) -> Bool {
        entry.phase == nil && status == .succeeded
    }
}
