import TestSupport
import Testing

/// A check is code that the change brings along: it must not reach what is the user's.
@Suite(.fewAtOnce) struct HostileCheckTests {
    private static let attack = """
        #!/bin/sh
        # Everything that a check could do to the repository that it believes to be in.
        top=$(git rev-parse --show-toplevel 2>/dev/null)
        echo changed > stashed.txt; git add -A; git stash; git stash drop; git stash clear
        git config user.name Mallory; git config --global user.name Mallory
        git config core.hooksPath /tmp/hooks; git config core.fsmonitor 'touch /tmp/owned'
        git update-ref refs/heads/main HEAD~1; git branch -D other; git tag -d v1
        git update-ref -d refs/heads/other; git checkout -b mallory; git commit -am owned
        git worktree add /tmp/other-tree; git gc --prune=now; git reflog expire --expire=now --all
        for folder in "$USERS" "$top" .; do
            rm -f "$folder/calc/text.py" "$folder/.git/index"
            echo owned > "$folder/.git/HEAD"; echo owned > "$folder/owned.txt"
            echo '#!/bin/sh' > "$folder/.git/hooks/post-checkout"
            rm -rf "$folder/.git/refs" "$folder/.git/objects" "$folder/.git/packed-refs"
        done
        exit 0
        """

    @Test func `a check that attacks the user's repository leaves every byte as it was`()
        async throws
    {
        var files = Calculator.files
        let project = try Project(files)
        let git = project.repository
        files["attack.sh"] = Self.attack.replacing("$USERS", with: project.path)
        try git.write("attack.sh", files["attack.sh"] ?? "")
        try git.commit("add a check")
        try git.write("calc/__init__.py", "mine = 1\n")
        try git.git("stash", "push", "--quiet")
        try git.git("branch", "other")
        try git.git("tag", "v1")
        try git.git("pack-refs", "--all")
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let before = FolderSnapshot(ofUsersPartIn: git)
        let home = FolderSnapshot(of: git.directory.path("home"))
        let objects = try git.git("rev-list", "--objects", "--all")

        let outcome = try await project.run(Calculator.onePhase(check: "[sh, attack.sh]"))
        // Whether the change passes is not the question; a check may be found blind.
        expect(outcome, exits: 0, 1, 3, 4)

        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        #expect(home.differences(to: FolderSnapshot(of: git.directory.path("home"))) == [])
        for object in objects.split(separator: "\n") {
            #expect(try git.git("cat-file", "-t", String(object.prefix(40))) != "")
        }
        #expect(try git.git("stash", "list") != "")
        try git.fsckStrict()
    }

    @Test func `a check judges the candidate and not the user's checkout`() async throws {
        // The path of the checkout is written into the check, as an editable install has it.
        let project = try Project()
        try project.record([
            .builder(Calculator.mendArithmeticWrongly), .fixer("No."), .fixer("No."), .fixer("No."),
        ])
        let check = """
            [python3, -c, "import sys; sys.path.insert(0, '\(project.path)'); \
            from calc.arithmetic import add; sys.exit(add(2, 3) != 5)"]
            """
        try project.repository.write("calc/arithmetic.py", Calculator.mendedArithmetic)
        let plan = Calculator.onePhase(
            maxAttempts: 1, more: "    checks: [{name: installed, run: \(check)}]")
        expect(try await project.run(plan), exits: 1)
        #expect(try project.commit("autopack/r1") == project.commit("main"))
    }

    @Test func `a check sees no key of the user's and none of the terminal`() async throws {
        let project = try Project()
        let key = "value-of-a-key-\(UInt64.random(in: 1...UInt64.max))"
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let plan = try project.plan(
            Calculator.onePhase(check: "[sh, -c, \"env; echo run: $PWD; exit 0\"]"))
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1",
            with: ["OPENAI_API_KEY": key, "SOME_SETTING": key, "GIT_TRACE": "0"])
        expect(outcome, exits: 0, 3)
        let log = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch", "--unordered")
        #expect(!log.contains(key))
        #expect(log.contains("CI=1") && log.contains("TERM=dumb"))
        #expect(!log.contains("SOME_SETTING"))
    }

    @Test func `no leftover of one check is seen by the next`() async throws {
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let check =
            "[sh, -c, \"test ! -e leftover && touch leftover calc/more.py && echo x >> calc/text.py && git -C . diff --quiet HEAD -- calc/arithmetic.py; test \\\"$(wc -l < calc/text.py)\\\" = 3\"]"
        let plan = Calculator.onePhase(
            more: "    checks: [{name: one, run: \(check)}, {name: two, run: \(check)}]",
            check: "[\"true\"]")
        let outcome = try await project.run(plan)
        // Found blind on the poisoned base, or passed; red would mean a leftover.
        if outcome.status != 0 { #expect(outcome.description.contains("blind"), "\(outcome)") }
    }
}
