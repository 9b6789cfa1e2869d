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
        let phase = try #require(story.state.phases.first)
        #expect(decide(story.state, now: story.now) == .diagnose(phase.id, notBefore: nil))
        let step = story.state.stepWithoutDoctor(of: phase)
        guard case .failPhase(_, let why) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(why.contains("goes round in circles: attempts"))
    }

    @Test(arguments: ["a", "aa", "aba", "abc", "aab", "abca"])
    func `what is not a circle goes on`(trees: String) throws {
        let story = try story(Array(trees), .assertionFailed)
        let step = story.state.stepWithoutDoctor(of: try #require(story.state.phases.first))
        guard case .startAttempt = step else {
            Issue.record("\(step)")
            return
        }
    }

    @Test(arguments: [FailureCategory.commandTimeout, .detachedHead, .indexLocked])
    func `what the world or the repository caused is no circle`(category: FailureCategory) throws {
        let story = try story(["a", "a", "a"], category)
        let step = story.state.stepWithoutDoctor(of: try #require(story.state.phases.first))
        guard case .startAttempt = step else {
            Issue.record("\(step)")
            return
        }
    }

    @Test func `a model's hint for the failure gets another attempt even in a circle`() throws {
        var story = try story(["a", "a", "a"], .assertionFailed)
        let phase = try #require(story.state.phases.first).id
        for by in [DoctorDecided.By.rules, .model] {
            try story.add(
                .doctorDecided(
                    DoctorDecided(
                        by: by, action: .retryWithFix, confidence: 1, rationale: "", hint: "h")),
                phase: phase)
            let step = decide(story.state, now: story.now)
            switch (by, step) {
            case (.rules, .failPhase), (.model, .startAttempt): break
            default: Issue.record("\(by): \(step)")
            }
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
