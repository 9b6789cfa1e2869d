import TestSupport
import Testing

/// `git push` with the hook in its place: what is pushed is judged, not what is checked out.
@Suite(.fewAtOnce) struct PrePushTests {
    private func expectRefused(
        _ outcome: Outcome, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(outcome.status == 1, "\(outcome)", sourceLocation: sourceLocation)
        for word in words {
            #expect(outcome.errors.contains(word), "\(outcome)", sourceLocation: sourceLocation)
        }
    }

    @Test func `work without a fault goes, and nothing is said`() async throws {
        let scene = try await PushScene()
        let first = try await scene.push("origin", "main")
        expect(first, exits: 0)
        #expect(first.errors == "")
        let head = try scene.commit("notes.txt", "two\n")
        let second = try await scene.push("origin", "main")
        expect(second, exits: 0)
        #expect(second.errors == "")
        #expect(try scene.pushed("refs/heads/main") == head)
    }

    @Test func `a conflict marker is refused, by file and line, until it is resolved`()
        async throws
    {
        let scene = try await PushScene()
        try await require(scene.push("origin", "main"), exits: 0)
        let commit = try scene.commit("notes.txt", PushScene.conflict)
        expectRefused(
            try await scene.push("origin", "main"), "conflict_marker", "notes.txt:2",
            String(commit.prefix(10)))
        // Resolved by a further commit, also where the file moves on the way.
        try scene.git.git("mv", "notes.txt", "moved.txt")
        try scene.git.commit("move")
        expectRefused(try await scene.push("origin", "main"), "conflict_marker")
        try scene.commit("moved.txt", "a\nb\n")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `a marker that is there already, or belongs to an edit, is none of the push's`()
        async throws
    {
        let scene = try await PushScene(["docs.md": PushScene.conflict])
        expect(try await scene.push("--no-verify", "origin", "main"), exits: 0)
        try scene.commit("docs.md", PushScene.conflict + "more\n")
        try scene.commit("edits.md", "<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n")
        expect(try await scene.push("origin", "main"), exits: 0)
        try scene.git.git("mv", "docs.md", "elsewhere.md")
        try scene.git.commit("move")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `a secret is refused also where a later commit took it out, and is not quoted`()
        async throws
    {
        let scene = try await PushScene()
        try await require(scene.push("origin", "main"), exits: 0)
        let commit = try scene.commit("settings.py", "a = 1\n" + PushScene.secret)
        try scene.commit("settings.py", "a = 1\n")
        let outcome = try await scene.push("origin", "main")
        expectRefused(outcome, "secret", "github", "settings.py:2", String(commit.prefix(10)))
        #expect(!outcome.errors.contains("ghp_aB"))
        #expect(try scene.pushed("refs/heads/main") != scene.git.head)
        expect(try await scene.push("--no-verify", "origin", "main"), exits: 0)
    }

    @Test func `a secret in a message, and the value of a key of the user's, are secrets`()
        async throws
    {
        let scene = try await PushScene()
        try scene.commit("a.txt", "a\n", "note " + PushScene.secret)
        expectRefused(try await scene.push("origin", "main"), "secret", "message")
        try scene.git.git("commit", "--quiet", "--amend", "--message", "note")
        try scene.commit("b.txt", "it is plain-and-mine-42\n")
        expectRefused(
            try await scene.push(
                "origin", "main", with: ["OPENAI_API_KEY": "plain-and-mine-42"]),
            "own-key", "b.txt:1")
        // What was clean for one key is not for another.
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `a secret that comes in with a move, in UTF-16 or by a file's name`() async throws {
        let scene = try await PushScene()
        let lines = (1...20).map { "line \($0)\n" }.joined()
        try scene.commit("long.txt", lines)
        expect(try await scene.push("origin", "main"), exits: 0)
        func refused(_ place: String) async throws {
            let outcome = try await scene.push("origin", "main")
            #expect(outcome.status == 1, "\(place): \(outcome)")
            #expect(outcome.errors.contains("error secret"), "\(place): \(outcome)")
            #expect(outcome.errors.contains(place), "\(place): \(outcome)")
            #expect(!outcome.errors.contains(PushScene.secret.dropFirst(9).dropLast(2)))
            try scene.git.git("reset", "--quiet", "--hard", "origin/main")
        }
        try scene.git.git("mv", "long.txt", "moved.txt")
        try scene.commit("moved.txt", lines + PushScene.secret)
        try await refused("moved.txt:21")
        let wide: [UInt8] = [0xFF, 0xFE] + PushScene.secret.utf8.flatMap { [$0, 0] as [UInt8] }
        try scene.git.directory.write("repository/wide.txt", wide)
        try scene.git.commit("wide")
        try await refused("wide.txt:1")
        let name = PushScene.secret.dropFirst(9).dropLast(2)
        try scene.commit("\(name)/a.txt", "x\n")
        try await refused("[redacted:github]/a.txt")
        // Taking one away is no push of one.
        try scene.git.git("push", "--quiet", "--no-verify", "origin", "main")
        try scene.commit("long.txt", lines + PushScene.secret)
        try scene.git.git("push", "--quiet", "--no-verify", "origin", "main")
        try scene.commit("long.txt", lines)
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `a secret that moves with its file is not the push's`() async throws {
        let scene = try await PushScene(["old.py": "a = 1\nb = 2\n" + PushScene.secret])
        expect(try await scene.push("--no-verify", "origin", "main"), exits: 0)
        try scene.git.git("mv", "old.py", "new.py")
        try scene.git.commit("move")
        try scene.commit("new.py", "b = 2\n" + PushScene.secret + "a = 1\n")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `of a merge what differs from both sides counts, and no more`() async throws {
        let scene = try await PushScene()
        let git = scene.git
        try git.git("checkout", "--quiet", "-b", "side")
        try scene.commit("notes.txt", "side\n")
        try git.git("checkout", "--quiet", "main")
        try scene.commit("notes.txt", "main\n")
        try scene.commit("other.txt", "other\n")
        #expect(try git.tryGit(["merge", "--quiet", "side"]).status == 1)
        try git.git("add", "--all")
        try git.git("commit", "--quiet", "--message", "merge with the conflict in it")
        expectRefused(try await scene.push("origin", "main"), "conflict_marker", "notes.txt:1")
        try git.git("reset", "--quiet", "--hard", "HEAD~1")
        #expect(try git.tryGit(["merge", "--quiet", "side"]).status == 1)
        try git.write("notes.txt", "both\n")
        try git.git("add", "--all")
        try git.git("commit", "--quiet", "--message", "merge")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    // MARK: What is pushed

    @Test func `what is pushed is judged, whatever HEAD is on`() async throws {
        let scene = try await PushScene()
        try scene.git.git("checkout", "--quiet", "-b", "bad")
        try scene.commit("a.txt", PushScene.conflict)
        try scene.git.git("checkout", "--quiet", "main")
        expectRefused(try await scene.push("origin", "bad"), "refs/heads/bad", "a.txt:2")
        try scene.git.git("checkout", "--quiet", "bad")
        expect(try await scene.push("origin", "main"), exits: 0)
        expectRefused(try await scene.push("origin", "HEAD~0:refs/heads/x"), "refs/heads/x")
    }

    @Test func `deletions, tags, force pushes and what is unknown here are read as they are`()
        async throws
    {
        let scene = try await PushScene()
        let git = scene.git
        try await require(scene.push("origin", "main", "main:gone"), exits: 0)
        expect(try await scene.push("origin", "--delete", "gone"), exits: 0)
        #expect(try scene.pushed("refs/heads/gone") == nil)
        // Another clone pushes what this one does not know; then it is overwritten.
        let other = git.directory.path("other")
        try git.git("clone", "--quiet", scene.remote, other)
        try git.git("-C", other, "commit", "--quiet", "--allow-empty", "--message", "theirs")
        try git.git("-C", other, "push", "--quiet", "origin", "main")
        try scene.commit("notes.txt", "mine\n")
        expect(try await scene.push("--force", "origin", "main"), exits: 0)
        // An annotated tag leads to its commit; one of a blob leads to none.
        try scene.commit("a.txt", PushScene.conflict)
        try git.git("tag", "--annotate", "--message", "release", "v1")
        try git.git("tag", "blob", "HEAD:notes.txt")
        expectRefused(try await scene.push("origin", "v1"), "refs/tags/v1", "conflict_marker")
        expect(try await scene.push("origin", "blob:refs/tags/blob"), exits: 0)
        // Several at once: one finding refuses all.
        expectRefused(
            try await scene.push("origin", "main~1:refs/heads/good", "main:bad"), "refs/heads/bad")
        #expect(try scene.pushed("refs/heads/good") == nil)
    }

    @Test func `what the remote has by another branch is not judged again`() async throws {
        let scene = try await PushScene()
        try await require(scene.push("origin", "main"), exits: 0)
        try scene.commit("a.txt", PushScene.conflict)
        try await require(scene.push("--no-verify", "origin", "main:elsewhere"), exits: 0)
        try scene.commit("b.txt", "b\n")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `a push to a path without a name is judged too`() async throws {
        let scene = try await PushScene()
        try scene.commit("a.txt", PushScene.conflict)
        expectRefused(try await scene.push(scene.remote, "main"), "a.txt:2")
    }

    @Test func `from a shallow clone`() async throws {
        let scene = try await PushScene()
        for number in 0..<3 { try scene.commit("notes.txt", "\(number)\n") }
        try await require(scene.push("origin", "main"), exits: 0)
        let shallow = scene.git.directory.path("shallow")
        try scene.git.git("clone", "--quiet", "--depth=1", "file://\(scene.remote)", shallow)
        expect(try await scene.project.autopack("hooks", "install", in: shallow), exits: 0)
        try scene.git.directory.write("shallow/a.txt", PushScene.conflict)
        try scene.git.git("-C", shallow, "add", "--all")
        try scene.git.git("-C", shallow, "commit", "--quiet", "--message", "bad")
        expectRefused(try await scene.push("origin", "main", in: shallow), "a.txt:2")
        try scene.git.git("-C", shallow, "rm", "--quiet", "a.txt")
        try scene.git.git("-C", shallow, "commit", "--quiet", "--message", "good")
        let outcome = try await scene.push("origin", "main", in: shallow)
        expect(outcome, exits: 0)
        #expect(outcome.errors == "")
    }

    // MARK: Trouble of its own

    @Test(arguments: [
        "nonsense\n", "refs/heads/main 12 refs/heads/main 34\n", "\0\0\0\n", "a b c d e f\n",
        "refs/heads/main \(PushScene.zero) refs/heads/main\n", "\u{1b}[31m x y z\n",
        "refs/heads/main \(String(repeating: "1", count: 40)) refs/heads/main \(PushScene.zero)",
        "x \(String(repeating: "a", count: 64)) refs/heads/x \(String(repeating: "0", count: 64))\n",
    ])
    func `a list that is none is told, and refuses nothing unless the user says so`(
        list: String
    ) async throws {
        let scene = try await PushScene()
        let told = try await scene.hook(list)
        expect(told, exits: 0)
        #expect(told.errors.contains("not judged"), "\(told)")
        #expect(!told.errors.contains("\u{1b}"))
        // The repository's own configuration does not count.
        try scene.git.git("config", "autopack.hook.strict", "true")
        expect(try await scene.hook(list), exits: 0)
        let strict = [
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "autopack.hook.strict",
            "GIT_CONFIG_VALUE_0": "true",
        ]
        expect(try await scene.hook(list, with: strict), exits: 3)
        try scene.project.configure(autopack: "hook: {strict: true}\n")
        expect(try await scene.hook(list), exits: 3)
    }

    @Test(arguments: ["</", "<&-"])
    func `a list that cannot be read is trouble, and no empty list`(redirection: String)
        async throws
    {
        let scene = try await PushScene()
        func hook(_ more: String = "", strict: String? = nil) async throws -> Outcome {
            var variables = scene.environment
            if let strict {
                variables["GIT_CONFIG_COUNT"] = "1"
                variables["GIT_CONFIG_KEY_0"] = "autopack.hook.strict"
                variables["GIT_CONFIG_VALUE_0"] = strict
            }
            return try await Invocation(
                "/bin/sh", ["-c", "git-autopack hook pre-push origin x \(more) \(redirection)"],
                environment: variables, in: scene.project.path
            ).run()
        }
        let told = try await hook()
        expect(told, exits: 0)
        #expect(told.errors.contains("git's list cannot be read"), "\(told)")
        let json = try JSONReader.value(try await hook("--json").output)
        #expect(json["judged"]?.bool == false)
        #expect(json["ok"]?.bool == nil && json.keys.contains("ok"))
        expect(try await hook(strict: "true"), exits: 3)
        // Neither true nor false: whoever wrote it meant something.
        let invalid = try await hook(strict: "maybe")
        expect(invalid, exits: 3)
        #expect(
            invalid.errors.contains("bad boolean value 'maybe' for autopack.hook.strict"),
            "\(invalid)")
    }

    @Test func `an empty list is nothing to judge, also where there is no repository`()
        async throws
    {
        let scene = try await PushScene()
        let outcome = try await runAutopack(
            ["hook", "pre-push"], in: scene.git.directory.path, environment: scene.environment)
        expect(outcome, exits: 0)
        #expect(outcome.output + outcome.errors == "")
    }

    @Test
    func `a program that is not in PATH is told, and refuses nothing unless the user says so`()
        async throws
    {
        let scene = try await PushScene()
        let path = ["PATH": TestEnvironment.searchPath]
        let told = try await scene.push("origin", "main", with: path)
        expect(told, exits: 0)
        #expect(told.errors.contains("git-autopack is not in PATH"), "\(told)")
        #expect(told.errors.contains("git autopack hooks status"))
        try scene.commit("notes.txt", "two\n")
        try scene.git.git("config", "autopack.hook.strict", "true")
        expect(try await scene.push("origin", "main", with: path), exits: 0)
        try scene.commit("notes.txt", "three\n")
        let strict = try await Invocation(
            "git", ["-c", "autopack.hook.strict=true", "push", "origin", "main"],
            environment: scene.project.environment, in: scene.project.path
        ).run()
        expect(strict, exits: 1)
        #expect(strict.errors.contains("autopack.hook.strict is set"), "\(strict)")
        let invalid = try await Invocation(
            "git", ["-c", "autopack.hook.strict=maybe", "push", "origin", "main"],
            environment: scene.project.environment, in: scene.project.path
        ).run()
        expect(invalid, exits: 1)
        #expect(invalid.errors.contains("'maybe' for 'autopack.hook.strict'"), "\(invalid)")
    }

    @Test func `a program that dies is trouble, and no verdict`() async throws {
        let scene = try await PushScene()
        let folder = try scene.git.directory.makeFolder("broken")
        try scene.git.directory.writeProgram(
            "broken/git-autopack", "#!/bin/sh\ncat >/dev/null\nkill -SEGV $$\n")
        let outcome = try await scene.push(
            "origin", "main", with: ["PATH": "\(folder):\(TestEnvironment.searchPath)"])
        expect(outcome, exits: 0)
        #expect(outcome.errors.contains("the push was not judged"), "\(outcome)")
    }

    // MARK: Tags

    @Test func `a secret in a tag, in a tag of a tag, or in what a tag is of is refused`()
        async throws
    {
        let scene = try await PushScene()
        let git = scene.git
        try await require(scene.push("origin", "main"), exits: 0)
        try git.git("tag", "-a", "-m", "sound", "good")
        expect(try await scene.push("origin", "good"), exits: 0)
        try git.git("tag", "-a", "-m", "note " + PushScene.secret, "bad")
        try git.git("tag", "-a", "-m", "outer", "outer", "bad")
        for name in ["bad", "outer"] {
            let outcome = try await scene.push("origin", name)
            expectRefused(outcome, "secret", "refs/tags/\(name)", "in the tag's message")
            #expect(!outcome.errors.contains("ghp_aB"))
        }
        let blob = try git.git("hash-object", "-w", "--stdin", input: "a\n" + PushScene.secret)
        let tree = try git.git("mktree", input: "100644 blob \(blob)\tsettings.py\n")
        try git.git("tag", "-a", "-m", "a tree", "tree", tree)
        try git.git("tag", "file", blob)
        expectRefused(try await scene.push("origin", "tree"), "secret", "settings.py:2")
        expectRefused(try await scene.push("origin", "file"), "secret", "refs/tags/file")
        let token = "gh" + "p_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5"
        let named = try await scene.push("origin", "main:refs/heads/\(token)")
        expectRefused(named, "in the name of the ref")
    }

    // MARK: T1

    @Test func `where the user asks for it the checks run on what is pushed, once a tree`()
        async throws
    {
        let scene = try await PushScene([
            "check.sh": "grep -q sound notes.txt\n", "notes.txt": "sound\n",
        ])
        let checks = "checks: [{name: notes, run: [sh, check.sh]}]\n"
        try scene.project.configure(autopack: checks)
        // What is checked out is not what is pushed.
        let sound = try scene.git.head
        let broken = try scene.commit("notes.txt", "broken\n")
        let ours = "refs/heads/a \(broken) refs/heads/a \(PushScene.zero)\n"
        expect(try await scene.hook(ours), exits: 0)
        try scene.project.configure(autopack: checks + "hook: {t1: true}\n")
        let refused = try await scene.hook(ours)
        expectRefused(
            refused, "notes on \(broken.prefix(10)) …",
            "error check_failed  refs/heads/a \(broken.prefix(10))", "check notes fails",
            "sh check.sh")
        let good = "refs/heads/b \(sound) refs/heads/b \(PushScene.zero)\n"
        let first = try await scene.hook(good)
        expect(first, exits: 0)
        #expect(first.errors.contains("notes on \(sound.prefix(10)) …"), "\(first)")
        let second = try await scene.hook(good)
        expect(second, exits: 0)
        #expect(second.errors == "")
    }

    @Test func `a check that cannot run on what is pushed is trouble, and no verdict`()
        async throws
    {
        let scene = try await PushScene()
        let checks = "checks: [{name: lint, run: [no-such-linter]}]\n"
        try scene.project.configure(autopack: checks + "hook: {t1: true}\n")
        let told = try await scene.push("origin", "main")
        expect(told, exits: 0)
        #expect(told.errors.contains("check lint: no-such-linter is not on PATH"), "\(told)")
        try scene.project.configure(autopack: "hook: {t1: true, strict: true}\n" + checks)
        try scene.commit("notes.txt", "two\n")
        expectRefused(try await scene.push("origin", "main"), "autopack.hook.strict is set")
        try scene.project.configure(autopack: "hook: {t1: true}\n")
        let unchecked = try await scene.push("origin", "main")
        expect(unchecked, exits: 0)
        #expect(unchecked.errors.contains("has no checks"), "\(unchecked)")
    }

    // MARK: The cache

    @Test func `what was clean is not read again, and a cache that was changed is not believed`()
        async throws
    {
        let scene = try await PushScene()
        try scene.commit("a.txt", "a\n")
        try await require(scene.push("origin", "main"), exits: 0)
        let cache = "repository/.git/autopack/cache/clean-trees"
        let kept = String(decoding: try scene.git.directory.read(cache), as: UTF8.self)
        let lines = kept.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[2].hasPrefix(try scene.git.git("rev-parse", "HEAD^{tree}")))
        let commit = try scene.commit("a.txt", PushScene.conflict)
        let trees = try scene.git.git("rev-parse", "\(commit)^{tree}", "\(commit)~1^{tree}")
        let pair = trees.split(separator: "\n").joined(separator: " ")
        // Of another version's rules, or of no form at all.
        for text in ["other\n\(pair)\n", "\(lines[0])\n\(pair)\nnonsense\n", "\0\u{1}"] {
            try scene.git.directory.write(cache, text)
            expectRefused(try await scene.push("origin", "main"), "conflict_marker")
        }
        // Bound to the trees: believed only for exactly these.
        try scene.git.directory.write(cache, "\(lines[0])\n\(pair)\n")
        try scene.git.git("commit", "--quiet", "--amend", "--message", "the same trees")
        expect(try await scene.push("origin", "main"), exits: 0)
    }

    @Test func `findings as JSON`() async throws {
        let scene = try await PushScene()
        let commit = try scene.commit("a.txt", PushScene.conflict)
        let list = "refs/heads/main \(commit) refs/heads/main \(PushScene.zero)\n"
        let outcome = try await scene.hook(list, "--json")
        expect(outcome, exits: 1)
        let found = try JSONReader.value(outcome.output)
        #expect(found["ok"]?.bool == false)
        #expect(found["v"]?.int == 1)
        let finding = try #require(found["findings"]?.array?.first)
        #expect(finding["id"]?.string == "conflict_marker")
        #expect(finding["commit"]?.string == commit)
        #expect(finding["path"]?.string == "a.txt")
        #expect(finding["line"]?.int == 2)
    }
}
