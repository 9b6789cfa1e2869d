import TestSupport
import Testing

/// A candidate that a language's own tool cannot parse costs no check.
@Suite(.fewAtOnce) struct UnparsableTests {
    private static let broken = Edit.replace(
        "    return a - b", by: "    return a + (b", in: "calc/arithmetic.py")

    @Test func `it is refused with the tool's words, and a fixer may mend it`() async throws {
        let project = try Project()
        try project.record([
            .builder(Self.broken),
            .fixer(
                Edit.replace("    return a + (b", by: "    return a + b", in: "calc/arithmetic.py")),
            .approval(),
        ])
        let outcome = try await project.run(Calculator.onePhase(maxAttempts: 1))
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        let refused = try #require(journal.events("candidate.refused").first)
        #expect(refused["category"]?.string == "syntax_error")
        #expect(refused["reason"]?.string == "unparsable")
        #expect(
            refused["message"]?.string?.hasPrefix("calc/arithmetic.py:2: SyntaxError: ") == true,
            "\(refused)")
        #expect(journal.events("checks.finished").count == 1, "no check ran on the broken one")
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
    }

    @Test func `where nobody mends it the attempt fails, and the next prompt shows why`()
        async throws
    {
        let project = try Project()
        try project.record([
            .builder(Self.broken), .fixer("No."), .builder(Calculator.mendArithmetic), .approval(),
        ])
        let outcome = try await project.run(Calculator.onePhase(maxAttempts: 2))
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        let prompts = try journal.events("call.reserved").filter { $0["role"]?.string == "builder" }
            .map { call in
                try project.repository.git("cat-file", "blob", call["prompt"]?.string ?? "")
            }
        #expect(prompts.count == 2)
        #expect(
            prompts.last?.contains("reply_malformed") == true
                || prompts.last?.contains("calc/arithmetic.py:2: SyntaxError") == true,
            "\(prompts.last ?? "")")
    }

    @Test func `a file that was broken before is not the candidate's fault`() async throws {
        var files = Calculator.files
        files["calc/legacy.py"] = "print 'two'\nx = 1\n"
        files["deploy.yaml"] = "a: [1\n"
        let project = try Project(files)
        try project.record([
            .builder(
                Calculator.mendArithmetic
                    + Edit.replace("x = 1", by: "x = 2", in: "calc/legacy.py")
                    + Edit.replace("a: [1", by: "a: [2", in: "deploy.yaml")),
            .approval(),
        ])
        expect(try await project.run(Calculator.onePhase(maxAttempts: 1)), exits: 0)
        #expect(try Journal(in: project.repository).events("candidate.refused").isEmpty)
    }

    @Test func `YAML that is broken is an invalid result`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic + Edit.create("deploy.yaml", "a: [1\nb: 2\n")),
            .fixer("No."),
        ])
        expect(try await project.run(Calculator.onePhase(maxAttempts: 1)), exits: 1)
        let refused = try Journal(in: project.repository).events("candidate.refused").first
        #expect(refused?["category"]?.string == "invalid_result")
        #expect(
            refused?["message"]?.string?.hasPrefix("deploy.yaml:2: ") == true, "\(refused ?? .null)"
        )
    }
}
