import RunModel

/// Holds a journal against the caps of its run, counting each anew.
struct BudgetAudit {
    /// A sentence for each cap that was passed.
    private(set) var exceeded: [String] = []

    init(_ entries: [JournalEntry], calls: CallHistory, state: RunState) {
        let (settings, budgets) = (state.settings, state.settings.budgets)
        if let cap = budgets.cost.value { check("money", calls.cost.usd, cap.usd) }
        check("tokens", Double(calls.tokens), Double(budgets.tokens))
        // The fold that decided must say the same.
        if state.spend.cost != calls.cost || state.spend.tokens != calls.tokens {
            exceeded.append(
                "the state says \(state.spend.cost) and \(state.spend.tokens) tokens, the events"
                    + " \(calls.cost) and \(calls.tokens)")
        }
        countFailures(entries, budgets)
        let all = calls.doctorCalls.values.reduce(0, +)
        check("calls of the doctor", all, settings.doctor.maxCallsPerRun)
        check(
            "calls of the strong doctor", calls.doctorCalls[.strong] ?? 0,
            settings.doctor.maxStrongCallsPerRun)
        for (phase, count) in calls.doctorCallsByPhase {
            check("calls of the doctor in \(phase)", count, settings.doctor.maxCallsPerPhase)
        }
        countActions(entries, settings)
    }

    private mutating func countFailures(_ entries: [JournalEntry], _ budgets: Budgets) {
        var (total, patch, http) = (0, 0, 0)
        for entry in entries {
            switch entry.event {
            case .attemptFailed(let failed):
                if failed.failureClass != .infrastructure { total += 1 }
                if failed.failureClass == .patch { patch += 1 }
            case .callFailed(let call): if (call.status.value ?? 0) >= 500 { http += 1 }
            default: break
            }
        }
        check("failures", total, budgets.maxTotalFailuresPerRun)
        check("patch failures", patch, budgets.maxPatchFailuresPerRun)
        check("HTTP 5xx", http, budgets.maxHTTP500PerRun)
    }

    private mutating func countActions(_ entries: [JournalEntry], _ settings: RunSettings) {
        var fixes: [PhaseID: Int] = [:]
        var replans: [PhaseID: Int] = [:]
        for entry in entries {
            guard let phase = entry.phase else { continue }
            switch entry.event {
            case .fixStarted(let fix) where fix.fixType != "edit": fixes[phase, default: 0] += 1
            case .doctorDecided(let decided) where decided.action == .replan:
                replans[phase, default: 0] += 1
            default: break
            }
        }
        for (phase, count) in fixes {
            check("execute_fix in \(phase)", count, settings.doctor.maxExecuteFixPerPhase)
        }
        for (phase, count) in replans {
            check("replans of \(phase)", count, settings.replan.maxReplansPerPhase)
        }
        check("replans", replans.values.reduce(0, +), settings.replan.maxReplansPerRun)
    }

    private mutating func check(_ name: String, _ count: Int, _ cap: Int) {
        check(name, Double(count), Double(cap))
    }

    private mutating func check(_ name: String, _ spent: Double, _ cap: Double) {
        if spent > cap { exceeded.append("\(name): \(spent) of \(cap)") }
    }
}
