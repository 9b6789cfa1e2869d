import TestSupport
import Testing

/// A run's result reaches the user's branch on command, and without loss.
@Suite(.fewAtOnce) struct LandTests {
    private func finished() async throws -> Project {
        let project = try Project()
        // Two auditors' answers more, for a merge that is judged again.
        try project.record(Calculator.replies + [.approval(), .approval()])
        try require(try await project.run(), exits: 0)
        return project
    }

    private func expectRefused(
        _ project: Project, _ arguments: String..., exits statuses: Int32...,
        naming words: [String],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let outcome = try await runAutopack(
            ["land"] + arguments, in: project.path, environment: project.environment)
        #expect(statuses.contains(outcome.status), "\(outcome)", sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
        }
        let after = FolderSnapshot(ofUsersPartIn: project.repository)
        #expect(before.differences(to: after) == [], sourceLocation: sourceLocation)
        try project.repository.fsckStrict()
    }

    @Test func `a fast-forward moves the branch, and the checkout follows`() async throws {
        let project = try await finished()
        let git = project.repository
        try git.write("calc/__init__.py", "mine = 1\n")  // dirty, and nothing the run touched
        let tip = try project.commit("autopack/r1")
        expect(try await project.autopack("land"), exits: 0)
        #expect(try project.commit("main") == tip)
        #expect(try git.git("symbolic-ref", "HEAD") == "refs/heads/main")
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.git("status", "--porcelain") == " M calc/__init__.py")
        #expect(try project.commit("autopack/pre-run-r1") == nil)
        #expect(try Journal(in: git).names.contains("run.landed"))
        try git.fsckStrict()
    }

    @Test func `no hook of the repository runs when the checkout follows`() async throws {
        let project = try await finished()
        let git = project.repository
        let marker = git.directory.path("marker")
        for hook in ["post-checkout", "reference-transaction", "post-index-change", "post-merge"] {
            try git.directory.writeProgram(
                "repository/.git/hooks/\(hook)", "#!/bin/sh\ntouch \(marker)\n")
        }
        expect(try await project.autopack("land"), exits: 0)
        #expect(!git.directory.exists("marker"))
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
    }

    @Test func `dirty files in the way are named, and nothing has changed`() async throws {
        let project = try await finished()
        try project.repository.write("calc/text.py", "mine = True\n")
        try await expectRefused(project, exits: 5, naming: ["calc/text.py"])
        try project.repository.git("add", "calc/text.py")
        try await expectRefused(project, exits: 5, naming: ["calc/text.py"])
    }

    @Test func `an untracked file in the way is named, and nothing has changed`() async throws {
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmetic + Edit.create("calc/more.py", "MORE = 1")),
            .approval(),
        ])
        try require(try await project.run(Calculator.onePhase()), exits: 0)
        try project.repository.write("calc/more.py", "mine\n")
        try await expectRefused(project, exits: 5, naming: ["calc/more.py"])
    }

    @Test func `a target that has moved is refused with the ways that are left`() async throws {
        let project = try await finished()
        try project.repository.write("later.txt", "later\n")
        try project.repository.commit("later")
        try await expectRefused(project, exits: 5, 1, naming: ["--merge", "main"])
    }

    @Test func `a merge joins both, after it was judged`() async throws {
        let project = try await finished()
        let git = project.repository
        try git.write("later.txt", "later\n")
        let later = try git.commit("later")
        let tip = try project.commit("autopack/r1") ?? ""
        expect(try await project.autopack("land", "--merge"), exits: 0)
        #expect(try git.git("log", "-1", "--format=%P", "main") == "\(later) \(tip)")
        #expect(try git.read("later.txt") == "later\n")
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.git("status", "--porcelain") == "")
        let names = try Journal(in: git).names
        let landing = try #require(names.lastIndex(of: "land.planned"))
        #expect(
            names[..<landing].last { $0 == "gate.decided" || $0 == "run.finished" }
                == "gate.decided")
        try git.fsckStrict()
    }

    @Test func `a merge that the checks refuse does not land`() async throws {
        let project = try await finished()
        // Nothing conflicts in text, and together they are broken.
        try project.repository.write(
            "tests/test_more.py",
            """
            import unittest

            from calc.text import shout


            class MoreTests(unittest.TestCase):
                def test_quiet(self):
                    self.assertEqual(shout("Hey"), "hey")

            """)
        try project.repository.commit("rely on the fault")
        try await expectRefused(project, "--merge", exits: 1, 3, naming: ["test_quiet"])
    }

    @Test func `a merge that conflicts names the files, and nothing has changed`() async throws {
        let project = try await finished()
        try project.repository.write("calc/text.py", "def shout(word):\n    return word.title()\n")
        try project.repository.commit("another way")
        try await expectRefused(project, "--merge", exits: 1, 5, naming: ["calc/text.py"])
        try await expectRefused(project, "--squash", exits: 1, 5, naming: [])
    }

    @Test func `a squash lands as one commit`() async throws {
        let project = try await finished()
        let git = project.repository
        let base = try git.head
        expect(try await project.autopack("land", "--squash"), exits: 0)
        #expect(try git.git("log", "-1", "--format=%P", "main") == base)
        #expect(
            try git.git("rev-parse", "main^{tree}") == git.git("rev-parse", "autopack/r1^{tree}"))
        #expect(try git.git("log", "-1", "--format=%an", "main") == "Ada Author")
        let message = try git.git("log", "-1", "--format=%B", "main")
        #expect(
            Journal.pairs(try git.git("interpret-trailers", "--parse", input: message))[
                "Autopack-Run"] == "r1")
        #expect(try git.git("status", "--porcelain") == "")
    }

    @Test(.enabled(if: SSHKeygen.isAtHand, "ssh-keygen is not installed"))
    func `what lands is signed where commits are signed, by the user's program alone`()
        async throws
    {
        let project = try await finished()
        let git = project.repository
        let key = git.directory.path("key")
        let made = try await Invocation(
            "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", key],
            environment: git.environment, in: git.directory.path
        ).run()
        try #require(made.status == 0, "\(made)")
        let publicKey = String(decoding: try git.directory.read("key.pub"), as: UTF8.self)
        let signers = try git.directory.write("signers", "* \(publicKey)")
        let marker = git.directory.path("marker")
        let program = try git.directory.writeProgram("sign", "#!/bin/sh\ntouch '\(marker)'\n")
        for (name, value) in [
            ("commit.gpgSign", "true"), ("gpg.format", "ssh"), ("user.signingKey", key),
            ("gpg.ssh.program", program), ("gpg.ssh.defaultKeyCommand", program),
        ] {
            try git.git("config", name, value)
        }
        let tip = try #require(try project.commit("autopack/r1"))
        let landed = try await project.autopack("land")
        expect(landed, exits: 0)
        #expect(landed.errors.contains("other ids"))
        #expect(!git.directory.exists("marker"))
        let main = try #require(try project.commit("main"))
        #expect(main != tip)
        for commit in ["main", "main~1"] {
            let verified = try git.tryGit([
                "-c", "gpg.ssh.program=ssh-keygen", "-c", "gpg.ssh.allowedSignersFile=\(signers)",
                "verify-commit", commit,
            ])
            #expect(verified.status == 0, "\(verified)")
        }
        let format = "--format=%T %an %ae %ad %cn %cd %B %N"
        let count = "-2"
        #expect(
            try git.git("log", "--notes=autopack", format, count, "main")
                == git.git("log", "--notes=autopack", format, count, tip))
        // Rolled back as any landing.
        expect(try await project.autopack("rollback"), exits: 0)
        #expect(try git.git("log", "-1", "--format=%s", "main") == "begin")
        try git.fsckStrict()
    }

    @Test func `what cannot be signed does not land`() async throws {
        let project = try await finished()
        try project.repository.git("config", "commit.gpgSign", "true")
        try project.repository.git("config", "gpg.format", "ssh")
        try project.repository.git("config", "user.signingKey", "/nonexistent/key")
        try await expectRefused(
            project, exits: 4, naming: ["git -c commit.gpgSign=false autopack land r1"])
        expect(
            try await project.autopack(
                "land",
                with: [
                    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "commit.gpgSign",
                    "GIT_CONFIG_VALUE_0": "false",
                ]), exits: 0)
    }

    @Test func `a detached head needs a name for the branch`() async throws {
        let project = try Project()
        let git = project.repository
        try git.git("checkout", "--quiet", "--detach")
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        try await expectRefused(project, exits: 2, 3, 5, naming: ["--branch"])
        expect(try await project.autopack("land", "--branch", "mended"), exits: 0)
        #expect(try project.commit("mended") == project.commit("autopack/r1"))
        #expect(try git.tryGit(["symbolic-ref", "--quiet", "HEAD"]).status == 1)
        #expect(try git.git("status", "--porcelain") == "")
    }

    @Test func `another branch is landed on without touching the checkout`() async throws {
        let project = try await finished()
        let git = project.repository
        try git.git("branch", "release", "main")
        try git.git("checkout", "--quiet", "-b", "elsewhere")
        let before = FolderSnapshot(ofUsersPartIn: git)
        expect(try await project.autopack("land", "r1", "--onto", "release"), exits: 0)
        #expect(try project.commit("release") == project.commit("autopack/r1"))
        let changes = before.differences(to: FolderSnapshot(ofUsersPartIn: git))
        #expect(changes.allSatisfy { $0.contains("release") }, "\(changes)")
        let missing = try await project.autopack("land", "r1", "--onto", "relaese")
        expect(missing, exits: 2, 4, 5)
    }

    @Test func `into the working tree only the difference is written, unstaged`() async throws {
        let project = try await finished()
        let git = project.repository
        try git.write("calc/__init__.py", "mine = 1\n")
        let head = try git.head
        expect(try await project.autopack("land", "--worktree"), exits: 0)
        #expect(try git.head == head)
        #expect(try git.git("diff", "--cached", "--name-only") == "")
        #expect(
            try git.git("diff", "--name-only")
                == "calc/__init__.py\ncalc/arithmetic.py\ncalc/text.py")
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        // And it goes again, with what the person wrote left alone.
        expect(try await project.autopack("rollback"), exits: 0)
        #expect(try git.git("diff", "--name-only") == "calc/__init__.py")
        expect(try await project.autopack("rollback", "--undo"), exits: 0)
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.read("calc/__init__.py") == "mine = 1\n")
    }

    @Test func `a run that failed has nothing to land`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.doesNotApply)])
        try require(try await project.run(Calculator.onePhase(maxAttempts: 1)), exits: 1)
        try await expectRefused(project, exits: 1, 2, 3, naming: ["failed"])
    }

    @Test func `a run can land by itself`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        expect(try await project.run(Calculator.plan, "--land"), exits: 0)
        #expect(try project.repository.read("calc/text.py") == Calculator.mendedText)
        #expect(try project.repository.git("status", "--porcelain") == "")
    }
}
