/// When a Doctor is asked, and what becomes of its decisions (`decisions.md`, Doctor).
extension RunState {
    /// The step that does what was decided.
    func step(carryingOut decided: DoctorDecided, of phase: PhaseState) -> Step {
        switch decided.action {
        case .skipPhase: .skipPhase(phase.id, why: "the doctor: \(decided.rationale)")
        case .markFatal: .failPhase(phase.id, why: "the doctor: \(decided.rationale)")
        case .rollbackRun: .planRollback(phase.id)
        case .executeFix: .startAttempt(phase.id, number: phase.attempts + 1)
        // Done where it is recorded: only a state that nobody folded, as one from elsewhere, has it.
        case .retryWithFix, .replan, .disableProvider, .scheduleMaintenance:
            .failPhase(
                phase.id,
                why: "the record has a decision left, \(decided.action.rawValue), that is none to"
                    + " carry out")
        }
    }

    /// Why the Doctor's model may not be asked once more; nil: it may.
    ///
    /// Past the budgets infrastructure gets further calls, in phases of category
    /// `core_maintenance` alone, until the provider that failed is stable or routed around.
    package func refusalOfDoctorsCall(of phase: PhaseState, tier: DoctorTier) -> String? {
        let limits = settings.doctor
        if tier == .strong, doctorCalls.strong >= limits.maxStrongCallsPerRun {
            return "the strong doctor was asked \(doctorCalls.strong) times"
                + " (at most \(limits.maxStrongCallsPerRun))"
        }
        guard let isOver = exhaustionOfDoctorsCalls(of: phase) else { return nil }
        guard plan[phase.id]?.category == Phase.coreMaintenance,
            let failure = phase.failures.last, failure.category.failureClass == .infrastructure,
            !isSettled(failure),
            doctorCalls.infrastructure < limits.maxInfrastructureCallsPerRun
        else { return isOver }
        return nil
    }

    /// Why the calls that every phase and run has are used up; nil: they are not.
    func exhaustionOfDoctorsCalls(of phase: PhaseState) -> String? {
        let limits = settings.doctor
        if phase.doctorCalls >= limits.maxCallsPerPhase {
            return "the doctor was asked \(phase.doctorCalls) times in the phase"
                + " (at most \(limits.maxCallsPerPhase))"
        }
        if doctorCalls.all >= limits.maxCallsPerRun {
            return "the doctor was asked \(doctorCalls.all) times in the run"
                + " (at most \(limits.maxCallsPerRun))"
        }
        return nil
    }

    /// The provider whose call failed has answered since, or is routed around: no more has to be
    /// found out about it.
    private func isSettled(_ failure: PhaseFailure) -> Bool {
        guard failure.category.tellsOfProvider, let name = failure.provider else { return false }
        guard let provider = providers[name] else { return true }
        return provider.disabled != nil || provider.failuresInRow == 0
    }
}

extension PhaseState {
    /// The last failure has not been looked at, and is one that the Doctor is called for: the
    /// second of the phase, or at once what is the world's or the repository's fault.
    package var isDoctorDue: Bool {
        guard diagnosed < failures.count, failures.count > forgiven, let last = failures.last
        else { return false }
        switch last.category.failureClass {
        case .infrastructure, .gitState: return true
        default: return failures.count - forgiven >= 2
        }
    }

    /// A model has given a hint for the failure that is the last; the next attempt is not a
    /// repetition.
    var isAdvised: Bool {
        guard let last = decisions.last else { return false }
        return diagnosed == failures.count && last.by == .model && last.action == .retryWithFix
    }
}

extension Phase {
    /// The category of phases that may touch what is core, with a person's approval.
    package static let coreMaintenance = "core_maintenance"
}
