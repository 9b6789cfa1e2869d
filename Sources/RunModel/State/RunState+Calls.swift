extension RunState {
    mutating func takeReply(_ call: CallFinished, _ entry: JournalEntry) throws(FoldError) {
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

    mutating func takeCallFailure(
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
                entry.time.after(seconds: $0)
            }
        }
    }

    /// Counts a reservation as spent whose outcome was never recorded (`decisions.md`, Budgets).
    mutating func loseReservation() {
        guard let lost = attempt?.pending else { return }
        if let cost = lost.reserved.value {
            spend.cost += cost
            for index in phases.indices where phases[index].id == attempt?.phase {
                phases[index].cost += cost
            }
        } else {
            spend.hasUnknownCost = true
        }
        spend.lostTokens = spend.lostTokens.adding(lost.reservedTokens)
        attempt?.pending = nil
    }

    /// Leaves the attempt; a call that is still out counts as spent.
    mutating func endAttempt() {
        loseReservation()
        attempt = nil
    }

    /// Ends a reservation.
    mutating func settle(_ request: String, _ entry: JournalEntry) throws(FoldError) {
        guard let pending = attempt?.pending, pending.request == request else {
            throw FoldError(
                code: .unknownSubject, seq: entry.seq, event: entry.event.name,
                expected: "the request \(attempt?.pending?.request ?? "that was reserved")",
                found: "request \(request)")
        }
        attempt?.pending = nil
    }
}
