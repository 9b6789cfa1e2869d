import RunModel
import Testing

/// A run whose every outcome is drawn at random, driven by `decide` alone.
struct RandomRun {
    var story: RunStory
    var random: Seeded
    /// Interventions of a person that are left, so that a run ends.
    private var interventions: Int
    /// What the planner drafts where the run begins without a plan.
    private let draft: Plan
    private(set) var checkpoints = 0
    /// What the Doctor decided.
    var decisions = 0
    private(set) var ends: [RunStatus] = []

    static let stepLimit = 4000

    init(seed: UInt64) throws {
        var random = Seeded(seed)
        let settings = RunSettings(
            budgets: Budgets(
                maxHTTP500PerRun: 2 + random.below(10),
                maxPatchFailuresPerRun: 2 + random.below(15),
                maxTotalFailuresPerRun: 2 + random.below(25),
                cost: random.chance(80) ? Money(usd: Double(2 + random.below(60))) : nil,
                tokens: 500 + random.below(5000),
                wallClockSeconds: 60 + random.below(3000)),
            fixesPerCandidate: random.below(4), yes: random.chance(30))
        draft = try RandomRun.plan(&random)
        story =
            try random.chance(30)
            ? RunStory.drafted(settings: settings, checks: draft.checks)
            : RunStory.begun(settings: settings, plan: draft)
        interventions = random.below(6)
        self.random = random
    }

    private static func plan(_ random: inout Seeded) throws -> Plan {
        let names = (0...random.below(4)).map { "p\($0)" }
        let checks = random.chance(85) ? [Check(name: "tests", run: ["t"])] : []
        let phases = try names.enumerated().map { index, name in
            Phase(
                id: try #require(PhaseID(name)), goal: "g",
                category: random.chance(15) ? Phase.fix : "general",
                dependsOn: names[..<index].filter { _ in random.chance(40) }.compactMap {
                    PhaseID($0)
                },
                checks: random.chance(50) ? [Check(name: "own-\(name)", run: ["o"])] : [],
                maxAttempts: random.chance(50) ? 1 + random.below(4) : nil,
                builder: random.chance(25) ? .command("fake") : .patch)
        }
        return Plan(goal: "g", checks: checks, phases: phases)
    }

    /// Goes on until nothing more happens.
    ///
    /// - Returns: The number of steps.
    mutating func drive() throws -> Int {
        for count in 0..<RandomRun.stepLimit {
            let step = decide(story.state, now: story.now)
            #expect(step == decide(story.state, now: story.now), "the same state, the same step")
            if step == .rest {
                ends.append(story.state.status)
                guard interventions > 0, try intervene() else { return count }
                interventions -= 1
                continue
            }
            // A process may be killed before any step, and the run taken up again.
            if random.chance(3) { try lease() }
            try perform(step)
        }
        Issue.record("the run does not end")
        return RandomRun.stepLimit
    }

    mutating func perform(_ step: Step) throws {
        switch step {
        case .rest: break
        case .moveRefs(let planned): try move(planned)
        case .checkBaseline: try story.add(.baselineChecked(checked(story.state.plan.checks)))
        case .startPhase(let phase):
            try story.add(.phaseStarted(PhaseMoved(state: .building, reason: "")), phase: phase)
        case .skipPhase(let phase, let why):
            try story.add(.phaseFinished(PhaseMoved(state: .skipped, reason: why)), phase: phase)
        case .startAttempt(let phase, let number):
            try story.add(
                .attemptStarted(PhaseMoved(state: .building, reason: "")), phase: phase,
                attempt: number)
        case .readPlan:
            if random.chance(60) { try story.adopt(draft) } else { try story.refuseDraft() }
        case .requestPlanApproval: try story.askForPlan()
        case .approvePlanByFlag:
            try story.askForPlan()
            try story.answerPlan(.ok, who: "--yes")
        case .call(let role, let notBefore): try call(role, notBefore)
        case .letWork(_, let role): try call(role, nil)
        case .apply, .applyWork: try apply()
        case .check:
            let phase = try #require(story.state.currentPhase)
            try story.add(.checksFinished(checked(story.state.plan.checks + phase.checks)))
        case .readAudit:
            try story.add(
                .auditFinished(
                    AuditFinished(
                        approved: random.chance(70), issues: [], auditors: ["p/m"], summary: "")))
        case .gate:
            let verdict = random.pick([Verdict.ok, .ok, .needsReview, .blocked])
            try story.add(.gateDecided(GateDecided(verdict: verdict, findings: [], risk: 1)))
        case .requestApproval: try ask()
        case .approveByFlag:
            try story.add(
                .approvalGiven(Approval(what: "c", verdict: .ok, who: "--yes", why: "")))
        case .planCheckpoint: try planCheckpoint()
        case .completePhase(let phase):
            try story.add(.phaseFinished(PhaseMoved(state: .completed, reason: "")), phase: phase)
        case .failAttempt: try story.fail(random.pick(FailureCategory.allCases))
        case .failPhase(let phase, let why):
            try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: why)), phase: phase)
        case .diagnose(let phase, let notBefore): try diagnose(phase, notBefore)
        case .executeFix: try executeFix()
        case .abandonReplan(let phase, _):
            let decided = DoctorDecided(
                by: .rules, action: .retryWithFix, confidence: 1, rationale: "no plan came of it")
            try story.add(.doctorDecided(decided), phase: phase)
        case .planRollback:
            try story.add(.rollbackPlanned(RefsPlanned(refs: [], way: Rollback.byDoctor)))
        case .exceedBudget(let exceeded): try stop(exceeded)
        case .finish(let status, let reason, _): try story.finish(status, reason)
        }
    }

    /// The heart of it: what may become a checkpoint has passed its checks and its gate.
    private mutating func planCheckpoint() throws {
        let attempt = try #require(story.state.attempt)
        let checked = try #require(attempt.checks, "a candidate that was never checked")
        #expect(story.state.verdict(of: checked) != .blocked)
        #expect(attempt.gate?.verdict == .ok)
        let phase = try #require(story.state.currentPhase)
        let own = phase.checks.map(\.name)
        for result in checked.checks where phase.mendsChecks || own.contains(result.name) {
            #expect(result.passed)
        }
        let commit = try #require(attempt.candidate).commit
        let move = RefMove(name: story.state.run.branch, old: story.state.tip, new: commit)
        try story.add(.checkpointPlanned(RefsPlanned(refs: [move])))
        checkpoints += 1
    }

    private mutating func move(_ planned: PlannedMove) throws {
        let target = planned.refs.first?.new.value ?? story.state.base
        let moved = RefsMoved(commit: target, refs: planned.refs)
        switch planned.kind {
        case .checkpoint: try story.add(.checkpointCommitted(moved))
        case .rollback: try story.add(.runRolledBack(moved))
        case .land: try story.add(.runLanded(moved))
        case .archive: try story.add(.runArchived(moved))
        }
    }

    private mutating func call(_ role: Role, _ notBefore: Timestamp?) throws {
        if let notBefore, notBefore > story.now { story.now = notBefore }
        let cost = random.chance(95) ? Money(usd: Double(random.below(3))) : nil
        if let refusal = story.state.refusal(of: Reservation(cost: cost, tokens: 100)) {
            guard case .exceeds(let exceeded) = refusal else {
                try story.finish(.failed, .environment)
                return
            }
            try stop(exceeded)
            return
        }
        try story.reserve(role, provider: random.pick(["p", "q"]), cost: cost)
        let state = story.state
        let request = try #require(state.attempt?.pending ?? state.planning?.pending).request
        switch random.below(20) {
        case 0: try lease()
        case 1...4:
            let isRetried = random.chance(50)
            try story.add(
                .callFailed(
                    CallFailed(
                        request: request, category: .providerServerError,
                        status: random.chance(50) ? 500 : nil,
                        retryInSeconds: isRetried ? Double(random.below(30)) : nil, message: "")))
            if random.chance(20) {
                let provider = try #require(
                    story.state.attempt?.provider ?? story.state.planning?.provider)
                try story.add(
                    .providerDisabled(ProviderMoved(provider: provider, why: "", until: nil)))
            }
        default:
            let cost = cost.map { Money(microUSD: Int64(random.below(Int($0.microUSD) + 1))) }
            try story.answer(cost: cost, recording: random.chance(10) ? random.below(9) : nil)
        }
    }

    private mutating func apply() throws {
        guard random.chance(25) else {
            try story.create(random.pick(Array("23456789abcdef")))
            return
        }
        let reason = random.chance(20) ? CandidateRefused.unfixable : "not-found"
        try story.add(
            .candidateRefused(
                CandidateRefused(
                    category: random.pick([.notFound, .secretFound, .pathDenied]), reason: reason,
                    message: "", nearest: nil)))
    }

    private mutating func checked(_ checks: [Check]) -> TreeChecked {
        // Now and then a check is missing from what was run.
        let run = checks.filter { _ in !random.chance(2) }
        let names = ["a", "b", "c"]
        return TreeChecked(
            tree: EventSamples.id("e"),
            checks: run.map { check in
                let passes = random.chance(60)
                let failed = passes ? [] : names.filter { _ in random.chance(50) }
                return CheckResult(
                    name: check.name, command: check.run,
                    exit: passes ? 0 : random.pick([1, 2, 124, 137]), seconds: 1, failed: failed,
                    fixed: random.chance(10) ? ["c"] : [])
            }, environment: "")
    }

    private mutating func ask() throws {
        try story.add(
            .approvalRequested(Approval(what: "c", verdict: .needsReview, who: "", why: "look")))
    }

    private mutating func stop(_ exceeded: BudgetExceeded) throws {
        #expect(exceeded.spent >= exceeded.cap)
        try story.add(.budgetExceeded(exceeded))
        try story.finish(.failed, .budget)
    }

    private mutating func lease() throws {
        try story.add(
            .leaseTaken(
                LeaseTaken(state: story.state.status, reason: "", owner: EventSamples.owner)))
        #expect(story.state.attempt?.pending == nil)
        #expect(story.state.planning?.pending == nil)
    }

    /// A person's act on a run that rests.
    ///
    /// - Returns: False where the person leaves it.
    private mutating func intervene() throws -> Bool {
        let state = story.state
        try lease()
        switch random.below(6) {
        case 0 where state.status == .awaitingApproval, 1 where state.status == .awaitingApproval:
            let verdict = random.pick([Verdict.ok, .blocked])
            try story.add(.approvalGiven(Approval(what: "c", verdict: verdict, who: "A", why: "")))
        case 2 where state.status != .rolledBack:
            let kept = state.phases.compactMap(\.checkpoint) + [state.base]
            try planRollback(to: random.pick(kept), way: "reset")
        case 3 where state.rollback != nil:
            try planRollback(to: state.base, way: Rollback.undo)
        case 4 where state.status.next.contains(.aborted):
            try story.add(.runAborted(RunMoved(state: .aborted, message: "")))
        default:
            guard state.status.next.contains(.executing), state.status != .rolledBack else {
                return false
            }
            try story.add(.runResumed(RunMoved(state: .executing, message: "")))
        }
        return true
    }

    private mutating func planRollback(to commit: String, way: String) throws {
        let move = RefMove(name: story.state.run.branch, old: story.state.tip, new: commit)
        try story.add(.rollbackPlanned(RefsPlanned(refs: [move], way: way)))
    }
}
