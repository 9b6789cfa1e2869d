import Commands
import Git
import Governance
import RunModel
import TestSupport
import Testing
import Workspace

/// What the commands of a fix do, and that nothing is left of those that fail.
struct ExecutingTests {
    // MARK: Three failures that commands cure

    @Test func `a merge conflict is resolved by taking a side`() async throws {
        for scene in try await FixScene.each() {
            let before = scene.everything()
            let outcome = try await scene.execute(
                ["git checkout --theirs -- a.txt", "git add -- a.txt"], verify: "git diff --check",
                on: .merge(ours: scene.main, theirs: scene.other))
            #expect(outcome.isVerified, "\(outcome)")
            #expect(outcome.steps.map(\.exit) == [0, 0] && outcome.verification?.exit == 0)
            #expect(
                outcome.texts == ["a.txt": "one\nTHEIRS\nthree\n", "new.txt": "new\n"],
                "\(outcome)")
            #expect(scene.everything() == before)
            // What plain git makes of the same merge.
            let scratch = scene.scene.scratch
            try scratch.git("merge", "--quiet", "-X", "theirs", "-m", "m", "other")
            #expect(try scratch.read("a.txt") == "one\nTHEIRS\nthree\n")
            // The next candidate finds nothing of it.
            try await scene.workspace.bring(to: scene.main)
            #expect(try scene.scene.status(scene.workspace) == "")
            #expect(try scene.scene.differences(scene.workspace) == "")
        }
    }

    @Test func `a missing file is brought back`() async throws {
        for scene in try await FixScene.each() {
            let scratch = scene.scene.scratch
            try scratch.git("rm", "--quiet", "lib/core.py")
            let candidate = try scene.scene.commit("without")
            let outcome = try await scene.execute(
                ["git restore --staged --worktree --source=other -- lib/core.py"],
                verify: "test -f lib/core.py", on: .commit(candidate))
            #expect(outcome.isVerified, "\(outcome)")
            #expect(outcome.texts == ["lib/core.py": "x = 1\n"])
        }
    }

    @Test func `a rebase that a program left half-way is ended, and its work counts`()
        async throws
    {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        try await scene.letWork(
            scene.gitHere + "echo mine > mine.txt; git add mine.txt; git commit -qm mine;"
                + " echo loose > loose.txt; ! git rebase -q \(scene.other)")
        let left = try #require(try await scene.workspace.operationInProgress())
        #expect(left == OperationInProgress(kind: .rebase, conflicts: ["a.txt"]))
        let outcome = try await scene.execute(
            ["git rebase --abort"], verify: "git diff --quiet", on: .asLeft)
        #expect(outcome.isVerified, "\(outcome)")
        #expect(outcome.texts == ["mine.txt": "mine\n", "loose.txt": "loose\n"])
        #expect(try await scene.workspace.operationInProgress() == nil)
        try await scene.workspace.bring(to: scene.main)
        #expect(try scene.scene.status(scene.workspace) == "")
    }

    // MARK: What is denied

    @Test(
        arguments: [
            (["git stash", "git push"], "git status"),
            (["git reset --hard; id"], "git status"),
            (["git checkout other"], "rm -rf lib"),
            (["rm a.txt"], "git status"),
            (["sudo git stash"], "git status"),
            ([String](), "git status"),
        ])
    func `where one is denied nothing runs`(commands: [String], verify: String) async throws {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        let before = try scene.state()
        let outcome = try await scene.execute(
            commands, verify: verify, on: .merge(ours: scene.main, theirs: scene.other))
        #expect(!outcome.denied.isEmpty && outcome.steps.isEmpty && !outcome.isVerified)
        #expect(outcome.difference.isEmpty)
        #expect(outcome.results == outcome.denied)
        #expect(try scene.state() == before)
    }

    @Test func `only the run's own mark may be reset to, and only types that are allowed run`()
        async throws
    {
        let scene = try FixScene.plain()
        let scratch = scene.scene.scratch
        try scratch.git("branch", "autopack/pre-run-one", scene.base.hex)
        let line = "git reset --hard autopack/pre-run-one"
        let other = try await scene.execute([line], on: .commit(scene.main), run: RunID("two"))
        #expect(!other.denied.isEmpty)
        let own = try await scene.execute([line], on: .commit(scene.main), run: RunID("one"))
        #expect(own.isVerified, "\(own)")
        #expect(own.texts == ["a.txt": "one\ntwo\nthree\n"])
        let file = try await scene.execute(
            ["rm a.txt"], as: .file, on: .commit(scene.main), allowing: [.git])
        #expect(!file.denied.isEmpty)
    }

    // MARK: What fails

    @Test func `a command that fails is the last, and all is as before`() async throws {
        for scene in try await FixScene.each() {
            try await scene.workspace.bring(to: scene.base)
            let before = try scene.state()
            let cases: [(FixType, [String], String)] = [
                (.git, ["git stash push -u", "git stash pop", "git add -- b.txt"], "git status"),
                (.git, ["git rm -- b.txt", "git checkout -- no-such-file"], "git status"),
                (.git, ["git checkout other", "git rm -- nothing"], "git status"),
                (.git, ["git rm -- b.txt"], "git diff --cached --quiet"),
                (.file, ["mkdir -p x/y", "rm -rf lib", "cp nothing x"], "git status"),
                (.file, ["mv lib x", "touch b.txt"], "test -d lib"),
            ]
            for (type, commands, verify) in cases {
                let outcome = try await scene.execute(
                    commands, verify: verify, as: type, on: .commit(scene.main))
                #expect(!outcome.isVerified && outcome.denied.isEmpty, "\(commands) \(outcome)")
                #expect(outcome.difference.isEmpty)
                #expect((outcome.steps + [outcome.verification].compactMap(\.self)).last?.exit != 0)
                #expect(outcome.results.last?.contains("exit") == true)
                #expect(try scene.state() == before, "\(commands)")
            }
        }
    }

    @Test func `what a program left comes back when its fix fails`() async throws {
        let scripts = [
            "! git merge -q OTHER",
            "echo mine > a.txt; git commit -qam mine; ! git rebase -q OTHER",
            "! git cherry-pick OTHER",
            "echo x > b.txt; git add b.txt; git stash -q; echo y > b.txt",
            "git checkout -q -b side; echo x > n.txt; git add n.txt; ln -s a.txt l; mkdir e",
        ]
        for script in scripts {
            let scene = try FixScene.plain()
            try await scene.workspace.bring(to: scene.main)
            try await scene.letWork(
                scene.gitHere + script.replacing("OTHER", with: scene.other.hex))
            let before = try scene.state()
            let left = try await scene.workspace.operationInProgress()
            for commands in [
                ["git reset --hard", "git add -- nothing"], ["git clean -fd", "git stash pop --x"],
                ["git checkout other", "git rm -- nothing"],
            ] {
                let outcome = try await scene.execute(commands, on: .asLeft)
                #expect(!outcome.isVerified)
                #expect(try scene.state() == before, "\(script): \(outcome)")
                #expect(try await scene.workspace.operationInProgress() == left)
            }
            try await scene.workspace.bring(to: scene.base)
            #expect(try scene.scene.status(scene.workspace) == "", "\(script)")
            #expect(try scene.state()[1] == "0 ", "no ref is left by \(script)")
        }
    }

    @Test(
        arguments: [
            (["git checkout --ours -- b.txt"], "conflicts are still open in a.txt"),
            (["git add -- a.txt"], "conflict markers are left in a.txt"),
        ])
    func `a merge with something open is no result`(commands: [String], trouble: String)
        async throws
    {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        let before = try scene.state()
        let outcome = try await scene.execute(
            commands, on: .merge(ours: scene.main, theirs: scene.other))
        #expect(!outcome.isVerified && outcome.trouble == trouble, "\(outcome)")
        #expect(outcome.results.last == trouble)
        #expect(try scene.state() == before)
    }

    @Test func `a rebase that is still half-way is no result`() async throws {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        try await scene.letWork(scene.gitHere + "! git rebase -q \(scene.other)")
        let outcome = try await scene.execute(
            ["git checkout --theirs -- a.txt", "git add -- a.txt"], on: .asLeft)
        #expect(outcome.trouble == "the rebase is still in progress", "\(outcome)")
    }

    @Test func `a merge that was ended changes nothing, and one of nothing cannot begin`()
        async throws
    {
        let scene = try FixScene.plain()
        let outcome = try await scene.execute(
            ["git merge --abort"], on: .merge(ours: scene.main, theirs: scene.other))
        #expect(outcome.isVerified && outcome.difference.isEmpty, "\(outcome)")
        await #expect(throws: WorkspaceError.self) {
            try await scene.execute(
                ["git merge --abort"], on: .merge(ours: scene.main, theirs: scene.base))
        }
        try await scene.workspace.bring(to: scene.main)
        #expect(try scene.scene.status(scene.workspace) == "")
    }

    // MARK: What commands of git change

    @Test(
        arguments: [
            (["git checkout other"], ["a.txt": "one\nTHEIRS\nthree\n", "new.txt": "new\n"]),
            (["git rm -- b.txt"], ["b.txt": nil]),
            (["git rm --cached -- b.txt"], ["b.txt": nil]),
            (["git stash", "git clean -fd"], [:]),
            (["git reset --hard"], [:]),
            (
                ["git restore --source=other -- a.txt", "git stash push", "git stash pop"],
                ["a.txt": "one\nTHEIRS\nthree\n"]
            ),
            (["git restore --source=other -- a.txt", "git stash", "git stash drop"], [:]),
            (["git restore --source=other -- a.txt", "git checkout -- a.txt"], [:]),
            (["git rm -- b.txt", "git reset b.txt", "git checkout -- b.txt"], [:]),
        ] as [([String], [String: String?])])
    func `the difference is what git made`(commands: [String], texts: [String: String?])
        async throws
    {
        for scene in try await FixScene.each() {
            let before = scene.everything()
            let outcome = try await scene.execute(commands, on: .commit(scene.main))
            #expect(outcome.isVerified, "\(outcome)")
            #expect(outcome.texts == texts)
            #expect(scene.everything() == before)
            try await scene.workspace.bring(to: scene.other)
            #expect(try scene.scene.status(scene.workspace) == "")
            #expect(try scene.scene.differences(scene.workspace) == "")
        }
    }

    @Test(
        arguments: [
            (["git stash -u"], []),
            (["git stash push -u", "git stash pop"], ["b.txt", "x/y.txt"]),
            (["git clean -fd"], ["b.txt"]), (["git clean -fd -- x"], ["b.txt"]),
            (["git clean -f"], ["b.txt", "x/y.txt"]), (["git reset --hard"], ["x/y.txt"]),
            (["git add -- x"], ["b.txt", "x/y.txt"]),
        ] as [([String], Set<String>)])
    func `what a program left is stashed and cleaned`(commands: [String], paths: Set<String>)
        async throws
    {
        let scene = try FixScene.plain()
        try await scene.workspace.bring(to: scene.main)
        try await scene.letWork("echo changed > b.txt; mkdir x; echo y > x/y.txt")
        let outcome = try await scene.execute(commands, on: .asLeft)
        #expect(outcome.isVerified, "\(outcome)")
        #expect(Set(outcome.texts.keys) == paths, "\(commands)")
    }

    @Test func `a commit is gone to by its full name`() async throws {
        let scene = try FixScene.plain()
        let outcome = try await scene.execute(
            ["git checkout \(scene.other)"], verify: "git rev-parse --verify \(scene.base)",
            on: .commit(scene.main))
        #expect(outcome.isVerified, "\(outcome)")
        #expect(outcome.texts["a.txt"] == "one\nTHEIRS\nthree\n")
    }

    @Test func `a fix that is cancelled leaves a workspace that works`() async throws {
        let work = Task {
            let scene = try FixScene.plain()
            try await scene.workspace.bring(to: scene.main)
            withUnsafeCurrentTask { $0?.cancel() }
            let error = await #expect(throws: WorkspaceError.self) {
                try await scene.execute(
                    ["git stash"], on: .merge(ours: scene.main, theirs: scene.other))
            }
            #expect(error?.code == .cancelled)
            try await scene.workspace.bring(to: scene.base)
            #expect(try scene.scene.status(scene.workspace) == "")
        }
        try await work.value
    }

    @Test func `no program of the tree's choosing runs`() async throws {
        let scene = try FixScene.plain()
        let scratch = scene.scene.scratch
        try scratch.write(".gitattributes", "*.txt filter=evil diff=evil merge=evil\n")
        try scratch.write(".githooks/post-checkout", "#!/bin/sh\ntouch \(scratch.path)-hook\n")
        let candidate = try scene.scene.commit("attributes")
        try await scene.workspace.bring(to: candidate)
        let marker = scene.scene.scratch.directory.path("marker")
        let program = "touch \(marker)"
        try await scene.letWork(
            """
            cd \(scene.workspace.path).state/git
            mkdir -p hooks info
            for hook in post-checkout post-merge reference-transaction post-index-change; do
                printf '#!/bin/sh\\n\(program)\\n' > hooks/$hook; chmod +x hooks/$hook
            done
            cat >> config <<'END'
            [core]
                hooksPath = \(scene.workspace.path).state/git/hooks
                fsmonitor = \(program)
                pager = \(program)
                editor = \(program)
            [filter "evil"]
                clean = \(program)
                smudge = \(program)
            [diff "evil"]
                command = \(program)
                textconv = \(program)
            [merge "evil"]
                driver = \(program)
            END
            echo '*.txt filter=evil' > info/attributes
            echo changed > \(scene.workspace.path)/b.txt
            """)
        let outcome = try await scene.execute(
            ["git add -- b.txt", "git stash", "git stash pop", "git checkout -- b.txt"],
            verify: "git diff", on: .asLeft)
        #expect(outcome.steps.count == 4, "\(outcome)")
        #expect(!Snapshot.exists(marker))
    }
}
