import RunModel
import Testing

/// What fixers tried is folded, and how far a fix has come is derived from that.
struct FixFoldTests {
    private let analysis = CheckFailure(
        category: .assertionFailed, signature: "s", rootCause: "r", check: "tests",
        file: "a.py", line: 3, failed: ["t"])

    private func fixing() throws -> RunStory {
        let id = try #require(PhaseID("fix"))
        let plan = Plan(
            goal: "g", checks: [Check(name: "tests", run: ["true"])],
            phases: [Phase(id: id, goal: "g", category: Phase.fix, maxAttempts: 1)])
        var story = try RunStory.begun(plan: plan)
        #expect(story.state.autoFixStatus == .proposed)
        try story.checkBaseline(["tests": 1])
        try story.start("fix")
        return story
    }

    private func started(_ number: Int) -> Event {
        .fixStarted(Fix(fixType: Fix.edit, number: number, analysis: analysis))
    }

    private func finished(_ outcome: FixResult) -> Event {
        .fixFinished(
            Fix(
                fixType: Fix.edit, results: ["said"], fixed: outcome == .passed,
                files: ["a.py"], outcome: outcome))
    }

    private func failing() -> TreeChecked { RunStory.checked(["tests": 1]) }

    @Test func `the status follows the change through the sandbox`() throws {
        var story = try fixing()
        try story.add(started(1))
        #expect(story.state.openFix?.number == 1)
        #expect(story.state.autoFixStatus == .proposed)
        try story.reserve(.fixer)
        try story.answer()
        #expect(story.state.autoFixStatus == .proposed)
        try story.create()
        #expect(story.state.autoFixStatus == .sandboxDeployed)
        try story.add(.checksFinished(failing()))
        try story.add(finished(.failed))
        #expect(story.state.autoFixStatus == .testsFailed)
        #expect(story.state.openFix == nil)
        #expect(story.state.earlierFixes.map(\.tried) == ["said"])
        try story.add(started(2))
        try story.reserve(.fixer)
        try story.answer()
        #expect(story.state.autoFixStatus == .proposed)
        try story.create()
        try story.add(.checksFinished(RunStory.checked(["tests": 0])))
        try story.add(finished(.passed))
        #expect(story.state.autoFixStatus == .testsPassed)
        let stored = try JSON(parsing: try CanonicalJSON.encode(story.state))
        #expect(Schemas.state.faults(in: stored) == [])
        let summary = RunSummary(story.state)
        #expect(summary.fixes?.map(\.attempt) == [1, 2])
        #expect(summary.fixes?.map(\.result.value) == [.failed, .passed])
        #expect(summary.fixes?.first?.line.value == 3)
        #expect(RunSummary(story.state, phases: false).fixes == nil)
    }

    @Test func `an attempt that ends leaves no fix under way`() throws {
        var story = try fixing()
        try story.add(started(1))
        try story.add(
            .attemptFailed(
                AttemptFailed(
                    category: .assertionFailed, signature: "s", rootCause: "r", detail: "")))
        #expect(story.state.phases.first?.fixes.map(\.outcome) == [.abandoned])
        #expect(story.state.autoFixStatus == .testsFailed)
    }

    @Test func `a fix begins once, and ends once`() throws {
        var story = try fixing()
        #expect(throws: FoldError.self) { try story.add(finished(.passed)) }
        try story.add(started(1))
        #expect(throws: FoldError.self) { try story.add(started(2)) }
    }

    @Test func `a run of phases has no status of a fix`() throws {
        var story = try RunStory.begun()
        try story.checkBaseline()
        #expect(story.state.autoFixStatus == nil)
    }
}
