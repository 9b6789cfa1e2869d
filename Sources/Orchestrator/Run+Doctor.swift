import Agents
import Git
import Governance
import Healing
import Ledger
import Providers
import RunModel
import Settings

extension Run {
    /// Finds out what keeps the phase from going on: the rules first, a model for the rest
    /// (`decisions.md`, Doctor).
    func diagnose(_ id: PhaseID, notBefore: Timestamp?) async throws(RunError) {
        if let notBefore { try await wait(until: notBefore) }
        let request = try doctorRequest(id)
        let rules = RuleDoctor.answer(
            request,
            replan: ApproachFlaw.evidence(
                in: request.failures, settings: ledger.state.settings.replan))
        if let rules, rules.isCertain { return try carryOut(rules.decision, in: id) }
        switch try await consult(request, id, rules) {
        case .asked: return
        case .decided(let decided): return try carryOut(decided, in: id)
        case .nobody: break
        }
        if let rules { return try carryOut(rules.decision, in: id) }
        guard let phase = ledger.state[phase: id] else { preconditionFailure("a known phase") }
        try await perform(ledger.state.stepWithoutDoctor(of: phase))
    }

    /// No plan came of a replan: what else the rules know is done.
    func abandonReplan(_ id: PhaseID, why: String) throws(RunError) {
        let request = try doctorRequest(id)
        var decided =
            RuleDoctor.answer(request, replan: nil)?.decision
            ?? DoctorDecided(
                by: .rules, action: .markFatal, confidence: 0.5,
                rationale: "the plan could not be written anew, and nothing else is left",
                evidence: request.evidence, signature: request.failure.signature)
        decided.evidence.append("the replan came to nothing: \(why)")
        try carryOut(decided, in: id)
    }

    // MARK: The model

    private enum Consulted {
        /// A call was made; the state says what came of it.
        case asked
        case decided(DoctorDecided)
        /// No model can be asked, or none had anything to say that can be done.
        case nobody
    }

    private func consult(
        _ request: DoctorRequest, _ id: PhaseID, _ rules: RuleDoctor.Answer?
    ) async throws(RunError) -> Consulted {
        let state = ledger.state
        guard let phase = state[phase: id] else { preconditionFailure("a known phase") }
        let models = state.settings.doctorModels
        let answers = try answers(to: state.diagnosis)
        let next = Consultation.next(
            after: answers, for: request, attempts: phase.attempts, models: models)
        if case .ask(let tier, let fault, let isEscalated) = next, !hasGivenUp(state.diagnosis) {
            if try await ask(request, phase, tier, fault, isEscalated) { return .asked }
        }
        let complex = DoctorChoice.isComplexFailure(request, models: models)
        var stands = answers.last { $0.response != nil }
        var escalated = false
        if case .settle(let answer, let isEscalated) = next {
            (stands, escalated) = (answer, isEscalated)
        }
        guard let stands, let response = stands.response,
            let decided = DoctorVerdict.settle(
                response, of: request, complex: complex, model: stands.model, tier: stands.tier,
                escalated: escalated, known: Set(state.settings.providers.keys),
                templates: Set(MaintenanceTemplate.names), rules: rules)
        else { return .nobody }
        return .decided(decided)
    }

    /// The call under way has failed for good, with nowhere else to go.
    private func hasGivenUp(_ diagnosis: DiagnosisState?) -> Bool {
        guard let diagnosis, diagnosis.callFailure != nil, diagnosis.retryAt == nil else {
            return false
        }
        return ledger.state.disabledProviders[diagnosis.provider] == nil
    }

    /// - Parameter isEscalated: The cheap model has answered: it is not asked once more.
    /// - Returns: False where nobody can be asked, or no more may be.
    private func ask(
        _ request: DoctorRequest, _ phase: PhaseState, _ wanted: DoctorTier, _ fault: String?,
        _ isEscalated: Bool
    ) async throws(RunError) -> Bool {
        let state = ledger.state
        let tiers: [DoctorTier] =
            wanted == .strong && !isEscalated ? [.strong, .cheap] : [wanted]
        let isRetry = (state.diagnosis?.tries ?? 0) > 0
        let tier = tiers.first { tier in
            isRetry || state.refusalOfDoctorsCall(of: phase, tier: tier) == nil
        }
        guard let tier else { return false }
        let prompt = DoctorPrompt.write(
            request, fault: fault, templates: MaintenanceTemplate.names)
        let call = call(.doctor, prompt, phase: phase.id)
        var facts = try facts(for: call, complexity: .high, category: "")
        facts.doctor = tier
        facts.tooLong = Set(state.diagnosis?.tooLong ?? [])
        facts.refused = Set(state.diagnosis?.refused ?? [])
        let choice: ModelChoice
        do throws(NoModel) {
            choice = try ModelSelector.choose(.doctor, facts: facts, settings: state.settings)
        } catch {
            return false
        }
        // Where one model is not there the other answers, and counts as what it is.
        let asked = ModelSelector.doctorTier(of: choice.model, wanted: tier, in: state.settings)
        guard asked == tier || isRetry || state.refusalOfDoctorsCall(of: phase, tier: asked) == nil,
            !isEscalated || asked == .strong
        else { return false }
        let reservation = Pricing.reservation(for: call, model: choice.model, in: state.settings)
        guard state.refusal(of: reservation) == nil else { return false }
        try await exchange(
            call, choice, facts, tries: state.diagnosis?.tries ?? 0, marks: CallMarks(tier: asked))
        return true
    }

    private func answers(to diagnosis: DiagnosisState?) throws(RunError) -> [Consultation.Answer] {
        var answers: [Consultation.Answer] = []
        for answer in diagnosis?.answers ?? [] {
            let reply = try kept(answer.reply)
            var response: DoctorResponse?
            var fault: String?
            do throws(ReplyFault) {
                response = try DoctorReply.read(reply)
            } catch {
                fault = error.message
            }
            answers.append(
                Consultation.Answer(
                    response: response, fault: fault, model: answer.model, tier: answer.tier))
        }
        return answers
    }

    // MARK: The evidence

    func doctorRequest(_ id: PhaseID) throws(RunError) -> DoctorRequest {
        let state = ledger.state
        guard let phase = state[phase: id], let planned = state.plan[id] else {
            preconditionFailure("a Doctor is asked about a phase of the plan")
        }
        let failures = Array(phase.failures.dropFirst(phase.forgiven))
        let limit = planned.maxAttempts ?? state.settings.complexityEscalation.maxAttemptsPerPhase
        let left = max(0, limit - phase.countedFailures)
        var request = DoctorRequest(
            goal: state.plan.goal, phase: planned, failures: failures,
            repository: try repositoryFacts(), providers: providerFacts(),
            hints: phase.hints.map(\.text), decisions: phase.decisions,
            circle: phase.circle, healthRatio: state.healthRatio, attemptsLeft: left)
        request.barred = barred(phase, planned, attemptsLeft: left)
        if let candidate = failures.last?.candidate {
            let (tip, tree) = (try tree(of: state.tip), try tree(of: candidate))
            request.change = try change(from: tip, to: tree).text(
                limitBytes: Run.doctorsChangeLimitBytes)
        }
        return request
    }

    /// Bytes of a difference that a Doctor is shown.
    private static let doctorsChangeLimitBytes = 20_000

    private func repositoryFacts() throws(RunError) -> [String] {
        let state = ledger.state
        let done = state.phases.count { $0.checkpoint != nil }
        var facts = ["\(done) of \(state.plan.phases.count) phases are committed"]
        if let target = state.target.value {
            let repository = ledger.repository
            let tip = try git { () throws(GitError) in
                try repository.lookUp(try RefName(checking: target))
            }
            if let tip, tip.hex != state.base {
                facts.append("\(target) has moved since the run began, to \(tip.hex)")
            }
        }
        return facts
    }

    private func providerFacts() -> [String: String] {
        ledger.state.providers.compactMapValues { provider in
            if let disabled = provider.disabled { return "routed around: \(disabled.why)" }
            if let why = provider.downgraded { return "asked last: \(why)" }
            return provider.failuresInRow > 0
                ? "\(provider.failures) of \(provider.calls) calls failed" : nil
        }
    }

    /// The actions that cannot be taken, and why.
    private func barred(
        _ phase: PhaseState, _ planned: Phase, attemptsLeft: Int
    ) -> [DoctorAction: String] {
        let state = ledger.state
        let settings = state.settings
        var barred: [DoctorAction: String] = [:]
        if attemptsLeft == 0 { barred[.retryWithFix] = "no attempt is left" }
        if !settings.doctor.allowExecuteFixGlobal {
            barred[.executeFix] = "it is off (doctor.allow_execute_fix_global)"
        } else if phase.executedFixes >= settings.doctor.maxExecuteFixPerPhase {
            barred[.executeFix] = "the phase has had its \(phase.executedFixes)"
        }
        if planned.mendsChecks {
            barred[.replan] = "there is no plan to rewrite"
        } else if phase.replans >= settings.replan.maxReplansPerPhase {
            barred[.replan] = "the phase has had its \(phase.replans)"
        } else if state.replans >= settings.replan.maxReplansPerRun {
            barred[.replan] = "the run has had its \(state.replans)"
        }
        if settings.coreMaintenance.allow.isEmpty {
            barred[.scheduleMaintenance] = "nothing may be maintained (core_maintenance.allow)"
        } else if planned.category == Phase.coreMaintenance {
            barred[.scheduleMaintenance] = "the phase is maintenance itself"
        }
        return barred
    }

    // MARK: What becomes of a decision

    /// Records a decision and, beside it, all of its effect that is no step of its own.
    private func carryOut(_ decided: DoctorDecided, in id: PhaseID) throws(RunError) {
        let state = ledger.state
        guard let phase = state[phase: id], let planned = state.plan[id] else {
            preconditionFailure("a decision is about a phase of the plan")
        }
        var events: [Event] = [.doctorDecided(decided)]
        if let hint = decided.hint {
            events.append(
                .hintRecorded(
                    HintRecorded(
                        text: hint, signature: decided.signature ?? "",
                        scope: planned.scope.write, evidence: phase.failures.last?.candidate ?? "",
                        category: phase.failures.last?.category, source: .doctor)))
        }
        switch decided.action {
        case .disableProvider:
            events += ProviderMoved.routing(
                around: decided.providers ?? [], why: "the doctor: \(decided.rationale)",
                in: state, keyed: tools.keyed
            ).map(Event.providerDisabled)
            try record(events, in: id)
        case .scheduleMaintenance:
            let name = decided.maintenance ?? MaintenanceTemplate.providers.name
            let template = MaintenanceTemplate.named(name) ?? .providers
            let plan = template.inserted(
                before: id, in: state.plan, why: decided.rationale, settings: state.settings)
            events.append(
                .replanAdopted(
                    PlanAdopted(
                        version: state.planVersion + 1, source: .doctor,
                        why: "maintenance before \(id): \(decided.rationale)", plan: plan)))
            try record(events, in: id, planText: Array(PlanFile.render(plan).utf8))
        case .retryWithFix, .replan, .skipPhase, .markFatal, .rollbackRun, .executeFix:
            try record(events, in: id)
        }
    }

    /// Plans to reset the run's branch to where the run began; the work stays in keep.
    func planRollback() throws(RunError) {
        let state = ledger.state
        let refs =
            state.tip == state.base
            ? [] : [RefMove(name: state.run.branch, old: state.tip, new: state.base)]
        try record([.rollbackPlanned(RefsPlanned(refs: refs, way: Rollback.byDoctor))])
    }
}

extension ProviderMoved {
    /// How providers are routed around: out for the run, or asked last where nobody else is there.
    fileprivate static func routing(
        around names: [String], why: String, in state: RunState, keyed: Set<String>
    ) -> [ProviderMoved] {
        let absent = ProviderStanding.absent(in: state.settings, keyed: keyed)
        let others = state.settings.providers.keys.filter { name in
            absent[name] == nil && state.disabledProviders[name] == nil && !names.contains(name)
        }
        return names.map { name in
            ProviderMoved(provider: name, why: why, until: nil, downgraded: others.isEmpty)
        }
    }
}
