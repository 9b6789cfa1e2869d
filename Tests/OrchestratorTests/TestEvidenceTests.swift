import Ledger
import Orchestrator
import RunModel
import TestSupport
import Testing

/// What the tests of one side of a change say of the code of the other.
struct TestEvidenceTests {
    /// A repository with code, a test of it, and the configuration of a runner.
    private func scene() throws -> RunScene {
        let scratch = try ScratchRepository()
        try scratch.write("sum.txt", "one\ntwo\nthree\n")
        try scratch.write("tests/sum.txt", "strict\n")
        try scratch.write("pytest.ini", "all\n")
        try scratch.commit("base")
        return RunScene(scratch)
    }

    /// The checks read the code, the test that is there, its configuration and one that is new.
    private func plan(_ checks: Check...) throws -> Plan {
        Plan(
            goal: "make the sum complete",
            checks: [Check(name: "code", run: ["sum.txt", "one"])] + checks,
            phases: [
                Phase(
                    id: try Story.phase("sum"), goal: "add a fourth line", complexity: .low,
                    allow: [.testChanges])
            ])
    }

    private let four = Story.replace("three", by: "three\nfour", in: "sum.txt")

    private func checked(_ plan: Plan, _ reply: String, in scene: RunScene) async throws
        -> TreeChecked
    {
        let ledger = try await scene.begin(plan, settings: RunScene.settings(yes: true))
        try await scene.execute(ledger, [Story.reply(.builder, reply), Story.approval])
        let run = try #require(RunID(RunScene.name))
        let found = try JournalReader(try scene.repository()).entries(of: run).compactMap {
            entry -> TreeChecked? in
            if case .checksFinished(let checked) = entry.event { checked } else { nil }
        }
        return try #require(found.last, "\(ledger.state.phases.first?.failures ?? [])")
    }

    @Test func `a change that touches no test has no evidence`() async throws {
        let checked = try await checked(plan(), four, in: try scene())
        #expect(checked.tests == nil)
    }

    @Test func `the base's tests judge the candidate's code where a test was changed`()
        async throws
    {
        let loose = Story.replace("strict", by: "loose", in: "tests/sum.txt")
        let check = Check(name: "test", run: ["tests/sum.txt", "loose"])
        let checked = try await checked(plan(check), four + loose, in: try scene())
        #expect(checked.checks.last?.exit == 0)
        let tests = try #require(checked.tests)
        #expect(tests.baseTests.map(\.name) == ["code", "test"])
        #expect(tests.baseTests.map(\.exit) == [0, 1])
        #expect(tests.baseTests.last?.log.value != nil)
        // The changed test may hold new ones: it judges the base's code too.
        #expect(tests.newTests.map(\.exit) == [0, 0])
    }

    @Test func `tests that were only added judge the base's code, and nothing else is run`()
        async throws
    {
        let new = "tests/four.txt\n<<<<<<< SEARCH\n=======\nfour\n>>>>>>> REPLACE\n"
        let checks = [
            Check(name: "there", run: ["tests/four.txt", "four"]),
            Check(name: "four", run: ["sum.txt", "four"]),
        ]
        var plan = try plan()
        plan.phases[0].checks = checks
        let checked = try await checked(plan, four + new, in: try scene())
        let tests = try #require(checked.tests)
        #expect(tests.baseTests == [])
        #expect(tests.newTests.map(\.name) == ["code", "there", "four"])
        #expect(tests.newTests.map(\.exit) == [0, 0, 1])
    }

    @Test func `configuration that was added is gone`() async throws {
        let added = "conftest.py\n<<<<<<< SEARCH\n=======\npatched\n>>>>>>> REPLACE\n"
        let checked = try await checked(
            plan(Check(name: "patched", run: ["conftest.py", "patched"])), four + added,
            in: try scene())
        let tests = try #require(checked.tests)
        #expect(tests.baseTests.map(\.exit) == [0, 1])
        #expect(tests.newTests == [])
    }

    @Test func `a test that was deleted is back`() async throws {
        let patch = """
            *** Begin Patch
            *** Delete File: tests/sum.txt
            *** Update File: sum.txt
            @@
             three
            +four
            *** End Patch
            """
        var plan = try plan()
        plan.phases[0].checks = [Check(name: "test", run: ["sum.txt", "four"])]
        let checked = try await checked(plan, patch, in: try scene())
        let tests = try #require(checked.tests)
        #expect(tests.baseTests.map(\.exit) == [0, 0])
        #expect(tests.newTests == [])
    }

    @Test func `a candidate that fails its checks is not looked at any closer`() async throws {
        let loose = Story.replace("strict", by: "loose", in: "tests/sum.txt")
        let check = Check(name: "never", run: ["sum.txt", "five"])
        var plan = try plan()
        plan.phases[0].checks = [check]
        let scene = try scene()
        let ledger = try await scene.begin(plan, settings: RunScene.settings(attempts: 1))
        try await scene.execute(
            ledger, [Story.reply(.builder, four + loose), Story.unfixable])
        let run = try #require(RunID(RunScene.name))
        for entry in try JournalReader(try scene.repository()).entries(of: run) {
            if case .checksFinished(let checked) = entry.event { #expect(checked.tests == nil) }
        }
        #expect(ledger.state.status == .failed)
    }
}
