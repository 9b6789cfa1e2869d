import TestSupport
import Testing

/// What `git autopack doctor` only tells, where it works, and what it refuses.
@Suite(.fewAtOnce) struct DoctorTellingTests {
    private func findings(
        _ project: Project, in folder: String? = nil, with more: [String: String] = [:],
        exits status: Int32 = 1, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> [String: JSON] {
        let outcome = try await project.autopack("doctor", "--json", in: folder, with: more)
        expect(outcome, exits: status, sourceLocation: sourceLocation)
        let all = try JSONReader.value(outcome.output)["findings"]?.array ?? []
        return Dictionary(all.map { ($0["id"]?.string ?? "", $0) }) { first, _ in first }
    }

    private func broken(_ script: String) throws -> Project {
        let project = try Project(around: ScratchRepository())
        try project.shell(BrokenRepository.ground)
        try project.shell(script)
        return project
    }

    // MARK: Told

    @Test func `a branch that has diverged`() async throws {
        let project = try broken(
            """
            git clone -q . ../other; cd ../other; git switch -q main
            git commit -q --allow-empty -m theirs; cd - >/dev/null
            git remote add origin ../other; git fetch -q origin
            git branch -q -u origin/main main; git commit -q --allow-empty -m ours
            """)
        let found = try await findings(project)
        #expect(Array(found.keys) == ["diverged_branch"])
        #expect(found["diverged_branch"]?["what"]?.string?.contains("1 ahead, 1 behind") == true)
        #expect(found["diverged_branch"]?["repairable"]?.bool == false)
        // Nothing to mend: nothing waits either.
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 1)
    }

    @Test func `a folder in the place of a tracked file`() async throws {
        let project = try broken("rm data.txt; mkdir data.txt; printf 'mine' > data.txt/notes")
        let found = try await findings(project)
        #expect(Array(found.keys) == ["replaced_file"])
        let commands = try #require(found["replaced_file"]?["fix"]?.string)
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 1)
        try project.shell(commands)
        #expect(try project.holds("test mine = \"$(cat data.txt.folder/notes)\""))
        #expect(try await findings(project, exits: 0).isEmpty)
    }

    @Test func `a name of the repository's own that says nothing`() async throws {
        let project = try broken("git config user.name ''")
        let nobody = ["GIT_AUTHOR_NAME": "", "GIT_COMMITTER_NAME": ""]
        let found = try await findings(project, with: nobody)
        let fix = try #require(found["identity"]?["fix"]?.string)
        #expect(fix.contains("git config user.name"), "\(fix)")
    }

    @Test func `an operation that git does not give up is told with what to do`() async throws {
        let project = try broken(
            """
            ! git merge -q side >/dev/null
            printf 'both\\n' > data.txt; git add data.txt; printf 'later\\n' >> data.txt
            """)
        let outcome = try await project.autopack("doctor", "--fix", "--yes")
        expect(outcome, exits: 1)
        #expect(outcome.errors.contains("git merge --quit"), "\(outcome)")
        #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(outcome)")
        #expect(try project.holds("tail -n 1 data.txt | grep -q later"))
    }

    @Test func `a finding that is asked for and not there`() async throws {
        let project = try Project()
        let outcome = try await project.autopack("doctor", "--fix", "hook")
        expect(outcome, exits: 0)
        #expect(outcome.errors == "hook: nothing of the kind was found\n")
    }

    @Test func `nobody to commit as`() async throws {
        let project = try Project()
        let nobody = [
            "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "",
            "GIT_COMMITTER_EMAIL": "",
        ]
        let found = try await findings(project, with: nobody)
        #expect(found["identity"]?["severity"]?.string == "error")
        #expect(found["identity"]?["fix"]?.string?.contains("user.name") == true)
    }

    @Test func `mending needs nobody to commit as`() async throws {
        let project = try broken("! git merge -q side >/dev/null")
        let nobody = [
            "GIT_AUTHOR_NAME": "", "GIT_AUTHOR_EMAIL": "", "GIT_COMMITTER_NAME": "",
            "GIT_COMMITTER_EMAIL": "",
        ]
        let outcome = try await project.autopack(
            "doctor", "--fix", "merge_in_progress", "--yes", with: nobody)
        expect(outcome, exits: 0)
        #expect(try project.holds("! test -e .git/MERGE_HEAD"))
    }

    @Test func `hooks that git does not run`() async throws {
        let project = try broken(
            """
            rm -f .git/hooks/*
            printf '#!/bin/sh\\nexit 1\\n' > .git/hooks/pre-push
            printf '#!/no/such/shell\\n' > .git/hooks/commit-msg; chmod +x .git/hooks/commit-msg
            printf '#!/bin/sh\\r\\n' > .git/hooks/post-merge; chmod +x .git/hooks/post-merge
            printf '#!/usr/bin/env sh\\n' > .git/hooks/post-commit; chmod +x .git/hooks/post-commit
            printf 'x' > .git/hooks/pre-rebase.sample
            """)
        let outcome = try await project.autopack("doctor")
        expect(outcome, exits: 1)
        #expect(outcome.output.contains("pre-push is not executable"))
        #expect(outcome.output.contains("chmod +x .git/hooks/pre-push"))
        #expect(outcome.output.contains("/no/such/shell"))
        #expect(outcome.output.contains("post-merge wants"))
        #expect(!outcome.output.contains("post-commit"))
        #expect(!outcome.output.contains("pre-rebase"))
        #expect(!outcome.output.contains("\r"))
        try project.shell("git config core.hooksPath nowhere")
        #expect(try await findings(project)["hook"]?["what"]?.string?.contains("nowhere") == true)
        try project.shell("git config core.hooksPath /dev/null")
        #expect(try await findings(project, exits: 0).isEmpty)
        // The program's own where git does not look any more; others may lie there for long.
        try project.shell("git config --unset core.hooksPath; rm -f .git/hooks/*")
        expect(try await project.autopack("hooks", "install"), exits: 0)
        #expect(try await findings(project, exits: 0).isEmpty)
        try project.shell("mkdir ../hooks; git config core.hooksPath ../hooks")
        #expect(
            try await findings(project)["hook"]?["fix"]?.string == "git autopack hooks install")
        expect(try await project.autopack("hooks", "install"), exits: 0)
        #expect(try await findings(project, exits: 0).isEmpty)
    }

    @Test func `providers that cannot be asked`() async throws {
        let project = try Project()
        try project.configure(
            providers: """
                  tape: {wire: replay, file: "/no/such/tape.yaml"}
                  robot: {wire: command, command: [no-such-robot]}
                """)
        let outcome = try await project.autopack(
            "doctor", with: ["ANTHROPIC_API_KEY": "two words", "OPENAI_API_KEY": ""])
        expect(outcome, exits: 1)
        for word in [
            "/no/such/tape.yaml", "no-such-robot", "ANTHROPIC_API_KEY has a blank",
            "OPENAI_API_KEY is set and empty",
        ] {
            #expect(outcome.output.contains(word), "\(word): \(outcome)")
        }
        #expect(!outcome.output.contains("two words"))
    }

    @Test func `an error of the configuration`() async throws {
        let project = try Project()
        try project.configure(autopack: "budgets: {max_cost: [1]}\n")
        let found = try await findings(project)
        #expect(found["configuration"]?["fix"]?.string == "git autopack config check")
    }

    @Test func `objects that only another clone has`() async throws {
        let project = try broken(
            """
            printf 'changed' > data.txt
            id=$(git rev-parse HEAD:data.txt); rm -f .git/objects/$(echo $id | sed 's,..,&/,')
            """)
        let found = try await findings(project)
        #expect(found["missing_object"]?["repairable"]?.bool == false)
        #expect(found["missing_object"]?["what"]?.string?.contains("data.txt") == true)
    }

    // MARK: Locks

    @Test func `a lock that is young, or held by a process of git, stays`() async throws {
        let project = try broken(": > .git/index.lock")
        #expect(try await findings(project)["lock_held"] != nil)
        try project.shell("touch -d '1 hour ago' .git/index.lock")
        #expect(try await findings(project)["stale_lock"] != nil)
        // A program that is called git and works here, as one with an editor open.
        let git = try project.repository.directory.makeFolder("programs") + "/git"
        try project.shell("cp \"$(command -v sleep)\" '\(git)'")
        let holder = try Invocation(
            git, ["60"], environment: project.environment, in: project.path
        ).start()
        defer { holder.signal(9) }
        let held = try await findings(project)
        #expect(held["lock_held"]?["what"]?.string?.contains("process") == true)
        #expect(held["stale_lock"] == nil)
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 1)
        #expect(try project.holds("test -e .git/index.lock"))
    }

    // MARK: Places

    @Test func `it works from a subfolder, in a linked worktree, and in a bare repository`()
        async throws
    {
        let project = try broken(
            "git worktree add -q ../linked side; cd ../linked; ! git merge -q main >/dev/null")
        let linked = project.repository.directory.path("linked")
        #expect(try await findings(project, exits: 0).isEmpty)
        for folder in [linked, "\(linked)/src"] {
            let found = try await findings(project, in: folder)
            #expect(found["merge_in_progress"] != nil, "\(folder)")
        }
        let before = FolderSnapshot(of: linked)
        expect(
            try await project.autopack("doctor", "--fix", "--yes", in: "\(linked)/src"), exits: 0)
        #expect(try project.holds("cd '\(linked)' && git diff --quiet HEAD"))
        let elsewhere = try await project.autopack("doctor", "--undo")
        expect(elsewhere, exits: 3)
        #expect(elsewhere.errors.contains("worktree"), "\(elsewhere)")
        expect(try await project.autopack("doctor", "--undo", in: linked), exits: 0)
        #expect(before.differences(to: FolderSnapshot(of: linked)) == [])
        #expect(try await findings(project, in: linked)["merge_in_progress"] != nil)

        try project.shell("git clone -q --bare . ../bare.git; : > ../bare.git/refs/heads/side")
        let bare = project.repository.directory.path("bare.git")
        #expect(try await findings(project, in: bare)["zero_byte_ref"] != nil)
        expect(try await project.autopack("doctor", "--fix", "--yes", in: bare), exits: 0)
    }

    @Test(
        arguments: [
            (
                "git clone -q --depth 1 \"file://$PWD\" ../s; rm -rf .git; mv ../s/.git .git; "
                    + "git remote remove origin; git reset -q --hard", "shallow"
            ),
            ("git sparse-checkout set --cone src 2>/dev/null", "sparse"),
            ("git update-index --split-index", "a split index"),
        ])
    func `a repository that is only unusual is healthy`(script: String, name: String) async throws {
        let project = try broken(script)
        #expect(try await findings(project, exits: 0).isEmpty, "\(name)")
    }

    @Test func `a repository of another hash is a finding`() async throws {
        let repository = try ScratchRepository()
        try repository.directory.remove("repository")
        try repository.directory.makeFolder("repository")
        try repository.git("init", "--quiet", "--object-format=sha256")
        let project = try Project(around: repository)
        let found = try await findings(project)
        #expect(found["unsupported_format"]?["what"]?.string?.contains("sha256") == true)
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 1)
    }

    @Test func `no repository at all`() async throws {
        let project = try Project()
        let folder = try project.repository.directory.makeFolder("plain")
        try await project.expectRefusal(["doctor"], exits: 4, naming: "git init", in: folder)
    }

    // MARK: Refused

    @Test(
        arguments: [
            (["doctor", "merge_in_progress"], "--fix"), (["doctor", "--yes"], "--fix"),
            (["doctor", "--fix", "merge_in_progres"], "merge_in_progress"),
            (["doctor", "--undo", "--fix"], "--undo"),
        ])
    func `wrong usage is refused`(arguments: [String], word: String) async throws {
        let project = try Project()
        let outcome = try await runAutopack(
            arguments, in: project.path, environment: project.environment)
        expect(outcome, exits: 2)
        #expect(outcome.errors.contains(word), "\(outcome)")
    }

    @Test func `only what is named is mended`() async throws {
        let project = try broken(
            "! git merge -q side >/dev/null; : > .git/index.lock; rm src/app.py; "
                + "touch -d '1 hour ago' .git/index.lock")
        let outcome = try await project.autopack("doctor", "--fix", "stale_lock", "--json")
        expect(outcome, exits: 0)
        let document = try JSONReader.value(outcome.output)
        #expect(document["ok"]?.bool == false)
        #expect(document["mended"]?.array?.compactMap { $0["id"]?.string } == ["stale_lock"])
        #expect(document["ref"]?.string == "refs/autopack/doctor/1")
        #expect(try project.holds("test -e .git/MERGE_HEAD && ! test -e src/app.py"))
        let rest = try await project.autopack("doctor", "--fix")
        expect(rest, exits: 3)
        #expect(rest.errors.contains("git autopack doctor --fix merge_in_progress --yes"))
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 0)
        #expect(try project.holds("git diff --quiet HEAD"))
        for _ in 1...2 { expect(try await project.autopack("doctor", "--undo"), exits: 0) }
        #expect(try project.holds("test -e .git/MERGE_HEAD && test -e .git/index.lock"))
    }

    @Test func `a mending is not taken back over later work`() async throws {
        let project = try broken("! git merge -q side >/dev/null")
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 0)
        try project.shell("printf 'later\\n' > data.txt")
        let before = FolderSnapshot(of: project.path, without: [".git/objects"])
        let outcome = try await project.autopack("doctor", "--undo")
        expect(outcome, exits: 5)
        #expect(outcome.errors.contains("data.txt"), "\(outcome)")
        #expect(
            before.differences(to: FolderSnapshot(of: project.path, without: [".git/objects"]))
                == [])
        try project.shell("git restore data.txt; git status >/dev/null; git gc -q --prune=now")
        expect(try await project.autopack("doctor", "--undo"), exits: 0)
        #expect(try project.holds("test $(git ls-files -u | wc -l) = 3 && test -e .git/MERGE_HEAD"))
    }

    @Test func `what was there is in a ref for plain git`() async throws {
        let project = try broken(
            "printf 'mine\\n' > mine.txt; ! git merge -q side >/dev/null; rm mine.txt; "
                + "printf 'staged\\n' > s.txt; git add s.txt; printf 'after\\n' > s.txt")
        expect(try await project.autopack("doctor", "--fix", "--yes"), exits: 0, 1)
        let ref = "refs/autopack/doctor/1"
        let git = project.repository
        #expect(try git.git("show", "\(ref):files/s.txt") == "after")
        #expect(try git.git("show", "\(ref):index/0/s.txt") == "staged")
        #expect(try git.git("show", "\(ref):index/3/data.txt").contains("SIDE"))
        #expect(try git.git("show", "\(ref):state/MERGE_HEAD") == git.git("rev-parse", "side"))
        #expect(try git.git("rev-list", ref).contains(git.git("rev-parse", "side")))
        try git.fsckStrict()
    }

    @Test func `what a repository leads to by a link or a setting stays`() async throws {
        let project = try broken(
            """
            mkdir -p ../decoy/sub ../tree; : > ../decoy/sub/empty; printf 'x' > ../decoy/sub/file
            : > ../decoy/a.lock; touch -d '1 hour ago' ../decoy/a.lock
            git pack-refs --all; rm -r .git/refs; mkdir .git/refs
            ln -s "$PWD/../decoy" .git/refs/heads
            ln -s "$PWD/../decoy" .git/worktrees
            ln -s "$PWD/../decoy" .git/rebase-merge
            git config core.worktree "$PWD/../tree"
            """)
        let decoys = { FolderSnapshot(of: project.repository.directory.path("decoy")) }
        let trees = { FolderSnapshot(of: project.repository.directory.path("tree")) }
        let (decoy, tree) = (decoys(), trees())
        for arguments in [
            ["doctor", "--fix"], ["doctor", "--fix", "--yes"], ["doctor", "--undo"],
        ] {
            let outcome = try await runAutopack(
                arguments, in: project.path, environment: project.environment)
            expect(outcome, exits: 1, 3, 4)
        }
        #expect(decoy.differences(to: decoys()) == [])
        #expect(tree.differences(to: trees()) == [])
    }

    @Test func `no program of the repository runs`() async throws {
        let project = try broken(
            """
            printf '#!/bin/sh\\ntouch "%s/ran"\\ncat\\n' "$HOME" > ../trap; chmod +x ../trap
            rm -f .git/hooks/*
            for h in post-checkout post-rewrite reference-transaction post-index-change; do
                cp ../trap .git/hooks/$h
            done
            ! git merge -q side >/dev/null
            rm -f "$HOME/ran"
            printf '* filter=evil\\n' > .git/info/attributes
            git config filter.evil.smudge "$PWD/../trap"
            git config filter.evil.clean "$PWD/../trap"
            git config core.fsmonitor "$PWD/../trap"
            git config core.pager "$PWD/../trap"
            """)
        for arguments in [["doctor"], ["doctor", "--fix", "--yes"], ["doctor", "--undo"]] {
            let outcome = try await runAutopack(
                arguments, in: project.path, environment: project.environment)
            expect(outcome, exits: 0, 1)
        }
        #expect(!project.repository.directory.exists("home/ran"))
        #expect(try project.holds("test -e .git/MERGE_HEAD"))
    }
}
