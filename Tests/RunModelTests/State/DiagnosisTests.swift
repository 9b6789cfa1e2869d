import RunModel
import Testing

/// What becomes of each decision of the Doctor (`decisions.md`, Doctor, the table of actions).
struct DiagnosisTests {
    private func next(_ story: RunStory) -> Step { decide(story.state, now: story.now) }

    private func decided(
        _ action: DoctorAction, fix: ProposedFix? = nil, settings: RunSettings = RunSettings()
    ) throws -> RunStory {
        var story = try RunStory.failed(.testError, .testError, settings: settings)
        try story.decide(action, fix: fix)
        return story
    }

    private let a = PhaseID("a")

    @Test func `answers that nothing was decided on are about no later failure`() throws {
        for ends in [false, true] {
            var story = try RunStory.failed(.testError, .testError)
            try story.reserveDoctor()
            try story.answerDoctor()
            #expect(story.state.diagnosis?.answers.count == 1)
            if ends {
                let end = PhaseMoved(state: .failed, reason: "nothing is left")
                try story.add(.phaseFinished(end), phase: a)
            } else {
                try story.start("a")
            }
            #expect(story.state.diagnosis == nil)
        }
    }

    @Test func `retry_with_fix leads to another attempt`() throws {
        let story = try decided(.retryWithFix)
        #expect(next(story) == .startAttempt(try #require(a), number: 3))
    }

    @Test func `disable_provider leads to another attempt`() throws {
        let story = try decided(.disableProvider)
        #expect(next(story) == .startAttempt(try #require(a), number: 3))
    }

    @Test func `skip_phase skips the phase and all that depends on it, with the reason`() throws {
        var story = try decided(.skipPhase)
        var skipped: [String: String] = [:]
        while case .skipPhase(let id, let why) = next(story) {
            skipped[id.description] = why
            try story.add(
                .phaseFinished(PhaseMoved(state: .skipped, reason: why)), phase: id)
        }
        #expect(
            skipped == [
                "a": "the doctor: since", "b": "depends on a, which is skipped",
                "c": "depends on b, which is skipped",
            ])
        let d = try #require(PhaseID("d"))
        #expect(next(story) == .startPhase(d), "what does not depend on it goes on")
        #expect(story.state[phase: d]?.reason.isEmpty == true)
        #expect(story.state.phases[1].reason == "depends on a, which is skipped")
    }

    @Test func `a goal is not narrowed silently: what was skipped is told at the end`() throws {
        var story = try decided(.skipPhase)
        while case .skipPhase(let id, let why) = next(story) {
            try story.add(.phaseFinished(PhaseMoved(state: .skipped, reason: why)), phase: id)
        }
        try story.start("d")
        try story.judge()
        try story.checkpoint()
        guard case .finish(.succeeded, nil, let message) = next(story) else {
            Issue.record("\(next(story))")
            return
        }
        #expect(message.contains("1 of 4 phases"))
        #expect(message.contains("a (the doctor: since)"))
    }

    @Test func `mark_fatal fails the phase and the run, and no other phase begins`() throws {
        var story = try decided(.markFatal)
        #expect(next(story) == .failPhase(try #require(a), why: "the doctor: since"))
        try story.add(
            .phaseFinished(PhaseMoved(state: .failed, reason: "the doctor: since")), phase: a)
        guard case .finish(.failed, .phase, let message) = next(story) else {
            Issue.record("\(next(story))")
            return
        }
        #expect(message.contains("failed for good"))
    }

    @Test func `rollback_run resets the branch and keeps what was decided`() throws {
        var story = try decided(.rollbackRun)
        #expect(next(story) == .planRollback(try #require(a)))
        try story.add(.rollbackPlanned(RefsPlanned(refs: [], way: Rollback.byDoctor)))
        #expect(next(story) == .moveRefs(try #require(story.state.planned)))
        try story.add(.runRolledBack(RefsMoved(commit: story.state.base, refs: [])))
        #expect(story.state.status == .rolledBack)
        #expect(story.state.tip == story.state.base)
        #expect(story.state.rollback?.phases[0].decisions.count == 1, "the work stays")
        #expect(next(story) == .rest)
    }

    @Test func `execute_fix begins an attempt with its commands, once counted`() throws {
        let fix = ProposedFix(fixType: .git, commands: ["git status"], verify: "git diff")
        var story = try decided(.executeFix, fix: fix)
        #expect(story.state.phases[0].executedFixes == 1)
        #expect(next(story) == .startAttempt(try #require(a), number: 3))
        try story.start("a")
        #expect(story.state.attempt?.fix == fix)
        #expect(story.state.attempt?.stage == .fix)
        #expect(next(story) == .executeFix)
        #expect(story.state.phases[0].pendingDecision == nil, "it is carried out once")
    }

    @Test func `a fix that fails ends its attempt, and the next begins with a call`() throws {
        let fix = ProposedFix(fixType: .git, commands: ["git status"], verify: "")
        var story = try decided(.executeFix, fix: fix)
        try story.start("a")
        try story.add(.fixStarted(Fix(fixType: "git")))
        try story.add(.fixFinished(Fix(fixType: "git", fixed: false)))
        #expect(story.state.attempt?.fixed == false)
        try story.fail(.mergeConflict)
        try story.decide(.retryWithFix)
        try story.start("a")
        #expect(story.state.attempt?.fix == nil)
        #expect(next(story) == .call(.builder, notBefore: nil))
    }

    @Test func `a fix that changed no file leaves the rest to the Builder`() throws {
        let fix = ProposedFix(fixType: .git, commands: ["git status"], verify: "")
        var story = try decided(.executeFix, fix: fix)
        try story.start("a")
        try story.add(.fixStarted(Fix(fixType: "git")))
        try story.add(.fixFinished(Fix(fixType: "git", fixed: true)))
        #expect(next(story) == .call(.builder, notBefore: nil))
    }

    @Test func `a fix that made a candidate is checked like any other`() throws {
        let fix = ProposedFix(fixType: .git, commands: ["git status"], verify: "")
        var story = try decided(.executeFix, fix: fix)
        try story.start("a")
        try story.add(.fixStarted(Fix(fixType: "git")))
        try story.create()
        try story.add(.fixFinished(Fix(fixType: "git", fixed: true)))
        #expect(next(story) == .check)
    }

    @Test func `schedule_maintenance puts a phase before the failed one`() throws {
        var story = try decided(.scheduleMaintenance)
        var plan = story.state.plan
        let mend = try #require(PhaseID("mend"))
        plan.phases.insert(Phase(id: mend, goal: "m", category: "core_maintenance"), at: 0)
        plan.phases[1].dependsOn = [mend]
        try story.add(
            .replanAdopted(PlanAdopted(version: 2, source: .doctor, why: "", plan: plan)))
        #expect(story.state.status == .executing, "no model wrote it: nobody is asked")
        #expect(next(story) == .startPhase(mend))
        #expect(story.state.phases[1].attempts == 2, "the failed phase keeps its attempts")
    }

    @Test func `a decision is of a phase between two attempts`() throws {
        var story = try RunStory.failed(.testError)
        try story.start("a")
        #expect(throws: FoldError.self) { try story.decide(.skipPhase) }
        #expect(throws: FoldError.self) { try story.decide(.skipPhase, phase: "zz") }
    }

    @Test func `the answers are kept in order until a decision is made`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.reserveDoctor(.cheap)
        try story.answerDoctor(reply: "1")
        try story.reserveDoctor(.strong)
        try story.answerDoctor(reply: "2")
        #expect(
            story.state.diagnosis?.answers == [
                DiagnosisState.Answer(
                    reply: EventSamples.id("1"), model: "p/cheap", tier: .cheap),
                DiagnosisState.Answer(
                    reply: EventSamples.id("2"), model: "p/strong", tier: .strong),
            ])
        try story.decide(.retryWithFix)
        #expect(story.state.diagnosis == nil)
    }

    @Test func `what the Doctor's calls cost is the phase's and the run's`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.reserveDoctor()
        try story.answerDoctor()
        #expect(story.state.phases[0].cost == Money(usd: 0.05))
        #expect(story.state.spend.cost == Money(usd: 0.05))
        #expect(story.state.spend.usage == Usage(input: 10, output: 5))
    }

    @Test func `a failure knows whose call failed, and not who built`() throws {
        var story = try RunStory.begun(plan: try RunStory.chain())
        try story.checkBaseline()
        try story.start("a")
        try story.reserve(provider: "builders")
        try story.answer()
        try story.create()
        try story.add(.checksFinished(RunStory.checked(["tests": 0])))
        try story.reserve(.auditor, provider: "auditors")
        let call = try #require(story.state.attempt?.pending)
        try story.add(
            .callFailed(
                CallFailed(
                    request: call.request, category: .providerTimeout, status: nil,
                    retryInSeconds: nil, message: "slow")))
        try story.fail(.providerTimeout)
        #expect(story.state.phases[0].failures[0].model == "builders/m")
        #expect(story.state.phases[0].failures[0].provider == "auditors")
    }

    @Test func `where no call failed, a failure names no provider`() throws {
        let story = try RunStory.failed(.testError)
        #expect(story.state.phases[0].failures[0].provider == nil)
    }
}
