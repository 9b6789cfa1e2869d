import TestSupport
import Testing

/// What is told about runs.
@Suite(.fewAtOnce) struct ReadingRunsTests {
    private static let keys = [
        "branch", "commit", "cost_usd", "finished", "goal", "phases", "pre_run", "reason", "run",
        "started", "state", "tokens", "v", "waits_for",
    ]

    private func finished(_ ids: String...) async throws -> Project {
        let project = try Project()
        try project.record(Calculator.replies)
        let plan = try project.plan()
        for id in ids {
            try require(try await project.autopack("run", "--plan", plan, "--id", id), exits: 0)
        }
        return project
    }

    private func run(of outcome: Outcome) throws -> String? {
        try JSONReader.value(outcome.output)["run"]?.string
    }

    @Test(arguments: ["show", "status"])
    func `the object of a run has its keys`(command: String) async throws {
        let project = try await finished("r1")
        let outcome = try await project.autopack(command, "r1", "--json")
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(Set(Self.keys).isSubset(of: value.keys), "\(value.keys)")
        #expect(value["v"]?.int == 1)
        #expect(value["run"]?.string == "r1")
        #expect(value["goal"]?.string == "Mend the calculator")
        #expect(value["state"]?.string == "succeeded")
        #expect(value["reason"] == .null && value["waits_for"] == .null)
        #expect(value["commit"]?.string == (try project.commit("autopack/r1")))
        #expect(value["branch"]?.string?.hasSuffix("autopack/r1") == true)
        #expect(value["cost_usd"]?.double == 0)
        #expect(value["tokens"]?.keys == ["cached_input", "input", "output", "reasoning"])
        #expect(value["tokens"]?["input"]?.int == 480)
        let phases = try #require(value["phases"]?.array)
        #expect(phases.compactMap { $0["id"]?.string } == ["add", "shout"])
        for phase in phases {
            #expect(
                Set(["id", "title", "state", "attempts", "checkpoint", "cost_usd"])
                    .isSubset(of: phase.keys))
            #expect(phase["state"]?.string == "completed")
            #expect(phase["attempts"]?.int == 1)
        }
        #expect(phases.last?["checkpoint"]?.string == (try project.commit("autopack/r1")))
    }

    @Test func `the list of runs begins with the newest`() async throws {
        let project = try await finished("first", "second")
        let outcome = try await project.autopack("log", "--json")
        expect(outcome, exits: 0)
        let lines = try JSONReader.lines(outcome.output)
        #expect(lines.compactMap { $0["run"]?.string } == ["second", "first"])
        for line in lines {
            #expect(Set(Self.keys).subtracting(["phases"]).isSubset(of: line.keys))
            #expect(line["phases"] == nil)
        }
        let one = try await project.autopack("log", "-n", "1", "--json")
        #expect(try JSONReader.lines(one.output).count == 1)
        let words = try await project.autopack("log")
        #expect(words.output.contains("second") && words.output.contains("succeeded"))
    }

    @Test func `a run is named by @, @~1, a part that is unique, or not at all`() async throws {
        let project = try await finished("alpha-one", "alpha-two", "beta")
        func show(_ run: String...) async throws -> Outcome {
            try await runAutopack(
                ["show"] + run + ["--json"], in: project.path, environment: project.environment)
        }
        #expect(try run(of: await show()) == "beta")
        #expect(try run(of: await show("@")) == "beta")
        #expect(try run(of: await show("@~1")) == "alpha-two")
        #expect(try run(of: await show("@~2")) == "alpha-one")
        #expect(try run(of: await show("two")) == "alpha-two")
        #expect(try run(of: await show("bet")) == "beta")
        let several = try await project.autopack("show", "alpha")
        expect(several, exits: 2)
        #expect(several.errors.contains("alpha-one") && several.errors.contains("alpha-two"))
        for wrong in ["@~3", "gamma", "betta", "@~-1", "@~", "../beta", ""] {
            let outcome = try await project.autopack("show", wrong)
            expect(outcome, exits: 2)
        }
        let near = try await project.autopack("show", "betta")
        #expect(near.errors.contains("beta"))
        let phase = try await project.autopack("show", "beta:shuot")
        expect(phase, exits: 2)
        #expect(phase.errors.contains("shout"))
    }

    @Test func `the newest run from this branch is meant, not that of another`() async throws {
        let project = try await finished("main-run")
        let git = project.repository
        try git.git("checkout", "--quiet", "-b", "other")
        let plan = try project.plan()
        try require(
            try await project.autopack("run", "--plan", plan, "--id", "other-run"), exits: 0)
        #expect(try run(of: await project.autopack("show", "--json")) == "other-run")
        try git.git("checkout", "--quiet", "main")
        #expect(try run(of: await project.autopack("show", "--json")) == "main-run")
    }

    @Test func `a phase and an attempt show what was asked, answered and judged`() async throws {
        let project = try await finished("r1")
        for (flag, words) in [
            ("--prompt", "add(2, 3) has to be 5."), ("--reply", "<<<<<<< SEARCH"),
            ("--patch", "+    return a + b"), ("--checks", "tests"),
            ("--audit", "does what was asked"),
        ] {
            let outcome = try await project.autopack("show", "r1:add:1", flag)
            expect(outcome, exits: 0)
            #expect(outcome.output.contains(words), "\(flag): \(outcome)")
        }
        let markdown = try await project.autopack("show", "r1", "--markdown")
        expect(markdown, exits: 0)
        #expect(markdown.output.contains("#"))
        for wrong in ["r1:add:2", "r1:add:x", "r1:add:1:1", "r1:add:0"] {
            expect(try await project.autopack("show", wrong), exits: 2)
        }
    }

    @Test func `the change of a run and of a phase is a patch that git takes`() async throws {
        let project = try await finished("r1")
        let whole = try await project.autopack("diff", "r1")
        expect(whole, exits: 0)
        let git = project.repository
        try git.git("apply", "--check", "-", input: whole.output)
        #expect(
            whole.output.contains("calc/arithmetic.py") && whole.output.contains("calc/text.py"))
        let phase = try await project.autopack("diff", "r1:shout")
        expect(phase, exits: 0)
        #expect(
            !phase.output.contains("calc/arithmetic.py") && phase.output.contains("calc/text.py"))
    }

    @Test func `where there is no run, that is said`() async throws {
        let project = try Project()
        for command in ["status", "show", "resume", "land", "rollback", "abort", "diff"] {
            let outcome = try await project.autopack(command)
            expect(outcome, exits: command == "status" ? [0, 2] : [2])
            #expect(outcome.description.contains("git autopack run"), "\(command): \(outcome)")
        }
        let log = try await project.autopack("log", "--json")
        expect(log, exits: 0)
        #expect(log.output == "")
    }

    @Test func `one invalid run is listed as invalid, and the others go on working`() async throws {
        let project = try await finished("good", "broken")
        let git = project.repository
        try git.git("update-ref", "refs/autopack/runs/broken", try git.head)
        let log = try await project.autopack("log", "--json")
        let lines = try JSONReader.lines(log.output)
        #expect(
            lines.contains { $0["run"]?.string == "good" && $0["state"]?.string == "succeeded" })
        #expect(log.description.contains("broken"))
        expect(try await project.autopack("show", "good"), exits: 0)
        let shown = try await project.autopack("show", "broken")
        expect(shown, exits: 6)
        #expect(shown.errors.contains("fsck"))
    }
}
