/// Chooses the next step of a run: the same state and time give the same step.
///
/// - Parameters:
///   - state: The fold of all that happened.
///   - now: Only for the wall-clock budget.
package func decide(_ state: RunState, now: Timestamp) -> Step {
    if let planned = state.planned { return .moveRefs(planned) }
    guard state.status.isUnderWay else { return .rest }
    if let exceeded = state.exceededBudget(now: now) { return .exceedBudget(exceeded) }
    if state.planVersion == 0 || state.planning != nil { return state.stepInPlanning() }
    guard state.baseline != nil else { return .checkBaseline }
    if let attempt = state.attempt { return state.step(in: attempt) }
    return state.stepBetweenAttempts()
}

extension RunState {
    /// The next step where a model drafts the plan, or a person has not agreed to it.
    fileprivate func stepInPlanning() -> Step {
        let planning = planning ?? PlanningState()
        if planning.awaitsAnswer {
            return settings.yes && !planning.broadens ? .approvePlanByFlag : .requestPlanApproval
        }
        if let failure = planning.callFailure, planning.retryAt == nil,
            disabledProviders[planning.provider] == nil
        {
            if let phase = planning.replans {
                return .abandonReplan(phase, why: failure.message)
            }
            return .finish(
                .failed, .environment, message: "no plan was drafted: \(failure.message)")
        }
        if planning.reply != nil { return .readPlan }
        guard planning.drafts < PlanningState.draftLimit else {
            if let phase = planning.replans {
                return .abandonReplan(phase, why: planning.refusals.last ?? "no reply was a plan")
            }
            return .finish(
                .failed, .phase,
                message: "\(planning.drafts) replies of the planner were no plan that may run;"
                    + " the last: \(planning.refusals.last ?? "")")
        }
        return .call(.planner, notBefore: planning.retryAt)
    }

    /// The next step where no attempt is under way.
    fileprivate func stepBetweenAttempts() -> Step {
        for phase in phases {
            switch phase.status {
            case .failed where phase.pendingDecision?.action == .markFatal:
                return .finish(
                    .failed, .phase,
                    message: "phase \(phase.id) failed for good: \(phase.reason)")
            case .completed, .skipped, .failed: continue
            case .queued:
                guard let planned = plan[phase.id] else { continue }
                let missing = planned.dependsOn.first { id in
                    let status = self[phase: id]?.status
                    return status == .failed || status == .skipped
                }
                if let missing {
                    let status = self[phase: missing]?.status ?? .failed
                    return .skipPhase(
                        phase.id, why: "depends on \(missing), which is \(status.rawValue)")
                }
                if planned.mendsChecks, baselinePasses {
                    return .skipPhase(phase.id, why: "every check passes already")
                }
                return .startPhase(phase.id)
            case .building, .checking, .auditing, .gating, .awaitingApproval:
                return stepAfterAttempt(of: phase)
            }
        }
        return stepAfterPhases()
    }

    private var baselinePasses: Bool { baseline?.checks.allSatisfy(\.passed) ?? false }

    /// Another attempt, or none.
    private func stepAfterAttempt(of phase: PhaseState) -> Step {
        if phase.checkpoint != nil { return .completePhase(phase.id) }
        if let decided = phase.pendingDecision { return step(carryingOut: decided, of: phase) }
        if phase.isDoctorDue { return .diagnose(phase.id, notBefore: diagnosis?.retryAt) }
        return stepWithoutDoctor(of: phase)
    }

    /// Another attempt, or none, where the Doctor has nothing to say.
    package func stepWithoutDoctor(of phase: PhaseState) -> Step {
        if let circle = phase.circle, !phase.isAdvised {
            return .failPhase(phase.id, why: "goes round in circles: \(circle)")
        }
        let limit =
            plan[phase.id]?.maxAttempts ?? settings.complexityEscalation.maxAttemptsPerPhase
        let begun = phase.attempts - phase.forgivenAttempts
        guard phase.countedFailures < limit, begun / 2 < limit else {
            let last = phase.failures.last
            let cause = last.map { "; the last: \($0.category.rawValue), \($0.rootCause)" } ?? ""
            return .failPhase(
                phase.id,
                why:
                    "\(begun) \(begun == 1 ? "attempt" : "attempts") came to nothing (at most \(limit))\(cause)"
            )
        }
        return .startAttempt(phase.id, number: phase.attempts + 1)
    }

    private func stepAfterPhases() -> Step {
        let failed = phases.filter { $0.status == .failed }
        guard let first = failed.first else {
            let planned = phases.filter { plan[$0.id] != nil }
            let skipped = planned.filter { $0.status == .skipped }
            if baselinePasses, plan.phases.allSatisfy(\.mendsChecks) {
                return .finish(.succeeded, nil, message: "every check passes")
            }
            if !planned.isEmpty, skipped.count == planned.count {
                return .finish(.failed, .phase, message: "every phase was skipped")
            }
            // What was left out is told: a goal is not narrowed silently.
            guard skipped.isEmpty else {
                let left = skipped.map { "\($0.id) (\($0.reason))" }.joined(separator: ", ")
                return .finish(
                    .succeeded, nil,
                    message: "\(planned.count - skipped.count) of \(planned.count) phases are done;"
                        + " left out: \(left)")
            }
            return .finish(
                .succeeded, nil,
                message: planned.count == 1
                    ? "the phase is done" : "all \(planned.count) phases are done")
        }
        let gate = first.failures.last?.category.failureClass == .gate
        return .finish(
            .failed, gate ? .policy : .phase,
            message: "phase \(first.id) failed: \(first.reason)")
    }

    /// The next step of an attempt.
    fileprivate func step(in attempt: AttemptState) -> Step {
        if attempt.callFailure != nil, attempt.retryAt == nil,
            disabledProviders[attempt.provider] == nil
        {
            return .failAttempt(
                attempt.stage == .call(.fixer) && attempt.checks != nil ? .checks : .calls)
        }
        switch attempt.stage {
        case .fix: return .executeFix
        case .call(let role): return stepToReply(of: role, in: attempt)
        case .apply(let role):
            return agent(for: role, in: attempt) == nil ? .apply(role) : .applyWork(role)
        case .check: return .check
        case .judge: return stepAfterChecks(of: attempt)
        case .readAudit: return .readAudit
        case .gate: return .gate
        case .decided: return stepAfterGate(of: attempt)
        }
    }

    /// Audit what passed; mend what failed, as often as the settings allow.
    private func stepAfterChecks(of attempt: AttemptState) -> Step {
        let verdict = attempt.checks.map(verdict(of:))
        if attempt.refusal == nil, verdict == .ok || verdict == .needsReview {
            return settings.isAudited ? .call(.auditor, notBefore: attempt.retryAt) : .gate
        }
        // A refused first reply leaves no candidate to mend: the next attempt starts over.
        let mends = plan[attempt.phase]?.mendsChecks == true || attempt.isUnparsable
        guard attempt.fixed != false else { return .failAttempt(.checks) }
        guard attempt.checks != nil || mends, attempt.fixes < settings.fixesPerCandidate,
            attempt.refusal?.reason != CandidateRefused.unfixable
        else { return .failAttempt(attempt.checks == nil ? .refused : .checks) }
        if let refusal = attempt.refusal, refusal.category.failureClass == .gate {
            return .failAttempt(.refused)
        }
        if let failure = attempt.checks?.failure, failure.category.isBeyondEdits {
            return .failAttempt(.checks)
        }
        return stepToReply(of: .fixer, in: attempt)
    }

    /// A model is called, or the phase's agent program works.
    private func stepToReply(of role: Role, in attempt: AttemptState) -> Step {
        guard let agent = agent(for: role, in: attempt) else {
            return .call(role, notBefore: attempt.retryAt)
        }
        return .letWork(agent, as: role)
    }

    /// The agent program that does a role's work in the phase; it mends its own work too.
    private func agent(for role: Role, in attempt: AttemptState) -> String? {
        guard role == .builder || role == .fixer,
            case .command(let name)? = plan[attempt.phase]?.builder
        else { return nil }
        return name
    }

    private func stepAfterGate(of attempt: AttemptState) -> Step {
        switch attempt.gate?.verdict {
        case .ok: .planCheckpoint
        case .needsReview:
            settings.yes && mayAnswerByFlag(attempt) ? .approveByFlag : .requestApproval
        case .blocked, nil: .failAttempt(.blocked)
        }
    }

    /// `--yes` does not answer for changed tests (`decisions.md`, Test-tamper gate), nor for
    /// maintenance of what is core.
    private func mayAnswerByFlag(_ attempt: AttemptState) -> Bool {
        guard plan[attempt.phase]?.category != Phase.coreMaintenance else { return false }
        return
            !(attempt.gate?.findings.contains {
                $0.severity == .needsReview && $0.rule == FailureCategory.testsChanged.rawValue
            } ?? false)
    }

    /// When the wall-clock budget ends, if the run goes on being held from now.
    package func wallClockEnd(now: Timestamp) -> Timestamp {
        let held = activeMilliseconds + max(0, now.milliseconds - updated.milliseconds)
        let left = Double(settings.budgets.wallClockSeconds) - Double(held) / 1000
        return now.after(seconds: max(0, left))
    }

    /// The first limit that has been reached; reservations have their own check before each call.
    fileprivate func exceededBudget(now: Timestamp) -> BudgetExceeded? {
        let budgets = settings.budgets
        let held = activeMilliseconds + max(0, now.milliseconds - updated.milliseconds)
        let limits: [(BudgetName, spent: Double, cap: Double)] = [
            (.http500, Double(failures.http500), Double(budgets.maxHTTP500PerRun)),
            (.patchFailures, Double(failures.patch), Double(budgets.maxPatchFailuresPerRun)),
            (.totalFailures, Double(failures.total), Double(budgets.maxTotalFailuresPerRun)),
            (.wallClock, Double(held) / 1000, Double(budgets.wallClockSeconds)),
        ]
        return limits.first { $0.spent >= $0.cap }.map {
            BudgetExceeded(budget: $0.0, cap: $0.cap, spent: $0.spent)
        }
    }
}

extension PhaseState {
    /// The attempts that made the same changes over and over: one three times running, or two by
    /// turns; nil where none did.
    package var circle: String? {
        let made = failures.dropFirst(forgiven).filter {
            $0.tree != nil && !$0.category.failureClass.sparesTheChange
        }
        func named(_ attempts: some Collection<PhaseFailure>) -> String {
            attempts.map { "\($0.attempt)" }.joined(separator: ", ")
        }
        let last = Array(made.suffix(4))
        if last.count >= 3, Set(last.suffix(3).map(\.tree)).count == 1 {
            return "attempts \(named(last.suffix(3))) made the same change"
        }
        guard last.count == 4, last[0].tree == last[2].tree, last[1].tree == last[3].tree,
            last[0].tree != last[1].tree
        else { return nil }
        return "attempts \(named(last)) made the same two changes by turns"
    }

    /// The failures that count against the phase: those of the world do not.
    package var countedFailures: Int {
        failures.dropFirst(forgiven).count { $0.category.failureClass != .infrastructure }
    }
}

extension FailureCategory {
    /// No edit of a file brings git's own state in order, or makes room on a disk: a fixer would
    /// only be asked in vain.
    fileprivate var isBeyondEdits: Bool { failureClass == .gitState || self == .diskFull }
}

extension AttemptState {
    /// The candidate is there and cannot be parsed, which a fixer may mend.
    package var isUnparsable: Bool {
        candidate != nil && checks == nil && refusal?.reason == CandidateRefused.unparsable
    }
}

extension CandidateRefused {
    /// The reason of a candidate that a language's own tool cannot parse.
    package static let unparsable = "unparsable"

    /// The reason of a fixer that gives up, with its explanation as the message.
    package static let unfixable = "unfixable"
    /// The reason of a change that was made before, and failed.
    package static let loop = "loop"
}
