import TestSupport
import Testing

/// A check may misbehave; the run ends in order all the same.
@Suite(.fewAtOnce) struct BadCheckTests {
    private func project(_ check: String) throws -> (Project, String) {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic), .fixer("No."), .fixer("No."), .fixer("No."),
            .approval(),
        ])
        return (project, Calculator.onePhase(maxAttempts: 1, check: check))
    }

    @Test func `a program that is not there stops the run before the first call`() async throws {
        let (project, plan) = try project("[no-such-program, --all]")
        let file = try project.plan(plan)
        let outcome = try await project.autopack("run", "--plan", file, "--id", "r1")
        expect(outcome, exits: 4)
        #expect(outcome.errors.contains("no-such-program"))
        #expect(outcome.description.contains(/hint|install|setup/), "no remedy: \(outcome)")
        if try project.commit("refs/autopack/runs/r1") != nil {
            let journal = try Journal(in: project.repository)
            #expect(!journal.names.contains("call.reserved"))
            #expect(journal.events("run.finished").last?["reason"]?.string == "environment")
        }
        let told = try await project.autopack("run", "--plan", file, "--id", "r2", "--json")
        expect(told, exits: 4)
        let last = try JSONReader.value(String(told.output.split(separator: "\n").last ?? ""))
        #expect(last["event"]?.string == "run.finished", "\(told)")
        #expect(last["state"]?.string == "failed" && last["reason"]?.string == "environment")
        try project.repository.fsckStrict()
    }

    @Test func `a check that finds no test stops the run before the first call`() async throws {
        let (project, plan) = try project("[python3, -m, unittest, discover, -s, calc]")
        let outcome = try await project.run(plan)
        // unittest of Python 3.12 and later says so by its exit status; before, by "Ran 0 tests".
        expect(outcome, exits: 4)
    }

    @Test func `a check that prints a gigabyte is bounded`() async throws {
        let (project, plan) = try project(
            "[sh, -c, \"head -c 1000000000 /dev/zero | tr '\\\\0' x; echo the end; exit 0\"]")
        let outcome = try await project.run(plan)
        expect(outcome, exits: 0, 3)
        #expect(outcome.peakMemoryBytes < 700_000_000, "\(outcome.peakMemoryBytes)")
        let sizes = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch-check=%(objectsize)")
        let largest = sizes.split(separator: "\n").compactMap { Int($0) }.max() ?? 0
        #expect(largest < 20_000_000, "\(largest)")
        let logs = try Journal(in: project.repository).events("checks.finished")
            .flatMap { $0["checks"]?.array ?? [] }.compactMap { $0["log"]?.string }
        let log = try project.repository.git("cat-file", "blob", try #require(logs.first))
        #expect(log.contains("the end"), "the end of a log is what tells")
    }

    @Test func `a check that never ends is stopped at its limit`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic), .fixer("No."), .fixer("No."), .fixer("No."),
        ])
        // Only the mended candidate hangs, so the base has a verdict.
        let plan = """
            version: 1
            goal: Mend add
            checks:
              - name: tests
                run: [sh, -c, "grep -q 'a - b' calc/arithmetic.py || sleep 600"]
                timeout: 1s
            phases:
              - {id: add, goal: Mend add., max_attempts: 1}
            """
        let outcome = try await project.run(plan)
        expect(outcome, exits: 1, 4)
        #expect(try project.commit("autopack/r1") ?? "" != "" || outcome.status == 4)
        let texts = try Journal(in: project.repository).entries.map(\.message).joined()
        #expect(texts.contains("time") || outcome.errors.contains("time"), "\(texts)")
        #expect(try project.commit("autopack/r1") == project.commit("main"))
    }

    @Test func `a child that a check leaves behind is gone`() async throws {
        let number = UInt32.random(in: 100_000...999_999)
        let (project, plan) = try project(
            "[sh, -c, \"(setsid sleep \(number) </dev/null >/dev/null 2>&1 &) ; sleep \(number) & exit 0\"]"
        )
        let outcome = try await project.run(plan)
        expect(outcome, exits: 0, 3)
        let left = try await Invocation(
            "pgrep", ["-f", "sleep \(number)"], environment: project.environment, in: project.path
        ).run()
        #expect(left.output == "", "still there: \(left.output)")
    }

    @Test func `a check that kills itself, its group, its parent or everybody hurts only itself`()
        async throws
    {
        // The last one may well succeed: where no process can be reached, none refuses.
        for (check, statuses) in [
            ("kill -9 $$", [1, 3, 4]), ("kill -9 0", [1, 3, 4]), ("kill -9 $PPID", [1, 3, 4]),
            ("kill -9 -1", [0, 1, 3, 4]),
        ] as [(String, [Int32])] {
            let (project, plan) = try project("[sh, -c, \"\(check)\"]")
            let outcome = try await project.run(plan)
            #expect(statuses.contains(outcome.status), "\(check): \(outcome)")
            try project.repository.fsckStrict()
        }
    }

    @Test func `a check of a phase that cannot see the candidate is found out`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let plan = Calculator.onePhase(more: "    checks: [{name: blind, run: [\"true\"]}]")
        let outcome = try await project.run(plan)
        expect(outcome, exits: 1, 4)
        #expect(outcome.description.contains("blind"))
    }
}
