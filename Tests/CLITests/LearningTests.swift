import TestSupport
import Testing

/// What one run overcomes, the next ones are told once a person has approved it.
@Suite(.fewAtOnce) struct LearningTests {
    private static let ref = "refs/autopack/rules"

    /// Runs whose first attempt breaks the same thing, and whose second mends it.
    private func learn(_ runs: ClosedRange<Int>, _ project: Project) async throws {
        try project.record(
            runs.flatMap { _ -> [RecordedAnswer] in
                [
                    .builder("add", attempt: 1, Calculator.doesNotApply),
                    .builder("add", attempt: 2, Calculator.mendArithmetic), .approval("add"),
                ]
            })
        for number in runs { try await run("r\(number)", project) }
    }

    private func run(_ name: String, _ project: Project) async throws {
        let plan = try project.plan(Calculator.onePhase())
        expect(try await project.autopack("run", "--plan", plan, "--id", name), exits: 0)
    }

    private func rules(_ project: Project) async throws -> [JSON] {
        try JSONReader.lines(try await project.autopack("rules", "--json").output)
    }

    @Test func `an attempt that overcomes a failure leaves a hint, and the run what it learned`()
        async throws
    {
        let project = try Project()
        try await learn(1...1, project)
        let hint = try #require(try Journal(in: project.repository).events("hint.recorded").first)
        #expect(hint["source"]?.string == "overcome" && hint["category"]?.string == "not_found")
        #expect(hint["evidence"]?.string == (try project.commit("autopack/r1")))
        let rule = try #require(try await rules(project).first)
        #expect(rule["state"]?.string == "NEW" && rule["category"]?.string == "not_found")
        #expect(rule["evidence"]?.array?.first?["run"]?.string == "r1")
        // Harvesting again changes nothing.
        let before = try project.commit(Self.ref)
        _ = try await project.autopack("resume", "r1")
        #expect(try project.commit(Self.ref) == before)
        try project.repository.fsckStrict()
    }

    @Test func `from the first run to the prompt of the fifth`() async throws {
        let project = try Project()
        try await learn(1...2, project)
        #expect(try await rules(project).map { $0["state"]?.string } == ["NEW"])
        try await learn(3...3, project)
        let candidate = try #require(try await rules(project).first)
        #expect(candidate["state"]?.string == "CANDIDATE_RULE")
        let id = try #require(candidate["id"]?.string)

        // What nobody approved is in no prompt.
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        try await run("r4", project)
        let unapproved = try await project.autopack("show", "r4:add:1", "--prompt")
        #expect(!unapproved.output.contains("overcome by changing"))
        expect(try await project.autopack("rules", "approve", id, "-m", "seen often"), exits: 0)

        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        try await run("r5", project)
        let prompt = try await project.autopack("show", "r5:add:1", "--prompt")
        #expect(prompt.output.contains("overcome by changing calc/arithmetic.py"), "\(prompt)")
        let reserved = try Journal("r5", in: project.repository).events("call.reserved")
        #expect(reserved.first?["rules"]?.strings == [id])
        let rule = try #require(try await rules(project).first)
        #expect(rule["state"]?.string == "RULE")
        #expect(rule["effect"]?["with"]?["attempts"]?.int == 1)
        #expect(rule["effect"]?["with"]?["successes"]?.int == 1)
        // Without it: both attempts of the third run, which made it a candidate, and the fourth's.
        #expect(rule["effect"]?["without"]?["attempts"]?.int == 3)
        #expect(rule["effect"]?["without"]?["successes"]?.int == 2)
        #expect(
            try project.repository.git("log", "-1", "--format=%s", Self.ref)
                == "\(id): measured, 1 of 1 attempts with it succeeded, 2 of 3 without")
        try project.repository.fsckStrict()
    }
}
