import RunModel
import Testing

struct AuditsTests {
    private static let best = RunSettings(
        routingPolicies: ["docs": RoutingPolicy(strategy: .bestFirst)])

    private func audited(_ story: inout RunStory, approved: Bool, by model: String) throws {
        try story.reserve(.auditor)
        try story.answer()
        let issue = AuditIssue(severity: approved ? .info : .major, description: model)
        try story.add(
            .auditFinished(
                AuditFinished(
                    approved: approved, issues: [issue], auditors: [model], summary: model)))
    }

    private func checked(_ settings: RunSettings = AuditsTests.best) throws -> RunStory {
        var story = try RunStory.begun(settings: settings)
        try story.checkBaseline()
        try story.start()
        try story.reserve()
        try story.answer()
        try story.create()
        var exits = ["tests": 0]
        for check in story.state.currentPhase?.checks ?? [] { exits[check.name] = 0 }
        try story.add(.checksFinished(RunStory.checked(exits)))
        return story
    }

    @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
    func `of two audits the stricter verdict stands`(first: Bool, second: Bool) throws {
        var story = try checked()
        try audited(&story, approved: first, by: "a/1")
        #expect(decide(story.state, now: story.now) == .call(.auditor, notBefore: nil))
        try audited(&story, approved: second, by: "b/2")
        #expect(decide(story.state, now: story.now) == .gate)
        let audit = try #require(story.state.attempt?.audit)
        #expect(audit.approved == (first && second))
        #expect(audit.auditors == ["a/1", "b/2"])
        #expect(audit.issues.map(\.description) == ["a/1", "b/2"])
        #expect(story.state[phase: try #require(story.state.attempt).phase]?.status == .gating)
    }

    @Test func `without an auditor the gate decides alone`() throws {
        var story = try checked(RunSettings(isAudited: false))
        #expect(decide(story.state, now: story.now) == .gate)
        try story.add(.gateDecided(GateDecided(verdict: .needsReview, findings: [], risk: 0)))
        #expect(decide(story.state, now: story.now) == .requestApproval)
    }
}
