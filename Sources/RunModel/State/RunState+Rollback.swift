extension RunState {
    mutating func takeRollback(_ moved: RefsMoved, _ entry: JournalEntry) throws(FoldError) {
        // A rollback that came to nothing names no ref: all stays as it was.
        if moved.refs.isEmpty, planned?.refs.isEmpty == false {
            planned = nil
            return
        }
        if planned?.way == Rollback.undo {
            guard let undone = rollback else {
                throw misplaced(entry, expected: "a rollback to take back")
            }
            restore(undone)
            return
        }
        loseReservation()
        rollback = Rollback(
            refs: moved.refs, snapshot: planned?.snapshot ?? nil, status: status, reason: reason,
            waitsFor: waitsFor, phases: phases, attempt: attempt, tip: tip, baseline: baseline,
            landed: landed, finished: finished)
        planned = nil
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
        finished = kept == nil ? entry.time : nil
    }

    /// Goes back to what a rollback took away; what was spent since stays spent.
    mutating func restore(_ undone: Rollback) {
        planned = nil
        status = undone.status
        reason = undone.reason
        waitsFor = undone.waitsFor
        phases = undone.phases
        attempt = undone.attempt
        tip = undone.tip
        baseline = undone.baseline
        landed = undone.landed
        finished = undone.finished
        for index in phases.indices { settleDecision(of: index) }
        rollback = nil
        message = "the rollback was taken back"
    }
}

extension Rollback {
    /// The way of a `rollback.planned` that takes a rollback back.
    package static let undo = "undo"

    /// The way of a `rollback.planned` that the Doctor decided; it moves the run's branch alone.
    package static let byDoctor = "doctor"
}
