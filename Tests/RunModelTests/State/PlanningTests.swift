import RunModel
import Testing

struct PlanningTests {
    private func next(_ story: RunStory) -> Step { decide(story.state, now: story.now) }

    @Test func `a run without a plan asks the planner, reads its plan and waits for a person`()
        throws
    {
        var story = try RunStory.drafted()
        #expect(next(story) == .call(.planner, notBefore: nil))
        try story.reserve(.planner)
        #expect(story.state.status == .planning)
        try story.answer()
        #expect(next(story) == .readPlan)
        try story.adopt(try EventSamples.plan())
        #expect(next(story) == .requestPlanApproval)
        try story.askForPlan()
        #expect(story.state.status == .awaitingApproval)
        #expect(story.state.waitsFor == "look")
        #expect(next(story) == .rest)
        try story.answerPlan(.ok)
        #expect(story.state.status == .executing)
        #expect(story.state.waitsFor == nil)
        #expect(story.state.planning == nil)
        #expect(next(story) == .checkBaseline)
        #expect(story.state.spend.usage == Usage(input: 10, output: 5))
    }

    @Test func `--yes answers for a plan`() throws {
        var story = try RunStory.drafted(settings: RunSettings(yes: true))
        try story.reserve(.planner)
        try story.answer()
        try story.adopt(try EventSamples.plan())
        #expect(next(story) == .approvePlanByFlag)
    }

    @Test func `a refused draft is asked for again, and the third ends the run`() throws {
        var story = try RunStory.drafted()
        for draft in 1...3 {
            #expect(next(story) == .call(.planner, notBefore: nil))
            try story.reserve(.planner)
            try story.answer()
            try story.refuseDraft("draft \(draft) has no phases")
        }
        #expect(story.state.planning?.refusals.count == 3)
        guard case .finish(.failed, .phase, let message) = next(story) else {
            Issue.record("\(next(story))")
            return
        }
        #expect(message.contains("draft 3 has no phases"))
        try story.finish(.failed, .phase)
        try story.resume()
        #expect(next(story) == .call(.planner, notBefore: nil), "resuming gives three more")
    }

    @Test func `a rejected plan is drafted anew, with the person's words`() throws {
        var story = try RunStory.drafted()
        try story.reserve(.planner)
        try story.answer()
        try story.adopt(try EventSamples.plan())
        try story.askForPlan()
        try story.answerPlan(.blocked, why: "one phase is enough")
        #expect(story.state.status == .planning)
        #expect(story.state.planning?.refusals == ["one phase is enough"])
        #expect(next(story) == .call(.planner, notBefore: nil))
        try story.reserve(.planner)
        try story.answer()
        try story.adopt(try EventSamples.plan())
        #expect(story.state.planVersion == 2)
        #expect(next(story) == .requestPlanApproval)
    }

    @Test func `a plan that a person edited needs no further answer`() throws {
        var story = try RunStory.drafted()
        try story.reserve(.planner)
        try story.answer()
        try story.adopt(try EventSamples.plan())
        try story.askForPlan()
        try story.adopt(try EventSamples.plan(), from: .person)
        #expect(story.state.status == .executing)
        #expect(next(story) == .checkBaseline)
    }

    @Test func `a planner's call that is lost counts as spent`() throws {
        var story = try RunStory.drafted()
        try story.reserve(.planner, cost: Money(usd: 2))
        try story.add(
            .leaseTaken(LeaseTaken(state: .planning, reason: "", owner: EventSamples.owner)))
        #expect(story.state.spend.cost == Money(usd: 2))
        #expect(next(story) == .call(.planner, notBefore: nil))
    }

    @Test func `a planner's call that fails for good ends the run as its environment's`() throws {
        var story = try RunStory.drafted()
        try story.reserve(.planner)
        let request = try #require(story.state.planning?.pending).request
        try story.add(
            .callFailed(
                CallFailed(
                    request: request, category: .providerServerError, status: 500,
                    retryInSeconds: nil, message: "no")))
        guard case .finish(.failed, .environment, _) = next(story) else {
            Issue.record("\(next(story))")
            return
        }
    }

    @Test func `no answer is taken where no plan waits`() throws {
        var story = try RunStory.drafted()
        #expect(throws: FoldError.self) { try story.answerPlan(.ok) }
    }
}
