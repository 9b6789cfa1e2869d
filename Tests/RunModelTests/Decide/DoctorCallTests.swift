import RunModel
import Testing

/// When the Doctor is called (`decisions.md`, Doctor).
struct DoctorCallTests {
    private func next(_ story: RunStory) -> Step { decide(story.state, now: story.now) }

    private func isDiagnosed(_ story: RunStory) -> Bool {
        if case .diagnose = next(story) { return true }
        return false
    }

    @Test
    func `the Doctor is called at a phase's second failure, at once for infra_error and git_state`()
        throws
    {
        for category in FailureCategory.allCases {
            let isAtOnce = [.infrastructure, .gitState].contains(category.failureClass)
            let once = try RunStory.failed(category)
            #expect(isDiagnosed(once) == isAtOnce, "\(category.rawValue), once")
            guard category.failureClass != .infrastructure else { continue }
            let twice = try RunStory.failed(.auditRejected, category)
            #expect(isDiagnosed(twice), "\(category.rawValue), twice")
        }
    }

    @Test func `a failure is looked at once`() throws {
        var story = try RunStory.failed(.testError, .testError)
        #expect(isDiagnosed(story))
        try story.decide(.retryWithFix)
        let phase = try #require(PhaseID("a"))
        #expect(next(story) == .startAttempt(phase, number: 3))
        try story.start("a")
        try story.fail()
        #expect(isDiagnosed(story), "the next failure is looked at too")
    }

    @Test func `forgiven failures do not count after a resume`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.decide(.markFatal)
        let phase = try #require(PhaseID("a"))
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: "r")), phase: phase)
        try story.finish(.failed, .phase)
        try story.resume()
        #expect(!story.state.phases[0].isDoctorDue)
        try story.start("a")
        try story.fail()
        #expect(!isDiagnosed(story), "the first failure since")
        try story.start("a")
        try story.fail()
        #expect(isDiagnosed(story), "the second")
    }

    @Test func `after a resume infrastructure is still looked at at once`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.decide(.markFatal)
        let phase = try #require(PhaseID("a"))
        try story.add(.phaseFinished(PhaseMoved(state: .failed, reason: "r")), phase: phase)
        try story.finish(.failed, .phase)
        try story.resume()
        try story.start("a")
        try story.fail(.diskFull)
        #expect(isDiagnosed(story))
    }

    @Test func `a call that is to be tried again waits for its time`() throws {
        var story = try RunStory.failed(.testError, .testError)
        try story.reserveDoctor()
        try story.failDoctor(retryInSeconds: 7)
        let phase = try #require(PhaseID("a"))
        #expect(next(story) == .diagnose(phase, notBefore: story.now.after(seconds: 7)))
    }

    @Test
    func `a model's hint is tried even where the phase goes round in circles, a rule's is not`()
        throws
    {
        for source in [DoctorDecided.By.model, .rules] {
            var story = try RunStory.begun(plan: try RunStory.chain())
            try story.checkBaseline()
            for _ in 1...3 {
                try story.start("a")
                try story.reserve()
                try story.answer()
                try story.create("d")
                try story.fail()
                if isDiagnosed(story), story.state.phases[0].failures.count < 3 {
                    try story.decide(.retryWithFix)
                }
            }
            try story.decide(.retryWithFix, by: source)
            if case .startAttempt = next(story) {
                #expect(source == .model)
            } else {
                #expect(source == .rules, "\(next(story))")
            }
        }
    }
}
