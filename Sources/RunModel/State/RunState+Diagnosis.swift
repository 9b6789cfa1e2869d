/// What a Doctor says of a phase between two attempts.
extension RunState {
    /// The event belongs to a call of the Doctor.
    func isOfDiagnosis(_ entry: JournalEntry) -> Bool {
        entry.phase != nil && entry.attempt == nil && attempt == nil
    }

    mutating func reserveDoctorsCall(
        _ call: CallReserved, _ entry: JournalEntry
    ) throws(FoldError) {
        let index = try phaseIndex(entry)
        var current = diagnosis ?? DiagnosisState(phase: phases[index].id)
        guard current.phase == entry.phase else {
            throw misplaced(entry, expected: "the diagnosis of \(current.phase)")
        }
        // A call that is tried again is the same call.
        if current.tries == 0 { count(doctorsCall: call, of: index) }
        current.tier = call.tier ?? .cheap
        current.begin(call)
        diagnosis = current
    }

    private mutating func count(doctorsCall call: CallReserved, of index: Int) {
        if exhaustionOfDoctorsCalls(of: phases[index]) == nil {
            doctorCalls.all += 1
        } else {
            doctorCalls.infrastructure += 1
        }
        phases[index].doctorCalls += 1
        if call.tier == .strong { doctorCalls.strong += 1 }
    }

    mutating func takeDoctorsReply(_ call: CallFinished) {
        guard var current = diagnosis else { return }
        current.take(call)
        current.answers.append(
            DiagnosisState.Answer(
                reply: call.reply, model: "\(call.provider)/\(call.model)", tier: current.tier))
        diagnosis = current
    }

    /// Leaves a diagnosis that nothing was decided on: its answers are about this failure alone.
    mutating func endDiagnosis() {
        guard diagnosis != nil else { return }
        loseReservation()
        diagnosis = nil
    }

    /// A decision is carried out next, unless it is no more than words.
    mutating func takeDecision(
        _ decided: DoctorDecided, _ entry: JournalEntry
    ) throws(FoldError) {
        // What is decided of a landing changes nothing of the run itself.
        if isOfLanding(entry) { return }
        let index = try phaseIndex(entry)
        guard attempt == nil else {
            throw misplaced(entry, expected: "a phase between two attempts")
        }
        diagnosis = nil
        // A replan that came to nothing is answered by another decision.
        if planning?.replans == phases[index].id {
            planning = nil
            if status == .planning { try move(to: .executing, entry) }
        }
        phases[index].diagnosed = phases[index].failures.count
        phases[index].decisions.append(decided)
        phases[index].isDecisionPending = decided.action.isCarriedOut
        if decided.action == .replan {
            phases[index].replans += 1
            replans += 1
            planning = PlanningState(replans: phases[index].id)
        }
        if decided.action == .executeFix { phases[index].executedFixes += 1 }
    }

    /// What the last decision asks for has been done, or began.
    mutating func settleDecision(of index: Int) { phases[index].isDecisionPending = false }
}

extension DoctorAction {
    /// It takes a step of its own; the others are done with the events beside them.
    var isCarriedOut: Bool {
        switch self {
        case .skipPhase, .markFatal, .rollbackRun, .executeFix: true
        case .retryWithFix, .replan, .disableProvider, .scheduleMaintenance: false
        }
    }
}

extension PhaseState {
    /// The decision that has to be carried out; nil where there is none.
    package var pendingDecision: DoctorDecided? { isDecisionPending ? decisions.last : nil }
}
