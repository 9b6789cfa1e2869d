import TestSupport
import Testing

/// One way in which a repository is broken, made by plain git and file operations alone.
struct BrokenRepository: Sendable, CustomTestStringConvertible {
    /// As a person would say it.
    var name: String
    /// The rule that has to find it.
    var id: String
    /// Run by `sh -e` in a repository with two branches that change the same file.
    var script: String
    /// `--fix` mends it without a question.
    var isSafe = false
    /// A shell command that succeeds only once it is mended.
    var judge: String

    var testDescription: String { name }

    /// The repository that every script begins with.
    static let ground = """
        printf 'one\\ntwo\\nthree\\n' > data.txt
        mkdir src; printf 'a = 1\\n' > src/app.py; ln -s data.txt link
        printf '*.log\\n' > .gitignore
        git add -A; git commit -q -m begin
        git switch -q -c side; printf 'one\\nSIDE\\nthree\\n' > data.txt; git commit -q -a -m side
        printf 'new\\n' > side.txt; git add -A; git commit -q -m 'side again'
        git switch -q main; printf 'one\\nMAIN\\nthree\\n' > data.txt; git commit -q -a -m main
        printf 'x\\n' > ignored.log
        """

    /// What is uncommitted when the trouble begins: it has to survive, byte for byte.
    private static let dirt = """
        printf 'notes\\r\\nof mine' > notes.txt
        printf 'odd' > 'new
        line\tand "quotes".txt'
        printf 'raw' > "$(printf 'caf\\351')"
        chmod 600 notes.txt

        """

    private static let clean = "git diff --quiet && git diff --cached --quiet && test -f notes.txt"

    static let all: [BrokenRepository] = operations + storage

    static let operations: [BrokenRepository] = [
        BrokenRepository(
            name: "a merge with a conflict", id: "merge_in_progress",
            script: dirt + "! git merge -q side >/dev/null\nprintf 'half\\n' >> data.txt",
            judge: "! test -e .git/MERGE_HEAD && grep -q MAIN data.txt && \(clean)"),
        BrokenRepository(
            name: "a merge that is resolved and not committed", id: "merge_in_progress",
            script: dirt
                + "! git merge -q side >/dev/null\nprintf 'both\\n' > data.txt\ngit add data.txt",
            judge: "! test -e .git/MERGE_HEAD && grep -q MAIN data.txt && \(clean)"),
        BrokenRepository(
            name: "a rebase with a conflict", id: "rebase_in_progress",
            script: dirt + "git switch -q side\n! git rebase -q main >/dev/null 2>&1",
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/side && \(clean)"),
        BrokenRepository(
            name: "a rebase of the old kind", id: "rebase_in_progress",
            script: dirt + "git switch -q side\n! git rebase -q --apply main >/dev/null 2>&1",
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/side && \(clean)"),
        BrokenRepository(
            name: "a rebase with edits put aside", id: "rebase_in_progress",
            script: dirt
                + """
                git switch -q side
                printf 'a = 2\\n' > src/app.py
                ! git rebase -q --autostash main >/dev/null 2>&1
                """,
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/side && grep -q 2 src/app.py"),
        BrokenRepository(
            name: "a series of cherry-picks", id: "cherry_pick_in_progress",
            script: dirt + "! git cherry-pick side~1 side >/dev/null 2>&1",
            judge: "! git rev-parse -q --verify CHERRY_PICK_HEAD && \(clean)"),
        BrokenRepository(
            name: "a revert with a conflict", id: "revert_in_progress",
            script: dirt
                + """
                printf 'other\\n' > data.txt; git commit -q -a -m other
                ! git revert --no-edit HEAD~1 >/dev/null 2>&1
                """,
            judge: "! git rev-parse -q --verify REVERT_HEAD && \(clean)"),
        BrokenRepository(
            name: "patches that do not apply", id: "am_in_progress",
            script: dirt
                + "git format-patch -q -2 side --stdout > ../patches\n"
                + "! git am -q ../patches >/dev/null 2>&1",
            judge: "! test -e .git/rebase-apply && \(clean)"),
        BrokenRepository(
            name: "a bisection", id: "bisect_in_progress",
            script: dirt
                + """
                for n in 1 2 3 4; do printf "$n\\n" > n.txt; git add n.txt; git commit -q -m $n; done
                git bisect start -q HEAD HEAD~4 >/dev/null
                """,
            judge:
                "test \"$(git symbolic-ref HEAD)\" = refs/heads/main && ! test -e .git/BISECT_LOG"
                + " && \(clean)"),
        BrokenRepository(
            name: "files that are gone", id: "missing_files",
            script: dirt
                + "printf 'z' > \"$(printf 'tracked\\351\\n')\"; git add -A\n"
                + "rm -r src link data.txt \"$(printf 'tracked\\351\\n')\"",
            judge: "test -z \"$(git ls-files -d)\" && test -L link"),
        BrokenRepository(
            name: "a detached HEAD where a branch is", id: "detached_head",
            script: dirt + "git checkout -q --detach",
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/main && \(clean)"),
    ]

    static let storage: [BrokenRepository] = [
        BrokenRepository(
            name: "a lock of the index", id: "stale_lock",
            script: dirt + "printf 'half' > .git/index.lock; touch -d '1 hour ago' .git/index.lock",
            isSafe: true, judge: "git add notes.txt"),
        BrokenRepository(
            name: "locks of refs", id: "stale_lock",
            script: """
                for f in HEAD packed-refs config refs/heads/main refs/notes/autopack; do
                    mkdir -p "$(dirname .git/$f)"; : > .git/$f.lock
                    touch -d '2 minutes ago' .git/$f.lock
                done
                """,
            isSafe: true, judge: "git commit -q --allow-empty -m x && git pack-refs --all"),
        BrokenRepository(
            name: "a ref of ours without bytes", id: "zero_byte_ref",
            script: """
                mkdir -p .git/refs/autopack/keep
                : > .git/refs/autopack/keep/r1; : > .git/refs/autopack/rules
                """,
            isSafe: true, judge: "git gc -q && test -z \"$(git fsck 2>&1)\""),
        BrokenRepository(
            name: "a branch without bytes", id: "zero_byte_ref",
            script: ": > .git/refs/heads/main",
            judge: "git log -1 --format=%s | grep -q main && test -z \"$(git fsck 2>&1)\""),
        BrokenRepository(
            name: "a packed branch whose file is of zeros", id: "zero_byte_ref",
            script: "git pack-refs --all\nhead -c 41 /dev/zero > .git/refs/heads/side",
            judge: "git log -1 --format=%s side | grep -q again && test -z \"$(git fsck 2>&1)\""),
        BrokenRepository(
            name: "a tag without bytes", id: "zero_byte_ref",
            script: ": > .git/refs/tags/v1",
            judge: "test -z \"$(git fsck 2>&1)\" && ! git rev-parse -q --verify v1"),
        BrokenRepository(
            name: "packed refs with a broken line", id: "packed_refs",
            script: "git pack-refs --all; printf 'b0rken line\\n' >> .git/packed-refs",
            judge: "git rev-parse -q --verify main && test -z \"$(git fsck 2>&1)\""),
        BrokenRepository(
            name: "a HEAD without bytes", id: "broken_head",
            script: "git switch -q side; : > .git/HEAD",
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/side"),
        BrokenRepository(
            name: "a HEAD of zeros without a reflog", id: "broken_head",
            script: "rm -r .git/logs; head -c 21 /dev/zero > .git/HEAD",
            judge: "test \"$(git symbolic-ref HEAD)\" = refs/heads/main"),
        BrokenRepository(
            name: "objects without bytes that the checkout has", id: "zero_byte_object",
            script: """
                for p in data.txt src link ''; do
                    id=$(git rev-parse HEAD:$p); f=.git/objects/$(echo $id | sed 's,..,&/,')
                    rm -f $f; : > $f
                done
                """,
            judge: "test -z \"$(git fsck --no-dangling 2>&1)\""),
        BrokenRepository(
            name: "an index that is cut off", id: "index_damaged",
            script: dirt + "truncate -s 20 .git/index",
            judge: "git diff --quiet && git diff --cached --quiet"),
        BrokenRepository(
            name: "an index that is gone", id: "index_damaged", script: dirt + "rm .git/index",
            judge: clean),
        BrokenRepository(
            name: "an index without bytes", id: "index_damaged",
            script: ": > .git/index", judge: "git diff --quiet && git diff --cached --quiet"),
        BrokenRepository(
            name: "a worktree whose folder is gone", id: "lost_worktree",
            script: "git worktree add -q ../linked side; rm -r ../linked",
            isSafe: true,
            judge: "git branch -q -f side main && ! test -e .git/worktrees/linked"),
    ]
}

extension BrokenRepository {
    /// Makes it.
    func make() throws -> Project {
        let project = try Project(around: ScratchRepository())
        try project.shell(BrokenRepository.ground)
        try project.shell(script)
        return project
    }
}

extension Project {
    /// Runs lines of shell in the repository.
    func shell(_ script: String) throws {
        let outcome = try Invocation(
            "/bin/sh", ["-e", "-c", script], environment: environment, in: path
        ).run()
        guard outcome.status == 0 else { throw TestFailure("\(script): \(outcome)") }
    }

    /// Whether a line of shell succeeds in the repository.
    func holds(_ script: String) throws -> Bool {
        try Invocation(
            "/bin/sh", ["-c", script], environment: environment, in: path
        ).run().status == 0
    }

    /// The repository as its user has it, without what only grows: objects and reflogs.
    var withoutObjects: FolderSnapshot {
        FolderSnapshot(
            of: path,
            without: [".git/objects", ".git/autopack", ".git/refs/autopack/doctor", ".git/logs"])
    }
}
