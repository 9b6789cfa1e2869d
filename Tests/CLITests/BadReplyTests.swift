import TestSupport
import Testing

/// A reply that is no edit fails the attempt, and the next one is asked for.
@Suite(.fewAtOnce) struct BadReplyTests {
    @Test(
        arguments: [
            ("", "reply_empty"), ("   \n\n", "reply_empty"),
            ("I would change the minus to a plus.", nil),
            (
                "calc/arithmetic.py\n<<<<<<< SEARCH\n    return a - b\n=======\n    return",
                "truncated"
            ),
            (Calculator.doesNotApply, "not_found"),
            (Edit.replace("    return", by: "    yield", in: "calc/missing.py"), nil),
            (
                Edit.replace("    return a - b", by: "    return a + (b", in: "calc/arithmetic.py"),
                nil
            ),
            (
                Edit.replace(
                    "    return a - b", by: "    # ... rest of the function unchanged ...",
                    in: "calc/arithmetic.py"), nil
            ),
            (
                "calc/arithmetic.py\n```python\n<<<<<<< HEAD\ndef add(a, b):\n=======\ndef add(b, a):\n>>>>>>> other\n```\n",
                nil
            ),
        ] as [(String, String?)])
    func `the attempt fails, with its category, and the next succeeds`(
        reply: String, category: String?
    ) async throws {
        let project = try Project()
        try project.record([
            .builder("add", attempt: 1, reply), .fixer("No."), .fixer("No."), .fixer("No."),
            .builder("add", attempt: 2, Calculator.mendArithmetic), .approval("add"),
        ])
        expect(try await project.run(Calculator.onePhase()), exits: 0)
        let journal = try Journal(in: project.repository)
        let failed = try #require(journal.events("attempt.failed").first)
        #expect(failed["attempt"]?.int == 1)
        if let category {
            // A reply may be cut off, and so may a block in it.
            #expect(failed["category"]?.string?.hasSuffix(category) == true, "\(failed)")
        }
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
        let trailers = try project.repository.git("log", "-1", "--format=%B", "autopack/r1")
        #expect(trailers.contains("Autopack-Attempt: 2"))
        try project.repository.fsckStrict()
    }

    @Test func `the next prompt says what was wrong with the last reply`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.doesNotApply), .builder(Calculator.mendArithmetic), .approval(),
        ])
        expect(try await project.run(Calculator.onePhase()), exits: 0)
        let prompt = try await project.autopack("show", "r1:add:2", "--prompt")
        expect(prompt, exits: 0)
        #expect(prompt.output.contains("return a // b"))
        let reply = try await project.autopack("show", "r1:add:1", "--reply")
        #expect(reply.output.contains("return a // b"))
    }

    @Test func `a fixer is shown the real failing output, and mends the candidate`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmeticWrongly),
            .fixer(
                Edit.replace("    return a * b", by: "    return a + b", in: "calc/arithmetic.py")),
            .approval(),
        ])
        let plan = Calculator.onePhase(
            maxAttempts: 1,
            more: "    checks: [{name: add, run: \(Calculator.tests(of: "arithmetic"))}]")
        expect(try await project.run(plan), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
        let keep = try project.repository.git(
            "ls-tree", "-r", "--format=%(objectname) %(path)", "refs/autopack/keep/r1")
        let prompt = try #require(keep.split(separator: "\n").first { $0.contains("fixer-prompt") })
        let text = try project.repository.git("cat-file", "blob", String(prompt.prefix(40)))
        #expect(text.contains("AssertionError: 6 != 5"), "\(text)")
    }

    @Test func `recorded replies that run out say what was asked`() async throws {
        let project = try Project()
        try project.record([.builder("shout", Calculator.mendText)])
        let outcome = try await project.run(Calculator.onePhase())
        expect(outcome, exits: 1, 4)
        #expect(outcome.description.contains("builder") && outcome.description.contains("add"))
        try project.repository.fsckStrict()
    }

    @Test func `a huge reply and one of odd bytes do no harm`() async throws {
        let project = try Project()
        let noise = String(repeating: "<<<<<<< SEARCH\n=======\n", count: 20_000)
        try project.record([
            .builder("add", attempt: 1, noise),
            .builder("add", attempt: 2, "\u{1b}[2J\u{0}\u{202e}" + Calculator.mendArithmetic),
            .builder("add", attempt: 3, Calculator.mendArithmetic), .approval(),
        ])
        expect(try await project.run(Calculator.onePhase(maxAttempts: 3)), exits: 0)
        try project.repository.fsckStrict()
    }
}
