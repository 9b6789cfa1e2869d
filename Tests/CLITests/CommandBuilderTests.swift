import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Phases whose Builder is an agent program, run in the private workspace: its difference becomes
/// the candidate, governed like any other.
@Suite(.fewAtOnce) struct CommandBuilderTests {
    @Test func `an agent's difference becomes the checkpoint`() async throws {
        let fake = try FakeAgent("mend(); print('mended')")
        let project = fake.project
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        try require(try await project.run(FakeAgent.plan()), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        let git = project.repository
        #expect(try git.git("diff", "--name-only", "main", "autopack/r1") == "calc/arithmetic.py")
        #expect(
            try git.git(
                "log", "-1", "--format=%(trailers:key=Autopack-Model,valueonly)", "autopack/r1"
            ).contains("fake/fake"))
        // Nothing of it reached the checkout.
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        // Looking writes the index again.
        #expect(try git.git("status", "--porcelain") == "")
        let journal = try Journal(in: git)
        let call = try #require(journal.events("call.finished").first)
        #expect(call["provider"]?.string == "fake")
        #expect(call["finish"]?.string == "stop")
        let kept = try git.git("cat-file", "blob", try #require(call["reply"]?.string))
        #expect(kept.contains("mended\n") && kept.contains("    return a + b\n"))
        let task = try fake.task(1)
        #expect(task.contains("add(2, 3) has to be 5.") && task.contains("Do not commit"))
        try git.fsckStrict()
    }

    @Test func `added, deleted, moved, executable and linked files are in it, and no others`()
        async throws
    {
        var files = Calculator.files
        files[".gitignore"] = "*.log\n"
        files["old.txt"] = "old\n"
        files["moved.txt"] = "some lines\nthat move\nto another place\n"
        let fake = try FakeAgent(
            """
            mend()
            os.remove("old.txt"); os.rename("moved.txt", "calc/elsewhere.txt")
            pathlib.Path("tool.sh").write_text("#!/bin/sh\\n"); os.chmod("tool.sh", 0o755)
            os.symlink("tool.sh", "link")
            pathlib.Path(".gitignore").write_text("*.log\\nhidden\\n")
            pathlib.Path("hidden").write_text("not hidden\\n")
            pathlib.Path("out.log").write_text("ignored\\n")
            pathlib.Path("node_modules/m").mkdir(parents=True)
            pathlib.Path("node_modules/m/i.js").write_text("x")
            pathlib.Path(".autopack").mkdir()
            pathlib.Path(".autopack/autopack.yaml").write_text("protected: []")
            pathlib.Path(".fakenotes").write_text("my own")
            subprocess.run(["git", "init", "-q", "inner"])
            pathlib.Path("inner/file").write_text("inner\\n")
            """, settings: ["leftovers: [\".fake*\"]"], files: files)
        let plan = FakeAgent.plan(more: "    allow: [symlinks, mode_changes]\n")
        try require(try await fake.project.run(plan), exits: 0)
        #expect(
            try fake.project.repository.git(
                "diff", "--raw", "--abbrev=7", "-M", "main", "autopack/r1"
            ).split(separator: "\n").map { line in
                let fields = line.split(separator: " ")
                return "\(fields[1]) \(fields[4].replacing("\t", with: " "))"
            } == [
                "100644 M .gitignore", "100644 M calc/arithmetic.py",
                "100644 R100 moved.txt calc/elsewhere.txt", "100644 A hidden",
                "100644 A inner/file", "120000 A link", "000000 D old.txt", "100755 A tool.sh",
            ])
        try fake.project.repository.fsckStrict()
    }

    @Test func `a failing candidate goes back to the same agent, which is told why`() async throws {
        let fake = try FakeAgent(
            """
            path = pathlib.Path("calc/arithmetic.py")
            if call == 1:
                path.write_text(path.read_text().replace("a - b", "a * b"))
            else:
                assert "a * b" in path.read_text()
                mend()
            """)
        let plan = FakeAgent.plan(
            more: "    checks:\n      - {name: add, run: \(Calculator.tests(of: "arithmetic"))}\n")
        try require(try await fake.project.run(plan), exits: 0)
        let task = try fake.task(2)
        #expect(task.contains("Mend the code, not the check") && task.contains("6 != 5"))
        let journal = try Journal(in: fake.project.repository)
        #expect(journal.events("attempt.started").count == 1)
        #expect(
            journal.events("call.finished").compactMap { $0["role"]?.string }.prefix(2)
                == ["builder", "fixer"])
    }

    @Test func `an agent that changes nothing, fails, or weakens a test does not get through`()
        async throws
    {
        let fake = try FakeAgent(
            """
            if call == 1:
                sys.exit(0)
            if call == 2:
                print("no credit is left", file=sys.stderr); sys.exit(9)
            if call == 3:
                mend(); os.remove("tests/test_arithmetic.py"); sys.exit(0)
            pathlib.Path(".github/workflows").mkdir(parents=True)
            pathlib.Path(".github/workflows/ci.yml").write_text("on: push")
            """)
        let outcome = try await fake.project.run(FakeAgent.plan(maxAttempts: 4))
        expect(outcome, exits: 1)
        let journal = try Journal(in: fake.project.repository)
        let failed = journal.events("attempt.failed")
        #expect(failed.count == 4)
        #expect(failed[0]["root_cause"]?.string?.hasSuffix("empty") == true)
        #expect(failed[1]["detail"]?.string?.contains("no credit is left") == true)
        #expect(failed[3]["category"]?.string == "path_denied")
        #expect(try fake.project.commit("autopack/r1") == fake.project.repository.head)
        #expect(try fake.task(3).contains("no credit is left"))
        #expect(outcome.description.contains("status 9"))
    }

    @Test func `the time limit and a bad end are said, and the difference is judged`() async throws
    {
        let fake = try FakeAgent("mend(); time.sleep(600)", settings: ["timeout: 2s"])
        let outcome = try await fake.project.run(FakeAgent.plan())
        expect(outcome, exits: 0)
        #expect(outcome.description.contains("ended by its time limit"))
        let bad = try FakeAgent("mend(); sys.exit(5)")
        let second = try await bad.project.run(FakeAgent.plan())
        expect(second, exits: 0)
        #expect(second.description.contains("ended with status 5; its difference is judged"))
    }

    @Test func `a secret and a file that is too large are refused by name`() async throws {
        let token = "ghp_" + "Z9y8X7w6V5u4T3s2R1q0P9o8N7m6L5k4J3i2"
        let fake = try FakeAgent(
            """
            mend()
            if call == 1:
                pathlib.Path("calc/token.py").write_text("TOKEN = '\(token)'\\n")
            if call == 2:
                pathlib.Path("calc/data.bin").write_bytes(b"\\0" * (5 << 20))
            """)
        try require(try await fake.project.run(FakeAgent.plan(maxAttempts: 3)), exits: 0)
        let git = fake.project.repository
        let failed = try Journal(in: git).events("attempt.failed")
        #expect(
            failed.compactMap { $0["category"]?.string } == ["secret_found", "invalid_result"])
        #expect(failed[0]["detail"]?.string?.hasPrefix("calc/token.py: ") == true)
        #expect(failed[1]["detail"]?.string == "calc/data.bin: 5 MB, more than 4 MB")
        let objects = try git.git("cat-file", "--batch-all-objects", "--batch-check")
        for line in objects.split(separator: "\n") where line.contains(" blob ") {
            #expect(!(try git.git("cat-file", "blob", String(line.prefix(40)))).contains(token))
        }
    }

    @Test func `what it says it cost and which model it used is recorded`() async throws {
        let fake = try FakeAgent(
            """
            mend()
            print(json.dumps({"type": "result", "subtype": "success", "is_error": False,
                "result": "I mended it", "total_cost_usd": 0.125, "modelUsage":
                {"claude-sonnet-9": {"inputTokens": 1000, "outputTokens": 50}}}))
            """, settings: ["output: claude-json"])
        try require(try await fake.project.run(FakeAgent.plan()), exits: 0)
        let journal = try Journal(in: fake.project.repository)
        let call = try #require(journal.events("call.finished").first)
        #expect(call["model"]?.string == "claude-sonnet-9")
        #expect(call["usage"]?["output"]?.int == 50)
        let shown = try JSONReader.value(
            try await fake.project.autopack("show", "r1", "--json").output)
        #expect(shown["cost_usd"]?.double == 0.125)
        let reply = try await fake.project.autopack("show", "r1:add", "--reply")
        #expect(reply.output.contains("I mended it"))
    }

    @Test func `an agent that nobody knows, or that is not there, is said before the run begins`()
        async throws
    {
        let fake = try FakeAgent("mend()", more: "  gone: {command: [no-such-agent]}\n")
        let project = fake.project
        let unknown = try project.plan(FakeAgent.plan(builder: "command:fkae"))
        try await project.expectRefusal(
            ["run", "--plan", unknown, "--id", "r1"], exits: 4, naming: "fkae",
            "did you mean 'fake'?", "aider, claude, codex, fake")
        let missing = try project.plan(FakeAgent.plan(builder: "command:gone"))
        try await project.expectRefusal(
            ["run", "--plan", missing, "--id", "r1"], exits: 4, naming: "no-such-agent",
            "not on PATH", "builders.gone.command")
        #expect(try project.commit("refs/autopack/runs/r1") == nil)
    }

    @Test func `an interrupt ends the agent, and the run goes on later`() async throws {
        let fake = try FakeAgent(
            """
            if call == 1:
                (state / "pid").write_text("begun")
                time.sleep(600)
            mend()
            """)
        let project = fake.project
        let directory = project.repository.directory
        let plan = try project.plan(FakeAgent.plan())
        let program = try project.start("run", "--plan", plan, "--id", "r1")
        try await wait(for: "the agent's beginning") { directory.exists("home/.fake/pid") }
        program.signal(SIGINT)
        expect(try await program.outcome(), exits: 130)
        let shown = try await project.autopack("show", "r1", "--json")
        #expect(try JSONReader.value(shown.output)["state"]?.string == "paused")
        expect(try await project.autopack("resume"), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        #expect(throws: (any Error).self) { try fake.task(3) }
    }

    @Test func `without a sandbox it works too, and what that means is printed`() async throws {
        let fake = try FakeAgent("mend()", more: "sandbox: off\n")
        let outcome = try await fake.project.run(FakeAgent.plan())
        expect(outcome, exits: 0)
        #expect(outcome.description.contains("switched off"))
        #expect(
            try fake.project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
    }

    @Test func `an agent that attacks the repository leaves every byte as it was`() async throws {
        let fake = try FakeAgent(
            """
            def attempt(*words):
                subprocess.run(words, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            top = os.getcwd()
            attempt("git", "commit", "-qam", "mine"); attempt("git", "stash")
            attempt("git", "config", "core.hooksPath", "/tmp/x")
            attempt("git", "update-ref", "refs/heads/main", "HEAD~1")
            attempt("git", "branch", "-D", "other"); attempt("git", "gc", "--prune=now")
            for folder in [os.environ["USERS"], top]:
                attempt("sh", "-c", f"echo bad > {folder}/.git/HEAD; rm -rf {folder}/.git/refs")
                attempt("sh", "-c", f"echo bad > {folder}/../config/autopack/autopack.yaml")
            mend()
            """, settings: [])
        let project = fake.project
        let git = project.repository
        let directory = git.directory
        // Where the user's checkout lies, by its own path.
        let program = String(decoding: try directory.read("agents/fake"), as: UTF8.self)
        try directory.writeProgram(
            "agents/fake",
            program.replacing("os.environ[\"USERS\"]", with: quoted(project.path)))
        try git.git("branch", "other")
        try git.git("pack-refs", "--all")
        let before = FolderSnapshot(ofUsersPartIn: git)
        let settings = try directory.read("config/autopack/autopack.yaml")
        try require(try await project.run(FakeAgent.plan()), exits: 0)
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        #expect(try directory.read("config/autopack/autopack.yaml") == settings)
        #expect(
            try git.git("diff", "--name-only", "main", "autopack/r1") == "calc/arithmetic.py")
        try git.fsckStrict()
    }
}
