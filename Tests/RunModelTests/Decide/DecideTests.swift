import RunModel
import Testing

struct DecideTests {
    private func started(_ settings: RunSettings = RunSettings()) throws -> RunStory {
        var story = try RunStory.begun(settings: settings)
        try story.checkBaseline()
        try story.start()
        return story
    }

    private func step(_ story: RunStory) -> Step { decide(story.state, now: story.now) }

    private let first = PhaseID("first")

    @Test func `an agent program does the work of Builder and fixer, and no other`() throws {
        var plan = try EventSamples.plan()
        plan.phases[0].builder = .command("claude")
        var story = try RunStory.begun(plan: plan)
        try story.checkBaseline()
        try story.start()
        #expect(step(story) == .letWork("claude", as: .builder))
        try story.reserve()
        try story.answer()
        #expect(step(story) == .applyWork(.builder))
        try story.create()
        #expect(step(story) == .check)
        var failing = story
        try failing.add(.checksFinished(RunStory.checked(["tests": 0, "own": 1])))
        #expect(step(failing) == .letWork("claude", as: .fixer))
        try story.add(.checksFinished(RunStory.checked(["tests": 0, "own": 0])))
        #expect(step(story) == .call(.auditor, notBefore: nil))
    }

    @Test func `every stage of a good run is followed by the next`() throws {
        var story = try RunStory.begun()
        let phase = try #require(first)
        #expect(step(story) == .checkBaseline)
        try story.checkBaseline()
        #expect(step(story) == .startPhase(phase))
        try story.add(.phaseStarted(PhaseMoved(state: .building, reason: "")), phase: phase)
        #expect(step(story) == .startAttempt(phase, number: 1))
        try story.start()
        #expect(step(story) == .call(.builder, notBefore: nil))
        try story.reserve()
        try story.answer()
        #expect(step(story) == .apply(.builder))
        try story.create()
        #expect(step(story) == .check)
        try story.add(.checksFinished(RunStory.checked(["tests": 0, "own": 0])))
        #expect(step(story) == .call(.auditor, notBefore: nil))
        try story.reserve(.auditor)
        try story.answer()
        #expect(step(story) == .readAudit)
        try story.add(.auditFinished(EventSamples.audit))
        #expect(step(story) == .gate)
        try story.add(.gateDecided(GateDecided(verdict: .ok, findings: [], risk: 0)))
        #expect(step(story) == .planCheckpoint)
        let commit = EventSamples.id("d")
        try story.add(.checkpointPlanned(RefsPlanned(refs: EventSamples.moves)))
        #expect(step(story) == .moveRefs(try #require(story.state.planned)))
        try story.add(.checkpointCommitted(RefsMoved(commit: commit, refs: EventSamples.moves)))
        #expect(step(story) == .completePhase(phase))
        try story.add(.phaseFinished(PhaseMoved(state: .completed, reason: "")), phase: phase)
        #expect(step(story) == .startPhase(try #require(PhaseID("second"))))
        try story.start("second")
        try story.judge()
        try story.checkpoint()
        #expect(step(story) == .finish(.succeeded, nil, message: "all 2 phases are done"))
        try story.finish(.succeeded)
        #expect(step(story) == .rest)
    }

    @Test func `a failing candidate is mended as often as the settings allow, then given up`()
        throws
    {
        var story = try started(RunSettings(fixesPerCandidate: 2))
        try story.reserve()
        try story.answer()
        for fixes in 0..<3 {
            try story.create()
            try story.add(.checksFinished(RunStory.checked(["tests": 1, "own": 0])))
            #expect(
                step(story) == (fixes < 2 ? .call(.fixer, notBefore: nil) : .failAttempt(.checks)))
            guard fixes < 2 else { break }
            try story.reserve(.fixer)
            try story.answer()
            #expect(step(story) == .apply(.fixer))
        }
    }

    @Test(arguments: [
        (FailureCategory.notFound, "not-found", Step.call(.fixer, notBefore: nil)),
        (.secretFound, "secret_found", .failAttempt(.refused)),
        (.replyRefused, CandidateRefused.unfixable, .failAttempt(.checks)),
    ])
    func `a fixer's refused reply is asked again, unless it is final`(
        category: FailureCategory, reason: String, expected: Step
    ) throws {
        var story = try started()
        try story.reserve()
        try story.answer()
        try story.create()
        try story.add(.checksFinished(RunStory.checked(["tests": 1, "own": 0])))
        try story.reserve(.fixer)
        try story.answer()
        try story.add(
            .candidateRefused(
                CandidateRefused(category: category, reason: reason, message: "", nearest: nil)))
        #expect(step(story) == expected)
    }

    @Test(arguments: [
        (FailureCategory.indexLocked, Step.failAttempt(.checks)),
        (.mergeConflict, .failAttempt(.checks)), (.diskFull, .failAttempt(.checks)),
        (.missingDependency, .call(.fixer, notBefore: nil)),
        (.typeError, .call(.fixer, notBefore: nil)),
    ])
    func `a fixer is not asked about what no edit can mend`(
        category: FailureCategory, expected: Step
    ) throws {
        var story = try started()
        try story.reserve()
        try story.answer()
        try story.create()
        var checked = RunStory.checked(["tests": 1, "own": 0])
        checked.failure = CheckFailure(category: category, signature: "s", rootCause: "r")
        try story.add(.checksFinished(checked))
        #expect(step(story) == expected)
    }

    @Test func `a first reply without a candidate ends its attempt`() throws {
        var story = try started()
        try story.reserve()
        try story.answer()
        try story.add(
            .candidateRefused(
                CandidateRefused(
                    category: .notFound, reason: "not-found", message: "", nearest: nil)))
        #expect(step(story) == .failAttempt(.refused))
    }

    @Test(arguments: [
        (Verdict.ok, false, "risk", Step.planCheckpoint),
        (.blocked, true, "risk", .failAttempt(.blocked)),
        (.needsReview, false, "risk", .requestApproval),
        (.needsReview, true, "risk", .approveByFlag),
        (.needsReview, true, "tests_changed", .requestApproval),
    ])
    func `the gate's verdict decides, and --yes answers only what it may`(
        verdict: Verdict, yes: Bool, rule: String, expected: Step
    ) throws {
        var story = try started(RunSettings(yes: yes))
        try story.reserve()
        try story.answer()
        try story.create()
        try story.add(.checksFinished(RunStory.checked(["tests": 0, "own": 0])))
        try story.reserve(.auditor)
        try story.answer()
        try story.add(.auditFinished(EventSamples.audit))
        let finding = Finding(rule: rule, severity: verdict, message: "m")
        try story.add(.gateDecided(GateDecided(verdict: verdict, findings: [finding], risk: 50)))
        #expect(step(story) == expected)
    }

    @Test func `a call that went nowhere ends the attempt, unless another provider is left`() throws
    {
        var story = try started()
        try story.reserve()
        let request = try #require(story.state.attempt?.pending).request
        try story.add(
            .callFailed(
                CallFailed(
                    request: request, category: .providerAuth, status: 401, retryInSeconds: nil,
                    message: "")))
        #expect(step(story) == .failAttempt(.calls))
        try story.add(.providerDisabled(ProviderMoved(provider: "p", why: "auth", until: nil)))
        #expect(step(story) == .call(.builder, notBefore: nil))
    }

    @Test func `a phase fails after its attempts, and those that need it are skipped`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        let phase = try #require(first)
        for number in 1...3 {
            try story.start()
            #expect(story.state.attempt?.number == number)
            try story.fail()
        }
        #expect(step(story) == .diagnose(phase, notBefore: nil))
        let next = story.state.stepWithoutDoctor(of: try #require(story.state[phase: phase]))
        guard case .failPhase(phase, let why) = next else {
            Issue.record("\(next)")
            return
        }
        #expect(why.contains("3 attempts came to nothing (at most 3)"))
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: why)), phase: phase)
        let second = try #require(PhaseID("second"))
        #expect(step(story) == .skipPhase(second, why: "depends on first, which is failed"))
        try story.add(.phaseFinished(PhaseMoved(state: .skipped, reason: "")), phase: second)
        guard case .finish(.failed, .phase, _) = step(story) else {
            Issue.record("\(step(story))")
            return
        }
    }

    @Test func `what the policy forbade fails the run for the policy`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        for _ in 1...3 {
            try story.start()
            try story.fail(.riskBlocked)
        }
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: "")), phase: first)
        try story.add(
            .phaseFinished(PhaseMoved(state: .skipped, reason: "")), phase: PhaseID("second"))
        guard case .finish(.failed, .policy, _) = step(story) else {
            Issue.record("\(step(story))")
            return
        }
    }

    @Test func `the world's failures do not end a phase, and do not go on for ever`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        for number in 1...6 {
            #expect(step(story) != .rest)
            try story.start()
            #expect(story.state.attempt?.number == number)
            try story.fail(.providerUnreachable)
        }
        let phase = try #require(story.state.phases.first)
        guard case .failPhase = story.state.stepWithoutDoctor(of: phase) else {
            Issue.record("\(step(story))")
            return
        }
    }

    @Test func `each limit stops the run when it is reached, and not before`() throws {
        let budgets = Budgets(
            maxHTTP500PerRun: 3, maxPatchFailuresPerRun: 4, maxTotalFailuresPerRun: 5,
            wallClockSeconds: 100)
        let base = try started(RunSettings(budgets: budgets)).state
        let changes: [(BudgetName, Double, (inout RunState, Int) -> Void)] = [
            (.http500, 3, { $0.failures.http500 = $1 }),
            (.patchFailures, 4, { $0.failures.patch = $1 }),
            (.totalFailures, 5, { $0.failures.total = $1 }),
            (.wallClock, 100, { $0.activeMilliseconds = Int64($1) * 1000 }),
        ]
        for (budget, cap, change) in changes {
            var state = base
            change(&state, Int(cap) - 1)
            #expect(decide(state, now: state.updated) == .call(.builder, notBefore: nil))
            change(&state, Int(cap))
            #expect(
                decide(state, now: state.updated)
                    == .exceedBudget(BudgetExceeded(budget: budget, cap: cap, spent: cap)))
            state.status = .failed
            #expect(decide(state, now: state.updated) == .rest)
        }
        var state = base
        state.activeMilliseconds = 0
        let later = Timestamp(milliseconds: state.updated.milliseconds + 100_000)
        guard case .exceedBudget = decide(state, now: later) else {
            Issue.record("time since the last event counts")
            return
        }
        let past = Timestamp(milliseconds: 0)
        #expect(decide(state, now: past) == .call(.builder, notBefore: nil))
    }

    @Test func `nothing is reserved past a cap, nor at an unknown price under one`() throws {
        var state = try started(
            RunSettings(budgets: Budgets(cost: Money(usd: 1), tokens: 1000))
        ).state
        state.spend.cost = Money(usd: 0.4)
        state.spend.lostTokens = 400
        let fits = Reservation(cost: Money(usd: 0.6), tokens: 600)
        #expect(state.refusal(of: fits) == nil)
        #expect(
            state.refusal(of: Reservation(cost: Money(microUSD: 600_001), tokens: 1))
                == .exceeds(BudgetExceeded(budget: .cost, cap: 1, spent: 1.000001)))
        #expect(
            state.refusal(of: Reservation(cost: .zero, tokens: 601))
                == .exceeds(BudgetExceeded(budget: .tokens, cap: 1000, spent: 1001)))
        #expect(state.refusal(of: Reservation(cost: nil, tokens: 1)) == .unknownPrice)
        #expect(state.refusal(of: Reservation(cost: .zero, tokens: .max)) != nil)
        state.settings.budgets.cost = nil
        #expect(state.refusal(of: Reservation(cost: nil, tokens: 1)) == nil)
    }

    @Test func `planned movements come before everything, also when the run has ended`() throws {
        var story = try started()
        try story.finish(.failed)
        try story.add(.rollbackPlanned(RefsPlanned(refs: EventSamples.moves, way: "reset")))
        #expect(step(story) == .moveRefs(try #require(story.state.planned)))
    }

    @Test(arguments: RunStatus.allCases.filter { !$0.isUnderWay })
    func `nothing happens by itself in a state that waits or has ended`(status: RunStatus) throws {
        var state = try started().state
        state.status = status
        #expect(decide(state, now: state.updated) == .rest)
    }
}
