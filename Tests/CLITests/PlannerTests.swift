import TestSupport
import Testing

/// A goal is enough: a model drafts the plan, and a person, or `--yes`, lets it run.
@Suite(.fewAtOnce) struct PlannerTests {
    private static let draft = #"""
        Here is my plan.

        {"version": 1, "goal": "something else", "phases": [
          {"id": "add", "title": "Mend add", "goal": "add(2, 3) has to be 5.",
           "complexity": "low", "category": "bugfix", "scope": {"write": ["calc/**"]},
           "acceptance": ["add(2, 3) is 5"],
           "checks": [{"name": "add", "run": ["python3", "-m", "unittest", "tests.test_arithmetic"]}]}
        ]}
        """#

    private func project(_ answers: [RecordedAnswer]) throws -> Project {
        let project = try Project()
        try project.record(answers)
        try project.configure(
            autopack: "checks:\n  - {name: tests, run: \(Calculator.allTests), timeout: 60s}\n")
        return project
    }

    @Test func `a goal comes to a landed commit`() async throws {
        let project = try project([
            .planner(Self.draft), .builder("add", Calculator.mendArithmetic), .approval(),
        ])
        let outcome = try await project.autopack(
            "run", "Mend the calculator", "--id", "r1", "--yes", "--land")
        expect(outcome, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "main") == Calculator.mendedArithmetic)
        let journal = try Journal(in: project.repository)
        let adopted = try #require(journal.events("plan.adopted").first)
        #expect(adopted["source"]?.string == "planner")
        #expect(
            adopted["plan"]?["goal"]?.string == "Mend the calculator",
            "the goal is the person's, whatever the model made of it")
        #expect(adopted["plan"]?["checks"]?.array?.first?["name"]?.string == "tests")
        #expect(journal.events("call.finished").first?["role"]?.string == "planner")
        #expect(journal.events("approval.given").first?["who"]?.string == "--yes")
        let prompt = try #require(journal.events("call.reserved").first?["prompt"]?.string)
        let text = try project.repository.git("cat-file", "blob", prompt)
        #expect(text.contains("Mend the calculator") && text.contains("Python (6)"))
        #expect(text.contains("python3 -m unittest discover"))
        #expect(journal.entries.last?.files.contains("plan.yaml") == true)
        try project.repository.fsckStrict()
    }

    @Test func `without a terminal the plan is shown, and waits`() async throws {
        let project = try project([
            .planner(Self.draft), .builder("add", Calculator.mendArithmetic), .approval(),
        ])
        let outcome = try await project.autopack("run", "Mend the calculator", "--id", "r1")
        expect(outcome, exits: 3)
        #expect(outcome.output.contains("phase 1 add: Mend add"))
        #expect(outcome.output.contains("may change: calc/**"))
        #expect(outcome.output.contains("git autopack approve r1"))
        let names = try Journal(in: project.repository).names
        #expect(!names.contains("baseline.checked"), "nothing ran")
        expect(try await project.autopack("approve", "r1", "-m", "fine"), exits: 0)
        expect(try await project.autopack("resume", "r1"), exits: 0)
        let journal = try Journal(in: project.repository)
        let given = try #require(journal.events("approval.given").first)
        #expect(given["why"]?.string == "fine")
        #expect(given["who"]?.string?.contains("<") == true)
        #expect(journal.uses.values.allSatisfy { $0 == 1 }, "what was paid for is not paid again")
    }

    @Test func `a rejected plan is drafted anew with the person's words`() async throws {
        let project = try project([.planner(Self.draft), .planner(Self.draft)])
        expect(try await project.autopack("run", "Mend it", "--id", "r1"), exits: 3)
        expect(try await project.autopack("reject", "r1", "-m", "only one file"), exits: 0)
        expect(try await project.autopack("resume", "r1"), exits: 3)
        let calls = try Journal(in: project.repository).events("call.reserved")
        #expect(calls.count == 2)
        let prompt = try project.repository.git(
            "cat-file", "blob", try #require(calls.last?["prompt"]?.string))
        #expect(prompt.contains("only one file"))
    }

    @Test func `what is not a plan is asked for again, with what is wrong`() async throws {
        let project = try project([
            .planner("I would rather talk about it."),
            .planner(#"{"version": 1, "goal": "g", "phases": [{"id": "Bad Id", "goal": "x"}]}"#),
            .planner(Self.draft), .builder("add", Calculator.mendArithmetic), .approval(),
        ])
        expect(try await project.autopack("run", "Mend it", "--id", "r1", "--yes"), exits: 0)
        let journal = try Journal(in: project.repository)
        let refused = journal.events("candidate.refused")
        #expect(refused.count == 2)
        #expect(refused.allSatisfy { $0["category"]?.string == "reply_malformed" })
        #expect(refused.last?["message"]?.string?.contains("Bad Id") == true)
    }

    @Test func `three replies that are no plans end the run`() async throws {
        let project = try project([.planner("no"), .planner("no"), .planner("no")])
        let outcome = try await project.autopack("run", "Mend it", "--id", "r1", "--yes")
        expect(outcome, exits: 1)
        #expect(outcome.output.contains("3 replies of the planner were no plan that may run"))
    }

    @Test(arguments: [
        (#""allow": ["test_changes"]"#, "allow: [test_changes]"),
        (#""category": "core_maintenance""#, "core_maintenance"),
        (#""builder": "command:sh""#, "command:sh"),
    ])
    func `a model's plan takes no power that only a person gives`(
        field: String, named: String
    ) async throws {
        let greedy =
            #"{"version": 1, "goal": "g", "phases": [{"id": "a", "goal": "x", "# + field + "}]}"
        let project = try project([.planner(greedy), .planner(greedy), .planner(greedy)])
        let outcome = try await project.autopack("run", "Mend it", "--id", "r1", "--yes")
        expect(outcome, exits: 1)
        let refused = try Journal(in: project.repository).events("candidate.refused")
        #expect(refused.count == 3)
        #expect(refused.first?["message"]?.string?.contains(named) == true)
    }

    @Test func `a plan is drafted without a run, and reads back`() async throws {
        let project = try project([.planner("hm"), .planner(Self.draft)])
        let outcome = try await project.autopack("plan", "Mend it", "-o", "plan.yaml")
        expect(outcome, exits: 0)
        #expect(try project.repository.git("for-each-ref", "refs/autopack").isEmpty)
        expect(try await project.autopack("plan", "check", "plan.yaml"), exits: 0)
        expect(try await project.autopack("plan", "Mend it", "-o", "plan.yaml"), exits: 2)
        let shown = try await project.autopack("plan", "draft", "Mend it")
        expect(shown, exits: 0)
        #expect(shown.output.contains("phases:\n  - id: add"))
    }

    @Test func `a draft that never comes is told with what was wrong`() async throws {
        let project = try project([.planner("no"), .planner("no"), .planner("no")])
        let outcome = try await project.autopack("plan", "Mend it")
        expect(outcome, exits: 1)
        #expect(outcome.errors.contains("were no plan that may run"))
    }

    @Test func `the plan can be edited before it runs`() async throws {
        let project = try project([
            .planner(Self.draft), .builder("plus", Calculator.mendArithmetic), .approval(),
        ])
        let outcome = try await project.autopack(
            "run", "Mend it", "--id", "r1", "--edit",
            with: ["GIT_EDITOR": "sed -i 's/id: add/id: plus/'"])
        expect(outcome, exits: 0)
        let adopted = try Journal(in: project.repository).events("plan.adopted")
        #expect(adopted.map { $0["source"]?.string } == ["planner", "person"])
        #expect(adopted.last?["plan"]?["phases"]?.array?.first?["id"]?.string == "plus")
    }

    @Test(arguments: ["", "  \n\t "])
    func `an empty goal is refused`(goal: String) async throws {
        let outcome = try await project([]).autopack("run", goal)
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("the goal is empty"))
    }

    @Test func `a goal of 100 KB is refused with what to do`() async throws {
        let goal = String(repeating: "very ", count: 20_000)
        let outcome = try await project([]).autopack("run", goal)
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("the goal has 99999 bytes, at most 32768 may be"))
        #expect(outcome.errors.contains("put it into a file of the repository"))
    }

    @Test func `neither goal nor plan is wrong usage`() async throws {
        let outcome = try await project([]).autopack("run")
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains("there is neither a goal nor a plan"))
    }

    @Test func `a scope limits what the plan may touch, whatever the model says`() async throws {
        let unscoped = #"""
            {"version": 1, "goal": "g", "phases": [{"id": "add", "goal": "mend it"}]}
            """#
        let project = try project([
            .planner(unscoped),
            .builder(
                "add", attempt: 1, Calculator.mendArithmetic + Edit.create("notes.txt", "hello")),
            .builder("add", attempt: 2, Calculator.mendArithmetic), .approval(),
        ])
        let outcome = try await project.autopack(
            "run", "Mend it", "--id", "r1", "--yes", "--scope", "calc")
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(
            journal.events("candidate.refused").first?["category"]?.string == "scope_denied")
        #expect(try project.file("notes.txt", at: "autopack/r1") == nil)
        let outside = try await project.autopack("run", "Mend it", "--scope", "../elsewhere")
        expect(outside, exits: 2)
    }

    @Test func `a change that failed already is refused before it is checked again`() async throws {
        let project = try project([
            .builder("add", attempt: 1, Calculator.mendArithmeticWrongly),
            .fixer("add", #"{"unfixable": true, "explanation": "no idea"}"#),
            .builder("add", attempt: 2, Calculator.mendArithmeticWrongly),
            .builder("add", attempt: 3, Calculator.mendArithmeticWrongly),
        ])
        let own = """
                checks:
                  - {name: add, run: \(Calculator.tests(of: "arithmetic")), timeout: 60s}
            """
        let outcome = try await project.run(Calculator.onePhase(maxAttempts: 5, more: own))
        expect(outcome, exits: 1)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("checks.finished").count == 1)
        let refused = journal.events("candidate.refused").filter { $0["reason"]?.string == "loop" }
        #expect(refused.count == 2)
        #expect(refused.first?["message"]?.string?.contains("attempt 1 made the same") == true)
        #expect(outcome.output.contains("goes round in circles: attempts 1, 2, 3"))
    }
}
