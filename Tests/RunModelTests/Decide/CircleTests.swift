import RunModel
import Testing

struct CircleTests {
    /// Fails one attempt for each tree.
    private func story(_ trees: [Character], _ category: FailureCategory) throws -> RunStory {
        var plan = try EventSamples.plan()
        plan.phases[0].maxAttempts = nil
        var story = try RunStory.begun(plan: plan)
        try story.checkBaseline()
        for tree in trees {
            try story.start()
            try story.reserve()
            try story.answer()
            try story.create(tree)
            try story.fail(category)
        }
        return story
    }

    @Test(arguments: ["aaa", "baaa", "abab", "cabab"])
    func `a phase that goes round in circles is given up, and the circle is named`(
        trees: String
    ) throws {
        let story = try story(Array(trees), .assertionFailed)
        guard case .failPhase(_, let why) = decide(story.state, now: story.now) else {
            Issue.record("\(decide(story.state, now: story.now))")
            return
        }
        #expect(why.contains("goes round in circles: attempts"))
    }

    @Test(arguments: ["a", "aa", "aba", "abc", "aab", "abca"])
    func `what is not a circle goes on`(trees: String) throws {
        let story = try story(Array(trees), .assertionFailed)
        guard case .startAttempt = decide(story.state, now: story.now) else {
            Issue.record("\(decide(story.state, now: story.now))")
            return
        }
    }

    @Test func `what the world caused is no circle`() throws {
        let story = try story(["a", "a", "a"], .commandTimeout)
        guard case .startAttempt = decide(story.state, now: story.now) else {
            Issue.record("\(decide(story.state, now: story.now))")
            return
        }
    }

    @Test func `a person who goes on with the run lets the phase try again`() throws {
        var story = try story(["a", "a", "a"], .assertionFailed)
        let phase = try #require(story.state.phases.first).id
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: "")), phase: phase)
        try story.finish(.failed, .phase)
        try story.resume()
        #expect(decide(story.state, now: story.now) == .startPhase(phase))
    }
}
