import RunModel
import Testing

struct RollbackTests {
    private func twoCheckpoints() throws -> RunStory {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.judge(candidate: "7")
        try story.checkpoint()
        try story.start("second")
        try story.judge(candidate: "8")
        try story.checkpoint()
        return story
    }

    private func waiting() throws -> RunStory {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        try story.judge(.needsReview)
        try story.add(
            .approvalRequested(
                Approval(what: EventSamples.id("d"), verdict: .needsReview, who: "", why: "w")))
        return story
    }

    @Test func `a rollback of all leaves the base, and is an end`() throws {
        var story = try twoCheckpoints()
        try story.finish(.succeeded)
        try story.rollBack(to: story.state.base)
        #expect(story.state.status == .rolledBack)
        #expect(story.state.tip == story.state.base)
        #expect(story.state.phases.map(\.status) == [.queued, .queued])
        #expect(story.state.phases.map(\.checkpoint) == [nil, nil])
        #expect(story.state.baseline == nil)
        #expect(story.state.finished == story.now)
    }

    @Test(arguments: [RunStatus.succeeded, .failed, .paused, .executing, .aborted])
    func `a rollback to a phase keeps it, and the run can go on`(status: RunStatus) throws {
        var story = try twoCheckpoints()
        if status != .executing { try story.finish(status) }
        try story.rollBack(to: EventSamples.id("7"))
        #expect(story.state.status == .paused)
        #expect(story.state.tip == EventSamples.id("7"))
        #expect(story.state.phases.map(\.status) == [.completed, .queued])
        #expect(story.state.finished == nil)
        try story.resume()
        #expect(decide(story.state, now: story.now) == .checkBaseline)
        try story.checkBaseline()
        let second = try #require(PhaseID("second"))
        #expect(decide(story.state, now: story.now) == .startPhase(second))
    }

    @Test func `hints outlive a rollback`() throws {
        var story = try twoCheckpoints()
        try story.add(
            .hintRecorded(HintRecorded(text: "t", signature: "s", scope: [], evidence: "")),
            phase: PhaseID("second"))
        try story.rollBack(to: story.state.base)
        #expect(story.state.phases[1].hints.map(\.text) == ["t"])
    }

    @Test func `a rollback that is taken back restores what it found, wherever that was`() throws {
        var landed = try twoCheckpoints()
        try landed.finish(.succeeded)
        try landed.add(.landPlanned(RefsPlanned(refs: EventSamples.moves, way: "ff")))
        try landed.add(
            .runLanded(RefsMoved(commit: EventSamples.id("8"), refs: EventSamples.moves)))
        var calling = try RunStory.begun()
        try calling.checkBaseline()
        try calling.start()
        try calling.reserve()
        for before in [try twoCheckpoints(), landed, try waiting(), calling] {
            var story = before
            try story.rollBack(to: story.state.base)
            #expect(story.state.status == .rolledBack)
            #expect(story.state.landed == nil)
            #expect(story.state.attempt == nil)
            try story.rollBack(to: before.state.tip, way: Rollback.undo)
            #expect(restorable(story.state) == restorable(before.state))
            #expect(story.state.rollback == nil)
            #expect(try RunState(folding: story.entries) == story.state)
        }
    }

    @Test func `what waited for a person can still be answered after a rollback and back`() throws {
        var story = try waiting()
        try story.rollBack(to: story.state.base)
        try story.rollBack(to: story.state.base, way: Rollback.undo)
        #expect(story.state.waitsFor == "w")
        try story.add(
            .approvalGiven(Approval(what: EventSamples.id("d"), verdict: .ok, who: "A", why: "")))
        try story.checkpoint()
    }

    @Test func `there is nothing to take back where nothing was rolled back`() throws {
        let story = try twoCheckpoints()
        var planned = story
        try planned.add(.rollbackPlanned(RefsPlanned(refs: [], way: Rollback.undo)))
        try planned.refuses(.misplaced) {
            try $0.add(.runRolledBack(RefsMoved(commit: story.state.base, refs: [])))
        }
    }

    /// What taking a rollback back gives back: numbers of events, times and spending go on.
    private func restorable(_ state: RunState) -> RunState {
        var state = state
        state.seq = 0
        state.updated = EventSamples.time
        state.activeMilliseconds = 0
        state.message = ""
        state.spend = Spend()
        state.attempt?.pending = nil
        for index in state.phases.indices { state.phases[index].cost = .zero }
        return state
    }
}
