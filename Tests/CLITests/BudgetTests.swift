import TestSupport
import Testing

/// Nothing is asked of a model once a cap is reached, and nothing is asked twice.
@Suite(.fewAtOnce) struct BudgetTests {
    private func expectStopped(
        _ project: Project, _ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        expect(outcome, exits: 1, sourceLocation: sourceLocation)
        let journal = try Journal(in: project.repository)
        let end = try #require(journal.events("run.finished").last, sourceLocation: sourceLocation)
        #expect(end["state"]?.string == "failed", sourceLocation: sourceLocation)
        #expect(end["reason"]?.string == "budget", sourceLocation: sourceLocation)
        #expect(journal.names.contains("budget.exceeded"), sourceLocation: sourceLocation)
        #expect(outcome.description.contains("--max-cost"), sourceLocation: sourceLocation)
        try project.repository.fsckStrict()
    }

    @Test func `a call that could pass the cap is not made`() async throws {
        let project = try Project()
        try project.record(
            Calculator.replies,
            more: "prices: {\"tape/any\": {input: 1000, output: 1000, cached_input: 0}}")
        let outcome = try await project.run(Calculator.plan, "--max-cost", "0.01")
        try expectStopped(project, outcome)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("call.finished").isEmpty)
        #expect(try project.commit("autopack/r1") ?? "none" == project.repository.head)
        #expect(journal.events("budget.exceeded").first?["cap"] != nil)
    }

    @Test func `tokens have a cap as well`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        try project.configure(autopack: "budgets: {max_tokens: 3000}\n")
        let outcome = try await project.run()
        expect(outcome, exits: 1)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("call.finished").isEmpty)
        #expect(journal.events("budget.exceeded").first?["cap"]?.int == 3000)
        #expect(journal.events("run.finished").last?["reason"]?.string == "budget")
        #expect(outcome.errors.contains("3000"))
    }

    @Test func `what was spent counts, and a raised cap goes on where it stopped`() async throws {
        let project = try Project()
        // A call reserves its prompt and 16,384 tokens: 1.64 USD; four of them cost 4 × 0.9.
        var answers = Calculator.replies
        for index in answers.indices { answers[index].usage = (0, 9000) }
        try project.record(
            answers, more: "prices: {\"tape/any\": {input: 0, output: 100, cached_input: 0}}")
        let outcome = try await project.run(Calculator.plan, "--max-cost", "2.6")
        try expectStopped(project, outcome)
        let made = try Journal(in: project.repository).uses.count
        #expect((1...2).contains(made), "\(made) calls at 0.90 USD within 2.60 USD")
        let resumed = try await project.autopack("resume", "r1", "--max-cost", "10")
        expect(resumed, exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(journal.names.contains("settings.changed"))
        #expect(journal.uses.values.allSatisfy { $0 == 1 })
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        let shown = try JSONReader.value(try await project.autopack("show", "r1", "--json").output)
        let cost = try #require(shown["cost_usd"]?.double)
        #expect(abs(cost - 3.6) < 0.001)
        #expect(shown["tokens"]?["output"]?.int == 36_000)
    }

    @Test func `an unknown price stops a run that has a cap, before the first call`() async throws {
        let project = try Project()
        // The address is of no host, and nothing may try to reach it.
        try project.configure(
            providers: "  far: {wire: openai-chat, base_url: \"https://models.invalid/v1\"}",
            model: "far/model")
        let outcome = try await project.run(Calculator.onePhase())
        // The price and the unreachable provider are both good reasons.
        expect(outcome, exits: 1, 4)
        #expect(outcome.status != 1 || outcome.description.contains("price"), "\(outcome)")
        if try project.commit("refs/autopack/runs/r1") != nil {
            #expect(try Journal(in: project.repository).events("call.finished").isEmpty)
        }
    }

    @Test func `a loopback endpoint with no price costs nothing`() async throws {
        let project = try Project()
        let server = ModelServer.start { request in
            request.contains("approved") && !request.contains("SEARCH")
                ? #"{"approved":true,"issues":[],"summary":"fine"}"# : Calculator.mendArithmetic
        }
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \"\(server.url)/v1\"}",
            model: "local/small")
        expect(try await project.run(Calculator.onePhase()), exits: 0)
        let calls = try Journal(in: project.repository).events("call.finished")
        #expect(calls.count == 2)
        #expect(calls.allSatisfy { $0["cost_usd"]?.double == 0 })
        #expect(calls.allSatisfy { $0["usage"]?["input"]?.int == 11 })
    }

    @Test func `a server error is tried again, as a call of its own`() async throws {
        let project = try Project()
        try project.record([
            .builder("add", Calculator.mendArithmetic, failing: (500, 1)), .approval("add"),
        ])
        expect(try await project.run(Calculator.onePhase()), exits: 0)
        let journal = try Journal(in: project.repository)
        let failure = try #require(journal.events("call.failed").first)
        #expect(failure["status"]?.int == 500)
        #expect(failure["category"]?.string == "provider_server_error")
        #expect(journal.events("call.reserved").count == 3)
        #expect(journal.events("attempt.failed").isEmpty, "an attempt pays for the provider")
    }

    @Test func `attempts are counted`() async throws {
        let project = try Project()
        try project.record(
            Array(repeating: .builder(Calculator.doesNotApply), count: 8))
        expect(try await project.run(Calculator.onePhase(maxAttempts: 3)), exits: 1)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("attempt.started").count == 3)
        #expect(journal.events("call.finished").count <= 3 * 4)
        #expect(
            journal.events("attempt.failed").allSatisfy { $0["category"]?.string == "not_found" })
        #expect(journal.events("run.finished").last?["reason"]?.string == "phase")
    }
}
