import TestSupport
import Testing

/// Every action of the Doctor changes what happens next (`decisions.md`, Doctor).
@Suite(.fewAtOnce) struct DoctorActionsTests {
    /// Two attempts whose edits do not apply, and what the Doctor's model says of them.
    private static func failing(
        _ phase: String = "add", doctor: String
    ) -> [RecordedAnswer] {
        [
            .builder(phase, attempt: 1, Calculator.doesNotApply),
            .builder(phase, attempt: 2, Calculator.doesNotApply), .doctor(doctor),
        ]
    }

    /// A Doctor that wants a command run that is denied, then knows better.
    private static func withDeniedFix(_ more: String, isAllowed: Bool) throws -> Project {
        let project = try Project()
        let fix =
            #","fix_type":"git","fix_commands":["git push origin main"],"verify_command":"git status""#
        try project.record(
            failing(doctor: answer("execute_fix", fix + more)) + [
                .doctor(answer("retry_with_fix", #","builder_hint":"Look again.""#)),
                .builder("add", Calculator.mendArithmetic), .approval(),
            ], more: "doctor: {allow_execute_fix_global: \(isAllowed)}")
        return project
    }

    private static func answer(_ action: String, _ more: String = "") -> String {
        #"{"action":"\#(action)","confidence":0.9,"rationale":"the line is not what it seems"\#(more)}"#
    }

    @Test func `retry_with_fix puts the hint into the next prompt, and it is counted`() async throws
    {
        let project = try Project()
        let doctor = Self.answer("retry_with_fix", #","builder_hint":"The line is return a - b.""#)
        try project.record(
            Self.failing(doctor: doctor) + [
                .builder("add", attempt: 3, Calculator.mendArithmetic), .approval(),
            ])
        try require(try await project.run(Calculator.onePhase(maxAttempts: 4)), exits: 0)
        let prompt = try await project.autopack("show", "r1:add:3", "--prompt")
        #expect(prompt.output.contains("- The line is return a - b."))
        let before = try await project.autopack("show", "r1:add:2", "--prompt")
        #expect(!before.output.contains("The line is return a - b."))
        let journal = try Journal(in: project.repository)
        let decided = try #require(journal.events("doctor.decided").first)
        #expect(decided["by"]?.string == "model")
        #expect(decided["action"]?.string == "retry_with_fix")
        #expect(decided["complex"]?.bool == true)
        #expect(decided["model"]?.string == "tape/any")
        let hint = try #require(journal.events("hint.recorded").first)
        #expect(hint["source"]?.string == "doctor")
        let third = try #require(
            journal.events("call.reserved").last { $0["role"]?.string == "builder" })
        #expect(third["hints"]?.array?.count == 1)
    }

    @Test func `without a Doctor's model the rules' best answer reaches the prompt`() async throws {
        let project = try Project()
        try project.record([
            .builder("add", attempt: 1, "Nothing to do."),
            .builder("add", attempt: 2, Calculator.doesNotApply),
            .builder("add", attempt: 3, Calculator.mendArithmetic), .approval(),
        ])
        try require(try await project.run(Calculator.onePhase(maxAttempts: 4)), exits: 0)
        let decided = try #require(
            try Journal(in: project.repository).events("doctor.decided").first)
        #expect(decided["by"]?.string == "rules")
        let prompt = try await project.autopack("show", "r1:add:3", "--prompt")
        #expect(prompt.output.contains("Quote more lines around the place"), "\(prompt.output)")
    }

    @Test func `replan adopts a new version of the plan, and the new phase does the work`()
        async throws
    {
        let project = try Project()
        let plan = #"""
            {"version": 1, "goal": "x", "phases": [{"id": "sum", "title": "Mend the sum", "goal":
            "add must add"}]}
            """#
        try project.record(
            Self.failing(doctor: Self.answer("replan")) + [
                .planner(plan), .builder("sum", Calculator.mendArithmetic), .approval(),
            ])
        try require(try await project.run(Calculator.onePhase(maxAttempts: 4)), exits: 0)
        let journal = try Journal(in: project.repository)
        let adopted = try #require(journal.events("replan.adopted").first)
        #expect(adopted["version"]?.int == 2)
        #expect(adopted["source"]?.string == "planner")
        let planner = try #require(
            journal.events("call.reserved").first { $0["role"]?.string == "planner" })
        let asked = try project.repository.git(
            "cat-file", "blob", try #require(planner["prompt"]?.string))
        // The evidence is real: the edit that failed, and why.
        #expect(asked.contains("return a // b") && asked.contains("not_found"))
        let stored = try project.repository.git("show", "refs/autopack/runs/r1:plan.yaml")
        #expect(stored.contains("id: sum") && stored.contains("goal: Mend add"))
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
        try project.repository.fsckStrict()
    }

    @Test func `a replan that goes beyond the plan waits for a person, and --yes does not answer`()
        async throws
    {
        let project = try Project()
        let plan = #"""
            {"version": 1, "goal": "x", "phases": [{"id": "sum", "goal": "add must add",
            "scope": {"write": ["calc/**", "docs/**"]}}]}
            """#
        try project.record(
            Self.failing(doctor: Self.answer("replan")) + [
                .planner(plan), .builder("sum", Calculator.mendArithmetic), .approval(),
            ])
        let narrow = Calculator.onePhase(
            maxAttempts: 4, more: "    scope: {write: [\"calc/**\"]}")
        let outcome = try await project.run(narrow, "--yes")
        #expect(outcome.status == 3, "\(outcome)")
        let adopted = try #require(
            try Journal(in: project.repository).events("replan.adopted").first)
        #expect(adopted["broadens"]?.array?.count == 1)
        try require(try await project.autopack("approve", "r1", "-m", "fine"), exits: 0)
        try require(try await project.autopack("resume", "r1"), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
    }

    @Test func `skip_phase leaves the phase out, and what depends on it, with the reason`()
        async throws
    {
        let project = try Project()
        let plan =
            Calculator.plan + """

                  - id: other
                    title: Mend shout too
                    goal: shout("hey") has to be HEY.
                    complexity: low
                    checks:
                      - {name: other, run: \(Calculator.tests(of: "text")), timeout: 60s}
                """
        try project.record(
            Self.failing(doctor: Self.answer("skip_phase")) + [
                .builder("other", Calculator.mendText), .approval(),
            ])
        let outcome = try await project.run(plan)
        try require(outcome, exits: 0)
        let ended = try Journal(in: project.repository).events("phase.finished")
        let reasons = ended.compactMap { $0["reason"]?.string }
        #expect(reasons.contains { $0.contains("the doctor: the line is not what it seems") })
        #expect(reasons.contains("depends on add, which is skipped"))
        let finished = try #require(
            try Journal(in: project.repository).events("run.finished").last)
        #expect(finished["message"]?.string?.contains("left out: add") == true, "\(finished)")
    }

    @Test func `mark_fatal fails the run, and no other phase begins`() async throws {
        let project = try Project()
        let plan = Calculator.plan.replacing("    depends_on: [add]\n", with: "")
        try project.record(
            Self.failing(doctor: Self.answer("mark_fatal")) + [
                .builder("shout", Calculator.mendText), .approval(),
            ])
        let outcome = try await project.run(plan)
        #expect(outcome.status == 1, "\(outcome)")
        let journal = try Journal(in: project.repository)
        #expect(journal.events("phase.started").count == 1)
        let message = try #require(journal.events("run.finished").last?["message"]?.string)
        #expect(message.contains("the line is not what it seems"))
    }

    @Test func `rollback_run resets the branch to the pre-run commit, and the work stays in keep`()
        async throws
    {
        let project = try Project()
        try project.record(
            [.builder("add", Calculator.mendArithmetic), .approval("add")]
                + Self.failing("shout", doctor: Self.answer("rollback_run")))
        let outcome = try await project.run()
        let journal = try Journal(in: project.repository)
        let checkpoint = try #require(
            journal.events("checkpoint.committed").first?["commit"]?.string)
        #expect(try project.commit("autopack/r1") == (try project.commit("main")), "\(outcome)")
        #expect(try project.commit("autopack/pre-run-r1") == (try project.commit("main")))
        #expect(journal.events("run.rolled-back").count == 1)
        // What was rolled back is still held.
        _ = try project.repository.git(
            "merge-base", "--is-ancestor", checkpoint, "refs/autopack/keep/r1")
        try require(try await project.autopack("rollback", "--undo", "r1"), exits: 0)
        #expect(try project.commit("autopack/r1") == checkpoint)
        try project.repository.fsckStrict()
    }

    @Test func `execute_fix brings a missing file back, and the checks judge it`() async throws {
        var files = Calculator.files
        files["settings.example"] = "2\n"
        files["calc/arithmetic.py"] = "def add(a, b):\n    return a - b\n"
        files["tests/test_settings.py"] = """
            import pathlib
            import unittest


            class SettingsTests(unittest.TestCase):
                def test_settings(self):
                    self.assertEqual(pathlib.Path("settings").read_text(), "2\\n")

            """
        let project = try Project(files)
        let doctor = Self.answer(
            "execute_fix",
            #","fix_type":"file","fix_commands":["cp settings.example settings"],"verify_command":"test -f settings""#
        )
        try project.record(
            [
                .builder("add", Calculator.mendArithmetic),
                .fixer(#"{"unfixable":true,"explanation":"the file is missing"}"#),
                .builder("add", Calculator.mendArithmetic + "\n"),
                .fixer(#"{"unfixable":true,"explanation":"the file is missing"}"#),
                .doctor(doctor), .approval(),
            ], more: "doctor: {allow_execute_fix_global: true}")
        let plan = Calculator.onePhase(
            maxAttempts: 4,
            more:
                "    checks: [{name: own, run: \(Calculator.tests(of: "settings")), timeout: 60s}]")
        try require(try await project.run(plan), exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("fix.started").contains { $0["fix_type"]?.string == "file" })
        let fixed = try #require(
            journal.events("fix.finished").last { $0["fix_type"]?.string == "file" })
        #expect(fixed["fixed"]?.bool == true)
        #expect(try project.file("settings", at: "autopack/r1") == "2\n")
        #expect(try project.repository.git("status", "--porcelain") == "")
    }

    @Test
    func `execute_fix is off unless it is allowed, and a command that is denied runs nothing`()
        async throws
    {
        for isAllowed in [false, true] {
            let project = try Self.withDeniedFix(
                #","builder_hint":"The line is return a - b.""#, isAllowed: isAllowed)
            try require(try await project.run(Calculator.onePhase(maxAttempts: 5)), exits: 0)
            let journal = try Journal(in: project.repository)
            let fixes = journal.events("fix.finished").filter { $0["fix_type"]?.string == "git" }
            #expect(fixes.count == (isAllowed ? 1 : 0))
            #expect(fixes.allSatisfy { $0["fixed"]?.bool == false })
            let decided = try #require(journal.events("doctor.decided").first)
            #expect(decided["action"]?.string == (isAllowed ? "execute_fix" : "retry_with_fix"))
        }
    }

    @Test func `a fix that did nothing uses up no attempt, and is no failure of the change`()
        async throws
    {
        let project = try Self.withDeniedFix("", isAllowed: true)
        // Two of three attempts are used up, and the third is the Builder's.
        try require(try await project.run(Calculator.onePhase(maxAttempts: 3)), exits: 0)
        let journal = try Journal(in: project.repository)
        let phase = try #require(journal.entries.last?.state["phases"]?.array?.first)
        #expect(phase["failures"]?.array?.count == 2)
        let prompt = try #require(
            journal.events("call.reserved").last { $0["role"]?.string == "doctor" }?["prompt"]?
                .string)
        let asked = try project.repository.git("cat-file", "blob", prompt)
        #expect(asked.contains("the fix did not help"), "\(asked)")
    }

    @Test func `disable_provider routes around it for the rest of the run`() async throws {
        let project = try Project()
        try project.record(
            Self.failing(doctor: Self.answer("disable_provider", #","providers":["tape"]"#)))
        let answers: [RecordedAnswer] = [
            .builder("add", Calculator.mendArithmetic), .approval(),
        ]
        let other = try project.repository.directory.write(
            "other.yaml", answers.map(\.yaml).joined())
        let tape = project.repository.directory.path("replies.yaml")
        try project.configure(
            providers: """
                  tape: {wire: replay, file: \(quoted(tape))}
                  other: {wire: replay, file: \(quoted(other))}
                """, model: "tape/any, other/any")
        // Both models fail, or the second is asked before the Doctor is.
        try require(
            try await project.run(
                Calculator.onePhase(maxAttempts: 4), "--model", "tape/any"), exits: 0)
        let journal = try Journal(in: project.repository)
        let disabled = try #require(journal.events("provider.disabled").first)
        #expect(disabled["provider"]?.string == "tape")
        let last = try #require(
            journal.events("call.reserved").last { $0["role"]?.string == "builder" })
        #expect(last["provider"]?.string == "other", "\(last)")
    }

    @Test func `a reply that is no decision is asked for once more, then the rules decide`()
        async throws
    {
        let project = try Project()
        try project.record(
            Self.failing(doctor: "I think it is the line.") + [
                .doctor(#"{"action":"pray","confidence":1,"rationale":"r"}"#),
                .builder("add", Calculator.mendArithmetic), .approval(),
            ], more: "replan: {max_replans_per_phase: 0}")
        try require(try await project.run(Calculator.onePhase(maxAttempts: 4)), exits: 0)
        let journal = try Journal(in: project.repository)
        let calls = journal.events("call.reserved").filter { $0["role"]?.string == "doctor" }
        #expect(calls.count == 2)
        let again = try project.repository.git(
            "cat-file", "blob", try #require(calls.last?["prompt"]?.string))
        #expect(again.contains("could not be read"))
        #expect(journal.events("doctor.decided").first?["by"]?.string == "rules")
    }

    @Test func `a landing that conflicts is resolved by execute_fix, and judged`() async throws {
        let project = try Project()
        let doctor = Self.answer(
            "execute_fix",
            #","fix_type":"git","fix_commands":["git checkout --theirs -- calc/arithmetic.py","git add -- calc/arithmetic.py"],"verify_command":"git diff --check""#
        )
        try project.record(
            [
                .builder("add", Calculator.mendArithmetic), .approval(), .doctor(doctor),
                .approval(),
            ], more: "doctor: {allow_execute_fix_global: true}")
        try require(try await project.run(Calculator.onePhase()), exits: 0)
        let git = project.repository
        try git.write("calc/arithmetic.py", "def add(a, b):\n    return a - b - 0\n")
        try git.commit("in the meantime")
        let before = try project.commit("main")
        try require(try await project.autopack("land", "--merge"), exits: 0)
        #expect(try git.git("rev-parse", "main^1") == before)
        #expect(try project.file("calc/arithmetic.py", at: "main") == Calculator.mendedArithmetic)
        let journal = try Journal(in: git)
        #expect(journal.events("fix.finished").last?["fixed"]?.bool == true)
        #expect(try git.git("status", "--porcelain") == "")
        try git.fsckStrict()
    }

    @Test func `a landing's fix throws nothing away that is not in conflict`() async throws {
        for commands in [
            #""git reset --hard HEAD","git checkout autopack/r1""#,
            #""git checkout --theirs -- calc/arithmetic.py","git add -- calc/arithmetic.py","git rm -- mine.txt""#,
            #""git checkout --theirs -- calc/arithmetic.py","git add -- calc/arithmetic.py","git restore --staged --worktree --source=autopack/r1 -- calc/text.py""#,
        ] {
            let project = try Project()
            let doctor = Self.answer(
                "execute_fix",
                #","fix_type":"git","fix_commands":[\#(commands)],"verify_command":"git diff --check""#
            )
            try project.record(
                [
                    .builder("add", Calculator.mendArithmetic), .approval(), .doctor(doctor),
                    .approval(),
                ], more: "doctor: {allow_execute_fix_global: true}")
            try require(try await project.run(Calculator.onePhase()), exits: 0)
            let git = project.repository
            try git.write("calc/arithmetic.py", "def add(a, b):\n    return a - b - 0\n")
            try git.write("calc/text.py", "def shout(text):\n    return text.upper() + \"!\"\n")
            try git.write("mine.txt", "mine\n")
            try git.commit("in the meantime")
            let before = try project.commit("main")
            let outcome = try await project.autopack("land", "--merge")
            #expect(outcome.status == 5, "\(outcome)")
            #expect(outcome.errors.contains("more than what is in conflict"), "\(outcome)")
            #expect(try project.commit("main") == before)
            #expect(try git.git("status", "--porcelain") == "")
        }
    }

    @Test func `a rebase that an agent left half-way is given up by execute_fix`() async throws {
        let fake = try FakeAgent(
            """
            def git(*words):
                place = os.getcwd()
                subprocess.run(["git", f"--git-dir={place}.state/git", f"--work-tree={place}",
                    "-c", "user.name=a", "-c", "user.email=a@b.c", *words], check=False)
            if call == 1:
                git("checkout", "-q", "-b", "one")
                path = pathlib.Path("calc/arithmetic.py")
                path.write_text(path.read_text().replace("a - b", "a * b"))
                git("commit", "-qam", "one"); git("checkout", "-q", "-b", "two", "HEAD~1")
                mend(); git("commit", "-qam", "two"); git("rebase", "one")
            else:
                mend()
            """, more: "sandbox: off\n")
        let doctor = Self.answer(
            "execute_fix",
            #","fix_type":"git","fix_commands":["git rebase --abort"],"verify_command":"git status""#
        )
        try fake.project.record(
            [.doctor(doctor), .approval(), .approval()],
            more: "doctor: {allow_execute_fix_global: true}")
        try require(try await fake.project.run(FakeAgent.plan(maxAttempts: 4)), exits: 0)
        let journal = try Journal(in: fake.project.repository)
        let failed = try #require(journal.events("attempt.failed").first)
        #expect(failed["class"]?.string == "git_state", "\(failed)")
        let fixed = try #require(journal.events("fix.finished").first)
        #expect(fixed["fixed"]?.bool == true, "\(fixed)")
        #expect(
            try fake.project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
    }
}
