package import RunModel

/// What a journal tells of a run with faults, read anew: nothing is taken from the run itself.
package struct RunAccount: Sendable {
    package let plan: FaultPlan
    /// The run's state, folded from its events.
    package let state: RunState
    /// Every phase is committed.
    package let isRecovered: Bool
    /// The faults that struck; the run says nothing of others.
    package let struck: [Fault]
    /// Attempts that it took to be over the faults: the one in which it was, and those between.
    package let attempts: Int
    package let doctorCalls: [DoctorTier: Int]
    package let cost: Money
    /// Of the cost, what the Doctor's models took.
    package let doctorCost: Money
    /// What went on for ever, or would have.
    package let loops: [String]
    /// Limits that were passed.
    package let exceeded: [String]
    /// What the journal calls the failures of calls, candidates, checks and attempts.
    package let categories: Set<FailureCategory>

    package init(
        of entries: [JournalEntry], plan faults: FaultPlan, struck: [Fault], hasRunAway: Bool
    ) throws {
        self.plan = faults
        state = try RunState(folding: entries)
        // Phases that a new plan has replaced are no longer asked for.
        let plan = state.plan
        isRecovered =
            state.status == .succeeded
            && state.phases.allSatisfy { plan[$0.id] == nil || $0.status == .completed }
        self.struck = struck
        let calls = CallHistory(entries)
        doctorCalls = calls.doctorCalls
        cost = calls.cost
        doctorCost = calls.costByRole[.doctor] ?? .zero
        attempts = RunAccount.attempts(entries, plan: faults, struck: struck)
        loops =
            LoopSearch(entries, settings: state.settings).found
            + (hasRunAway ? ["it did not end"] : [])
            + (state.status.isUnderWay ? ["it is \(state.status.rawValue) and goes on"] : [])
        exceeded = BudgetAudit(entries, calls: calls, state: state).exceeded
        story = entries.compactMap(RunAccount.line)
        categories = Set(
            entries.compactMap { entry in
                switch entry.event {
                case .attemptFailed(let failed): failed.category
                case .callFailed(let call): call.category
                case .candidateRefused(let refused): refused.category
                case .checksFinished(let checked): checked.failure?.category
                default: nil
                }
            })
    }

    /// What failed and what was decided, a line each: to see why a run came to nothing.
    package let story: [String]

    /// The journal calls the fault what it is.
    package func isNamed(_ fault: Fault) -> Bool { categories.contains(fault.category) }

    private static func line(of entry: JournalEntry) -> String? {
        let place = entry.phase.map { "\($0) \(entry.attempt ?? 0)" } ?? "run"
        switch entry.event {
        case .callFailed(let call): return "\(place): call failed: \(call.category.rawValue)"
        case .candidateRefused(let refused):
            return "\(place): refused: \(refused.category.rawValue), \(refused.message)"
        case .attemptFailed(let failed): return "\(place): failed: \(failed.rootCause)"
        case .doctorDecided(let decided):
            let who = decided.model ?? "rules"
            return "\(place): \(who): \(decided.action.rawValue), \(decided.hint ?? "no hint")"
        case .fixFinished(let fix): return "\(place): \(fix.fixType) fixed: \(fix.fixed)"
        case .replanAdopted(let plan):
            return "\(place): plan \(plan.version), \(plan.broadens ?? [])"
        case .runFinished(let end): return "\(place): \(end.state.rawValue): \(end.message)"
        default: return nil
        }
    }

    /// Of each phase: the attempts after the one that the first trouble came in, and at least one
    /// for each fault that struck there.
    private static func attempts(
        _ entries: [JournalEntry], plan: FaultPlan, struck: [Fault]
    ) -> Int {
        var begun: [FaultPlan.PhaseName: Int] = [:]
        var trouble: [FaultPlan.PhaseName: Int] = [:]
        for entry in entries {
            guard let id = entry.phase?.description,
                let name = FaultPlan.PhaseName.allCases.first(where: { id.hasPrefix($0.rawValue) })
            else { continue }
            switch entry.event {
            case .attemptStarted: begun[name, default: 0] += 1
            case .attemptFailed, .callFailed, .candidateRefused:
                trouble[name] = trouble[name] ?? begun[name] ?? 1
            default: break
            }
        }
        return plan.phases.reduce(0) { sum, name in
            let faults = struck.count { $0.phase == name }
            guard faults > 0 else { return sum }
            let after = begun[name, default: 0] - (trouble[name] ?? begun[name, default: 0])
            return sum + max(faults, after)
        }
    }
}
