import TestSupport
import Testing

/// What the records of runs say of commits that are pushed, and of those that CI looks at.
@Suite(.fewAtOnce) struct PushedRunsTests {
    /// A run of one phase that has succeeded, its first attempt refused by the Auditor.
    private func finished() async throws -> PushScene {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmeticWrongly), .objection(severity: "critical"),
            .builder(Calculator.mendArithmetic), .approval(),
        ])
        try require(
            try await project.run(
                Calculator.onePhase(check: Calculator.tests(of: "arithmetic"))), exits: 0)
        let scene = try await PushScene(project)
        try require(try await scene.push("origin", "main"), exits: 0)
        return scene
    }

    private func expectFound(
        _ rule: String, _ scene: PushScene, pushing spec: String, also words: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let outcome = try await scene.push("origin", spec)
        #expect(outcome.status == 1, "\(outcome)", sourceLocation: sourceLocation)
        for word in ["error \(rule)"] + words {
            #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
        }
    }

    @Test func `checkpoints go; candidates, rollback points and records do not`() async throws {
        let scene = try await finished()
        let candidates = try Journal(in: scene.git).events("candidate.created")
            .compactMap { $0["commit"]?.string }
        let tip = try #require(try scene.project.commit("autopack/r1"))
        let other = try #require(candidates.first { $0 != tip })
        try await expectFound("candidate", scene, pushing: "\(other):refs/heads/x", also: "run r1")
        try await expectFound(
            "candidate", scene, pushing: "refs/autopack/keep/r1:refs/heads/x")
        for record in ["autopack/runs/r1", "autopack/keep/r1", "autopack/format", "notes/autopack"]
        {
            try await expectFound("record", scene, pushing: "refs/\(record):refs/heads/x")
        }
        try await expectFound("pre_run_branch", scene, pushing: "autopack/pre-run-r1")
        try await expectFound("pre_run_branch", scene, pushing: "autopack/pre-run-r1:refs/heads/y")
        // A branch of the user's that only looks like one.
        expect(try await scene.push("origin", "main:refs/heads/pre-run-r1"), exits: 0)
        expect(try await scene.push("origin", "autopack/r1"), exits: 0)
        expect(try await scene.project.autopack("land"), exits: 0)
        expect(try await scene.push("origin", "main"), exits: 0)
        #expect(try scene.pushed("refs/heads/main") == tip)
        // Lines that look like a run's and are of none that could be.
        for lines in ["autopack-run: R1\u{1b}[31m", "Autopack-Run: r1\nAutopack-Phase: A b"] {
            try scene.commit("notes.txt", lines, "change\n\n\(lines)\n")
            try await expectFound("altered_checkpoint", scene, pushing: "main")
            try scene.git.git("reset", "--quiet", "--hard", "HEAD~1")
        }
        // The records themselves are shared on purpose, to where they belong.
        expect(
            try await scene.push(
                "origin", "refs/autopack/*:refs/autopack/*", "refs/notes/autopack"),
            exits: 0)
    }

    @Test func `a checkpoint that another commit became is known by its change`() async throws {
        let scene = try await finished()
        let git = scene.git
        expect(try await scene.project.autopack("land"), exits: 0)
        let tip = try git.head
        // Another message, another base: the same change.
        try git.git("commit", "--quiet", "--amend", "--no-edit", "--date", "2026-02-02T00:00:00Z")
        #expect(try git.head != tip)
        expect(try await scene.push("origin", "main:a"), exits: 0)
        try git.git("checkout", "--quiet", "-b", "later", "HEAD~1")
        try scene.commit("later.txt", "later\n")
        try git.git("cherry-pick", tip)
        expect(try await scene.push("origin", "later:b"), exits: 0)
        // More than what was checked, under its name.
        try git.write("sneaked.txt", "in\n")
        try git.git("add", "--all")
        try git.git("commit", "--quiet", "--amend", "--no-edit")
        try await expectFound("altered_checkpoint", scene, pushing: "later:c", also: "r1")
        let message = try git.git("log", "-1", "--format=%s")
        try git.git("commit", "--quiet", "--amend", "--message", message)
        expect(try await scene.push("origin", "later:c"), exits: 0)
    }

    @Test func `notes are held against the journal`() async throws {
        let scene = try await finished()
        let git = scene.git
        let note = try git.git("notes", "--ref=autopack", "show", "autopack/r1")
        func replace(_ text: String) throws {
            try git.git("notes", "--ref=autopack", "add", "-f", "-m", text, "autopack/r1")
        }
        for (old, new) in [
            ("\"exit\":0", "\"exit\":1"), ("\"gate\":\"ok\"", "\"gate\":\"blocked\""),
            ("\"run\":\"r1\"", "\"run\":\"r2\""), ("\"approved\"", "\"none\""),
            ("\"attempt\":2", "\"attempt\":1"), ("\"patch_id\":\"", "\"patch_id\":\"0"),
            (note, "{}"), (note, "nonsense"),
        ] {
            let changed = note.replacing(old, with: new)
            #expect(changed != note)
            try replace(changed)
            try await expectFound("note_differs", scene, pushing: "autopack/r1")
        }
        // A line of another machine beside the right one does no harm.
        try replace(note + "\n" + note.replacing("\"r1\"", with: "\"r0\""))
        expect(try await scene.project.autopack("verify", "main..autopack/r1"), exits: 0)
        try git.git("notes", "--ref=autopack", "remove", "autopack/r1")
        try await expectFound("note_missing", scene, pushing: "autopack/r1")
        // Whoever keeps no notes misses none.
        try git.git("update-ref", "-d", "refs/notes/autopack")
        expect(try await scene.push("origin", "autopack/r1"), exits: 0)
    }

    @Test func `work of a run that has not come to a good end`() async throws {
        let project = try Project()
        try project.record([
            .builder("add", Calculator.mendArithmetic), .approval("add"),
            .builder("shout", Calculator.mendArithmeticWrongly),
        ])
        let ended = try await project.run()
        #expect(ended.status != 0)
        let scene = try await PushScene(project)
        let status = try #require(try Journal(in: scene.git).state["state"]?.string)
        let rule = status == "failed" ? "failed_run" : "unfinished_run"
        try await expectFound(rule, scene, pushing: "autopack/r1", also: "run r1")
        // Taken along under other names, it is still that run's.
        try scene.git.git("checkout", "--quiet", "-b", "mine", "autopack/r1")
        try scene.git.git("commit", "--quiet", "--amend", "--no-edit", "--reset-author")
        try await expectFound(rule, scene, pushing: "mine")
        expect(try await scene.push("origin", "main"), exits: 0)
        // A run that does not end well after all takes nothing back from whoever looks.
        expect(try await project.autopack("abort", "r1"), exits: 0)
        try await expectFound("aborted_run", scene, pushing: "autopack/r1")
    }

    @Test func `work that was rolled back does not go, unless what takes it back goes with it`()
        async throws
    {
        let scene = try await finished()
        let git = scene.git
        let tip = try #require(try scene.project.commit("autopack/r1"))
        expect(try await scene.project.autopack("land"), exits: 0)
        try scene.commit("later.txt", "later\n")
        expect(try await scene.project.autopack("rollback"), exits: 0)
        try await expectFound("rolled_back_run", scene, pushing: "\(tip):refs/heads/x")
        try await expectFound("rolled_back_run", scene, pushing: "main~1:refs/heads/x")
        #expect(try git.git("log", "-1", "--format=%s", "main").hasPrefix("Revert run r1"))
        expect(try await scene.push("origin", "main"), exits: 0)
        expect(try await scene.project.autopack("rollback", "--undo"), exits: 0)
        expect(try await scene.push("origin", "autopack/r1"), exits: 0)
    }

    @Test func `a phase that was rolled back, and made again otherwise`() async throws {
        let project = try Project()
        let other = Edit.replace(
            "    return word.lower()", by: "    return str.upper(word)", in: "calc/text.py")
        try project.record(
            Calculator.replies + [.builder("shout", other), .approval("shout")])
        try require(try await project.run(), exits: 0)
        let scene = try await PushScene(project)
        try require(try await scene.push("origin", "main"), exits: 0)
        let before = try #require(try project.commit("autopack/r1"))
        expect(try await project.autopack("rollback", "r1", "--to", "add"), exits: 0)
        try await expectFound("unfinished_run", scene, pushing: "autopack/r1")
        try require(try await project.autopack("resume", "r1"), exits: 0)
        try await expectFound(
            "rolled_back_run", scene, pushing: "\(before):refs/heads/x", also: "its phase")
        expect(try await scene.push("origin", "autopack/r1"), exits: 0)
    }

    @Test func `a squash that landed goes, and so does what takes it back`() async throws {
        let scene = try await finished()
        expect(try await scene.project.autopack("land", "--squash"), exits: 0)
        expect(try await scene.push("origin", "main"), exits: 0)
        expect(try await scene.project.autopack("rollback"), exits: 0)
        expect(try await scene.push("--force", "origin", "main"), exits: 0)
    }

    @Test func `a record that cannot be read is trouble, and no finding`() async throws {
        let scene = try await finished()
        let git = scene.git
        let blob = try git.git("hash-object", "-w", "--stdin", input: "{}")
        let tree = try git.git("mktree", input: "100644 blob \(blob)\tevent.json\n")
        let commit = try git.git("commit-tree", "-m", "nonsense", tree)
        try git.git("update-ref", "refs/autopack/runs/r1", commit)
        let pushed = try await scene.push("origin", "autopack/r1")
        expect(pushed, exits: 0)
        #expect(pushed.errors.contains("the record of run r1 cannot be read"), "\(pushed)")
        expect(try await scene.project.autopack("verify", "autopack/r1"), exits: 6)
        try scene.project.configure(autopack: "hook: {strict: true}\n")
        expect(try await scene.push("origin", "autopack/r1:again"), exits: 1)
    }

    @Test func `a run that is not recorded here is told, and goes`() async throws {
        let scene = try await finished()
        let clone = scene.git.directory.path("clone")
        try scene.git.git("clone", "--quiet", "--branch", "autopack/r1", scene.project.path, clone)
        let outcome = try await scene.project.autopack("verify", "HEAD", in: clone)
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("warning no_record"), "\(outcome)")
        #expect(outcome.output.contains("git fetch"))
    }
}
