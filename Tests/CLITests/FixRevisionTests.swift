import TestSupport
import Testing

/// `fix` mends commits, branches and candidates of runs alike.
@Suite(.fewAtOnce) struct FixRevisionTests {
    private static let check = "python3 -m unittest discover -t . -s tests"
    private static let mendBoth = Calculator.mendArithmetic + Calculator.mendText

    /// A run whose one candidate fails, since nobody mends it.
    private func failedRun() async throws -> Project {
        let project = try Project()
        try project.configure(autopack: "fixes_per_candidate: 0\n")
        try project.record([.builder("add", Calculator.mendArithmeticWrongly)])
        let own = "    checks: [{name: add, run: \(Calculator.tests(of: "arithmetic"))}]"
        let plan = Calculator.onePhase(
            maxAttempts: 1, more: own, check: Calculator.tests(of: "arithmetic"))
        expect(try await project.run(plan), exits: 1)
        try project.record([
            .fixer(
                Edit.replace(
                    "    return a * b", by: "    return a + b", in: "calc/arithmetic.py")),
            .approval(),
        ])
        return project
    }

    @Test(arguments: ["r1:add:1", "r1:add", "r1", ""])
    func `a run's candidate is mended, by the checks of its run`(name: String) async throws {
        let project = try await failedRun()
        let events = try Journal("r1", in: project.repository).events("candidate.created")
        let candidate = try #require(events.first?["commit"]?.string)
        let outcome = try await project.autopack(
            "fix", name.isEmpty ? candidate : name, "--id", "f1")
        expect(outcome, exits: 0)
        let run = try JSONReader.value(
            try await project.autopack("show", "f1", "--json").output)
        let commit = try #require(run["commit"]?.string)
        #expect(try project.file("calc/arithmetic.py", at: commit) == Calculator.mendedArithmetic)
        #expect(try project.repository.git("rev-parse", "\(commit)^") == candidate)
    }

    @Test func `a candidate that is not there is named`() async throws {
        let project = try await failedRun()
        for name in ["r1:add:7", "r1:nobody"] {
            let outcome = try await project.autopack("fix", name)
            expect(outcome, exits: 2)
            #expect(outcome.errors.contains("r1"))
        }
        expect(try await project.autopack("fix", "no-such-thing"), exits: 2)
        let allow = try await project.autopack("fix", "--allow", "new_dependency")
        expect(allow, exits: 2)
        #expect(allow.errors.contains("new_dependencies"))
    }

    @Test func `a branch is mended and landed on itself, not on what is checked out`() async throws
    {
        let project = try Project()
        try project.repository.git("branch", "topic")
        let main = try #require(try project.commit("main"))
        try project.record([.fixer(Self.mendBoth), .approval()])
        let outcome = try await project.autopack(
            "fix", "topic", "--check", Self.check, "--land")
        expect(outcome, exits: 0)
        #expect(try project.commit("main") == main)
        #expect(try project.file("calc/text.py", at: "topic") == Calculator.mendedText)
        #expect(try project.repository.git("status", "--porcelain") == "")
    }

    @Test func `any revision is mended; where it cannot be landed that is said at once`()
        async throws
    {
        let project = try Project()
        try project.repository.write("later.txt", "later\n")
        try project.repository.commit("later")
        try project.record([.fixer(Self.mendBoth), .approval()])
        let refused = try await project.autopack(
            "fix", "HEAD~1", "--check", Self.check, "--land")
        expect(refused, exits: 5)
        #expect(refused.errors.contains("main") && refused.errors.contains("--merge"))
        let outcome = try await project.autopack(
            "fix", "HEAD~1", "--check", Self.check, "--id", "f1")
        expect(outcome, exits: 0)
        let parent = try project.repository.git("rev-parse", "HEAD~1")
        #expect(try project.repository.git("rev-parse", "autopack/f1^") == parent)
    }
}
