/// What happens outside any phase while there is no plan yet, or none that was agreed to.
extension RunState {
    /// The event belongs to the drafting of a plan.
    func isOfPlanning(_ entry: JournalEntry) -> Bool {
        entry.phase == nil && attempt == nil && !isOfLanding(entry)
    }

    mutating func reservePlannersCall(
        _ call: CallReserved, _ entry: JournalEntry
    ) throws(FoldError) {
        try move(to: .planning, entry)
        var current = planning ?? PlanningState()
        current.begin(call)
        planning = current
    }

    mutating func refuseDraft(
        _ refused: CandidateRefused, _ entry: JournalEntry
    ) throws(FoldError) {
        guard planning?.reply != nil else {
            throw misplaced(entry, expected: "a planner's reply to refuse")
        }
        planning?.reply = nil
        planning?.refusals.append(refused.message)
    }

    /// A plan is in force; a model's waits for an answer.
    mutating func takePlan(_ adopted: PlanAdopted, _ entry: JournalEntry) throws(FoldError) {
        guard adopted.version == planVersion + 1 else {
            throw misplaced(entry, expected: "version \(planVersion + 1) of the plan")
        }
        let isReplan = entry.event.name == .replanAdopted
        if isReplan, planning != nil { planning?.before = PlanBefore(plan: plan, phases: phases) }
        planVersion = adopted.version
        force(adopted.plan)
        if adopted.source == .planner, !isReplan || adopted.broadens != nil {
            try move(to: .planning, entry)
            planning = planning ?? PlanningState()
            planning?.reply = nil
            planning?.awaitsAnswer = true
            planning?.broadens = adopted.broadens != nil
            message = (adopted.broadens ?? []).joined(separator: "; ")
        } else {
            planning = nil
            waitsFor = nil
            try move(to: .executing, entry)
        }
    }

    /// Puts a plan in force; phases that it no longer has and that were begun stay, as skipped.
    private mutating func force(_ new: Plan) {
        plan = new
        let known = phases
        phases = new.order().map { id in known.first { $0.id == id } ?? PhaseState(id: id) }
        for var left in known where new[left.id] == nil && left.attempts > 0 {
            if left.status != .completed, left.status != .skipped {
                left.status = .skipped
                left.reason = "replaced in version \(planVersion) of the plan"
            }
            phases.append(left)
        }
    }

    /// A person says whether a model's plan runs; where it does not, another one is drafted.
    mutating func takePlanAnswer(_ entry: JournalEntry) throws(FoldError) {
        guard planning?.awaitsAnswer == true else {
            throw misplaced(entry, expected: "a plan that waits for an answer")
        }
        switch entry.event {
        case .approvalRequested(let approval):
            try move(to: .awaitingApproval, entry)
            waitsFor = approval.why
        case .approvalGiven(let approval):
            waitsFor = nil
            if approval.verdict == .ok {
                planning = nil
                try move(to: .executing, entry)
            } else {
                planning?.awaitsAnswer = false
                planning?.broadens = false
                if let before = planning?.before {
                    plan = before.plan
                    phases = before.phases
                    planning?.before = nil
                }
                planning?.drafts = 0
                planning?.refusals.append(
                    approval.why.isEmpty ? "a person did not want this plan" : approval.why)
                try move(to: .planning, entry)
            }
        default: preconditionFailure("\(entry.event.name) is no approval")
        }
    }
}
