import TestSupport
import Testing

/// Projects whose tests are missing, red from the start, endless, destructive or moody.
@Suite(.fewAtOnce) struct BadTestsTests {
    private func run(
        _ plan: String, _ files: [String: String] = Calculator.files, settings: String = "",
        _ more: String...
    ) async throws -> (Project, Outcome, Journal) {
        let project = try Project(files)
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        if !settings.isEmpty { try project.configure(autopack: settings) }
        let file = try project.plan(plan)
        let outcome = try await runAutopack(
            ["run", "--plan", file, "--id", "r1"] + more, in: project.path,
            environment: project.environment)
        return (project, outcome, try Journal(in: project.repository))
    }

    private func finding(_ rule: String, in journal: Journal) -> JSON? {
        journal.events("gate.decided").last?["findings"]?.array?.first {
            $0["rule"]?.string == rule
        }
    }

    // MARK: No tests

    private static let unchecked = """
        version: 1
        goal: Mend add
        phases:
          - {id: add, goal: Mend add., max_attempts: 1}
        """

    @Test func `without any check a change waits for a person, and says why`() async throws {
        let (project, outcome, journal) = try await run(Self.unchecked)
        expect(outcome, exits: 3)
        #expect(
            outcome.output.contains(
                "waits for: no check judged the change: the plan and the phase have none"))
        #expect(finding("unchecked", in: journal)?["severity"]?.string == "needs_review")
        #expect(journal.entries.contains { $0.message.contains("no check to run") })
        expect(try await project.autopack("approve", "r1", "-m", "looked at it"), exits: 0)
    }

    @Test func `with --yes it goes on without a check`() async throws {
        let (project, outcome, _) = try await run(
            Self.unchecked, Calculator.files, settings: "", "--yes")
        expect(outcome, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
    }

    // MARK: Red from the start

    @Test func `failures that were there before do not count`() async throws {
        let (_, outcome, journal) = try await run(Calculator.onePhase())
        expect(outcome, exits: 0)
        let base = journal.events("baseline.checked").last?["checks"]?.array?.first
        #expect(
            base?["failed"]?.array?.compactMap(\.string) == [
                "tests.test_arithmetic.AddTests.test_add", "tests.test_text.ShoutTests.test_shout",
            ])
        let result = journal.events("checks.finished").last?["checks"]?.array?.first
        #expect(result?["exit"]?.int == 1)
        #expect(result?["new_failures"]?.array?.isEmpty == true)
        #expect(
            result?["fixed"]?.array?.compactMap(\.string)
                == ["tests.test_arithmetic.AddTests.test_add"])
    }

    @Test func `where nobody says which tests were red, a person decides`() async throws {
        let (_, outcome, journal) = try await run(
            Calculator.onePhase(check: "[sh, -c, 'echo broken; exit 3']"))
        expect(outcome, exits: 3)
        #expect(
            finding("undecided_check", in: journal)?["message"]?.string
                == "check 'tests' failed before and fails now (exit 3), and names no tests to compare"
        )
    }

    // MARK: Endless

    @Test func `tests that hang from the start are stopped once on the base`() async throws {
        let plan = Calculator.onePhase(check: "[sh, -c, 'echo begun; sleep 600']")
            .replacing("60s", with: "1s")
        let (_, outcome, journal) = try await run(plan)
        expect(outcome, exits: 3)
        let base = journal.events("baseline.checked").last?["checks"]?.array?.first
        #expect(base?["exit"]?.int == 124)
        #expect(journal.entries.contains { $0.message.contains("stopped at its time limit") })
        #expect(
            finding("undecided_check", in: journal)?["message"]?.string
                == "check 'tests' failed before and fails now (exit 124), and names no tests to compare"
        )
    }

    // MARK: Destructive

    @Test func `tests that delete themselves and the project delete nothing of the user's`()
        async throws
    {
        var files = Calculator.files
        let project = try Project(files)
        files["tests/test_zz_wipe.py"] = """
            import os
            import shutil
            import unittest


            class WipeTests(unittest.TestCase):
                def test_wipe(self):
                    for folder in ["tests", "calc", ".git", os.getcwd(), "\(project.path)"]:
                        shutil.rmtree(folder, ignore_errors=True)
                    with open("\(project.path)/made.txt", "a") as file:
                        file.write("made")

            """
        let git = project.repository
        try git.write("tests/test_zz_wipe.py", files["tests/test_zz_wipe.py"] ?? "")
        try git.commit("tests that delete")
        try project.record(Calculator.replies)
        let before = FolderSnapshot(ofUsersPartIn: git)
        let outcome = try await project.run(
            Calculator.plan.replacing("goal: Mend the", with: "goal: Mend all of the"))
        // A folder that stays may fail the test that deletes it; the files are what counts.
        expect(outcome, exits: 0, 3)
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        #expect(try project.file("tests/test_text.py", at: "autopack/r1") != nil)
        try git.fsckStrict()
    }

    // MARK: Moody

    @Test func `a check that fails once is run again, and said to be flaky`() async throws {
        let check =
            "[sh, -c, \"grep -q 'a + b' calc/arithmetic.py || { grep -q 'a - b' calc/arithmetic.py; exit; };"
            + " test -e .cache/seen || { mkdir -p .cache; touch .cache/seen; exit 7; }\"]"
        let (project, outcome, journal) = try await run(
            Calculator.onePhase(check: check), settings: "workspace: {cache: [.cache]}\n")
        expect(outcome, exits: 0)
        let result = journal.events("checks.finished").last?["checks"]?.array?.first
        #expect(result?["exit"]?.int == 0)
        #expect(result?["flaky"]?.array?.compactMap(\.string) == ["exit 7"])
        #expect(
            finding("flaky_check", in: journal)?["message"]?.string
                == "check 'tests' is flaky: exit 7")
        let shown = try await project.autopack("show", "r1", "--checks")
        #expect(shown.output.contains("flaky: exit 7"), "\(shown)")
        #expect(
            shown.output.contains("1 check passed, 1 failure gone when run again"), "\(shown)")
    }

    @Test func `what passed on the base is not run there again by the next run`() async throws {
        let check = "[sh, -c, 'grep -q \"return a\" calc/arithmetic.py && date +%s%N']"
        let (project, outcome, journal) = try await run(Calculator.onePhase(check: check))
        expect(outcome, exits: 0)
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let file = try project.plan(Calculator.onePhase(check: check))
        expect(try await project.autopack("run", "--plan", file, "--id", "r2"), exits: 0)
        let second = try Journal("r2", in: project.repository)
        let logs = [journal, second].map { journal in
            journal.events("baseline.checked").last?["checks"]?.array?.first?["log"]?.string
        }
        #expect(logs[0] != nil && logs[0] == logs[1], "the same log: \(logs)")
        let candidates = [journal, second].map { journal in
            journal.events("checks.finished").last?["checks"]?.array?.first?["log"]?.string
        }
        #expect(candidates[0] != candidates[1], "the candidate's own tree is not the base's")
    }
}
