import RunModel
import Testing

/// A plan that is written anew, as the journal tells it (`decisions.md`, Replanning).
struct ReplanTests {
    private func next(_ story: RunStory) -> Step { decide(story.state, now: story.now) }

    private func replanning(_ settings: RunSettings = RunSettings()) throws -> RunStory {
        var story = try RunStory.failed(.testError, .testError, settings: settings)
        try story.decide(.replan)
        return story
    }

    private func draft(_ story: inout RunStory, broadens: [String]? = nil) throws -> Plan {
        try story.reserve(.planner)
        try story.answer()
        var plan = story.state.plan
        plan.phases[0].id = try #require(PhaseID("a-2"))
        plan.phases[1].dependsOn = [plan.phases[0].id]
        try story.add(
            .replanAdopted(
                PlanAdopted(
                    version: 2, source: .planner, why: "w", plan: plan, broadens: broadens)))
        return plan
    }

    @Test func `replan asks the planner, and is counted for phase and run`() throws {
        let story = try replanning()
        #expect(next(story) == .call(.planner, notBefore: nil))
        #expect(story.state.phases[0].replans == 1)
        #expect(story.state.replans == 1)
    }

    @Test func `a replan that narrows goes on without being asked`() throws {
        var story = try replanning()
        let plan = try draft(&story)
        #expect(story.state.status == .executing)
        #expect(story.state.plan == plan)
        #expect(story.state.planVersion == 2, "a new plan version")
        #expect(next(story) == .startPhase(plan.phases[0].id))
    }

    @Test func `a replan leaves the phase that it replaces as skipped, with its failures`() throws {
        var story = try replanning()
        _ = try draft(&story)
        let old = try #require(PhaseID("a").flatMap { story.state[phase: $0] })
        #expect(old.status == .skipped)
        #expect(old.failures.count == 2)
        #expect(old.reason.contains("version 2"))
    }

    @Test(arguments: [true, false])
    func `a replan that broadens asks a person, and --yes does not answer it`(yes: Bool) throws {
        var story = try replanning(RunSettings(yes: yes))
        _ = try draft(&story, broadens: ["a-2.allow: symlinks is new"])
        #expect(next(story) == .requestPlanApproval)
        try story.askForPlan()
        #expect(story.state.status == .awaitingApproval)
        #expect(next(story) == .rest)
    }

    @Test func `a first plan is answered by --yes`() throws {
        var story = try RunStory.drafted(settings: RunSettings(yes: true))
        try story.reserve(.planner)
        try story.answer()
        try story.adopt(try RunStory.chain())
        #expect(next(story) == .approvePlanByFlag)
    }

    @Test func `a person who agrees lets it run`() throws {
        var story = try replanning()
        let plan = try draft(&story, broadens: ["more"])
        try story.askForPlan()
        try story.answerPlan(.ok)
        #expect(next(story) == .startPhase(plan.phases[0].id))
    }

    @Test func `a person who does not agree gets the plan before back, and another draft`() throws {
        var story = try replanning()
        let before = story.state
        _ = try draft(&story, broadens: ["more"])
        try story.askForPlan()
        try story.answerPlan(.blocked, why: "too much")
        #expect(story.state.plan == before.plan)
        #expect(story.state.phases == before.phases)
        #expect(story.state.planning?.broadens == false)
        #expect(next(story) == .call(.planner, notBefore: nil))
        #expect(story.state.planning?.refusals == ["too much"])
    }

    @Test func `three drafts that may not run leave the plan as it is and call for another remedy`()
        throws
    {
        var story = try replanning()
        let plan = story.state.plan
        for draft in 1...PlanningState.draftLimit {
            #expect(next(story) == .call(.planner, notBefore: nil))
            try story.reserve(.planner)
            try story.answer()
            try story.refuseDraft("draft \(draft)")
        }
        let a = try #require(PhaseID("a"))
        #expect(next(story) == .abandonReplan(a, why: "draft 3"))
        try story.decide(.retryWithFix)
        #expect(story.state.plan == plan)
        #expect(story.state.planning == nil)
        #expect(story.state.status == .executing)
        #expect(next(story) == .startAttempt(a, number: 3))
    }

    @Test func `completed phases keep their checkpoint through a replan`() throws {
        var story = try RunStory.begun(plan: try RunStory.chain())
        try story.checkBaseline()
        try story.start("a")
        try story.judge()
        try story.checkpoint()
        let done = try #require(story.state.phases.first)
        for _ in 1...2 {
            try story.start("b")
            try story.fail()
        }
        try story.decide(.replan, phase: "b")
        try story.reserve(.planner)
        try story.answer()
        var plan = story.state.plan
        plan.phases[1].id = try #require(PhaseID("b-2"))
        plan.phases[2].dependsOn = [plan.phases[1].id]
        try story.add(
            .replanAdopted(PlanAdopted(version: 2, source: .planner, why: "w", plan: plan)))
        #expect(story.state.phases[0] == done)
        #expect(next(story) == .startPhase(plan.phases[1].id))
    }
}
