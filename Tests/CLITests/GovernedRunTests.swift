import TestSupport
import Testing

/// A plan of two phases on a small project, judged with plain git.
@Suite(.fewAtOnce) struct GovernedRunTests {
    private func finished() async throws -> Project {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        return project
    }

    @Test func `each phase becomes one commit of the run's branch, by the user`() async throws {
        let project = try await finished()
        let git = project.repository
        let base = try git.head
        #expect(try project.commit("refs/heads/autopack/pre-run-r1") == base)
        let commits = try git.git("rev-list", "--reverse", "--first-parent", "\(base)..autopack/r1")
            .split(separator: "\n").map(String.init)
        try #require(commits.count == 2)
        #expect(try git.git("rev-list", "--min-parents=2", "autopack/r1") == "")
        #expect(try git.git("rev-parse", "\(commits[0])^") == base)
        for (commit, phase) in zip(commits, ["add", "shout"]) {
            let message = try git.git("log", "-1", "--format=%B", commit)
            #expect(message.hasPrefix("Mend \(phase)\n\n"))
            #expect(
                try git.git("log", "-1", "--format=%an <%ae>|%cn <%ce>", commit)
                    == "Ada Author <ada@example.org>|Carl Committer <carl@example.org>")
            let trailers = Journal.pairs(
                try git.git("interpret-trailers", "--parse", input: message))
            #expect(trailers["Autopack-Run"] == "r1")
            #expect(trailers["Autopack-Phase"] == phase)
            #expect(trailers["Autopack-Attempt"] == "1")
            #expect(trailers["Autopack-Model"] == "tape/any")
            #expect(trailers["Autopack-Checks"] != nil)
        }
        #expect(
            try project.file("calc/arithmetic.py", at: commits[0]) == Calculator.mendedArithmetic)
        #expect(try project.file("calc/text.py", at: commits[0]) == Calculator.text)
        #expect(try project.file("calc/text.py", at: commits[1]) == Calculator.mendedText)
        #expect(
            try git.git("diff", "--name-only", base, "autopack/r1")
                == "calc/arithmetic.py\ncalc/text.py")
        try git.fsckStrict()
    }

    @Test func `the phases run in the order of what they depend on`() async throws {
        let project = try Project()
        try project.record(Calculator.replies)
        let lines = Calculator.plan.split(separator: "\n", omittingEmptySubsequences: false)
        let first = try #require(lines.firstIndex { $0.contains("- id: add") })
        let second = try #require(lines.firstIndex { $0.contains("- id: shout") })
        let turned =
            lines[..<first] + lines[second...].filter { !$0.isEmpty } + lines[first..<second]
        try require(try await project.run(turned.joined(separator: "\n")), exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(
            journal.events("phase.started").compactMap { $0["phase"]?.string } == ["add", "shout"])
        #expect(
            try project.repository.git("log", "--reverse", "--format=%s", "main..autopack/r1")
                == "Mend add\nMend shout")
    }

    @Test func `nothing of the user's has changed`() async throws {
        let project = try Project()
        let git = project.repository
        try project.record(Calculator.replies)
        // A checkout as people have it: something staged, something not, something stashed.
        try git.write("calc/text.py", "stashed = True\n")
        try git.git("stash", "push", "--quiet")
        try git.write("calc/__init__.py", "staged = True\n")
        try git.git("add", "calc/__init__.py")
        try git.write("calc/__init__.py", "unstaged = True\n")
        try git.write("notes.txt", "mine\n")
        try git.git("branch", "other")
        try git.git("tag", "--annotate", "--message", "first", "v1")
        try git.git("config", "alias.st", "status")
        let before = FolderSnapshot(ofUsersPartIn: git)
        let refs = try usersRefs(of: git)

        try require(try await project.run(), exits: 0)

        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        #expect(try usersRefs(of: git) == refs)
        #expect(try git.git("stash", "list").contains("stash@{0}"))
        #expect(try git.git("diff", "--cached", "--name-only") == "calc/__init__.py")
        // What was dirty is not in the run either: it starts from HEAD.
        #expect(try project.file("calc/__init__.py", at: "autopack/r1") == "")
        #expect(try project.file("notes.txt", at: "autopack/r1") == nil)
        try git.fsckStrict()
    }

    private func usersRefs(of git: ScratchRepository) throws -> String {
        try git.refs.split(separator: "\n").filter { !$0.contains("autopack") }
            .joined(separator: "\n") + git.git("symbolic-ref", "HEAD")
    }

    @Test func `every ref of the program names a commit and has no reflog`() async throws {
        let project = try await finished()
        let git = project.repository
        let refs = try git.git("for-each-ref", "--format=%(objecttype) %(refname)")
            .split(separator: "\n").filter { $0.contains("autopack") }
        #expect(
            refs.sorted() == [
                "commit refs/autopack/format", "commit refs/autopack/keep/r1",
                "commit refs/autopack/runs/r1", "commit refs/heads/autopack/pre-run-r1",
                "commit refs/heads/autopack/r1", "commit refs/notes/autopack",
            ])
        for log in ["refs/autopack", "refs/notes", "refs/heads/autopack"] {
            #expect(!git.directory.exists("repository/.git/logs/\(log)"), "\(log) has a reflog")
        }
        let leftover = try git.tryGit(["gc", "--quiet", "--prune=now"])
        #expect(leftover.status == 0, "\(leftover)")
        try git.fsckStrict()
        #expect(try Journal(in: git).names.last == "run.finished")
    }

    @Test func `the format travels with the data`() async throws {
        let git = try await finished().repository
        let files = try git.git("ls-tree", "-r", "--name-only", "refs/autopack/format")
            .split(separator: "\n")
        #expect(files.contains { $0.lowercased().contains("readme") }, "\(files)")
        let schemas = files.filter { $0.hasSuffix(".json") }
        #expect(!schemas.isEmpty)
        for schema in schemas {
            let text = try git.git("cat-file", "blob", "refs/autopack/format:\(schema)")
            _ = try JSONReader.value(text)
        }
    }

    @Test func `a note of JSON lines stands beside each checkpoint`() async throws {
        let git = try await finished().repository
        let notes = try git.git("ls-tree", "-r", "--name-only", "refs/notes/autopack")
            .split(separator: "\n").map(String.init)
        #expect(notes.count == 2)
        for note in notes {
            let parts = note.split(separator: "/")
            #expect(parts.map(\.count) == [2, 38], "\(note)")
        }
        let log = try git.git("log", "--notes=autopack", "--format=%s%n%N", "main..autopack/r1")
        let lines = try JSONReader.lines(
            log.split(separator: "\n").filter { $0.hasPrefix("{") }.joined(separator: "\n"))
        #expect(lines.count == 2)
        #expect(lines.compactMap { $0["phase"]?.string } == ["shout", "add"])
        for line in lines {
            #expect(line["v"]?.int == 1)
            #expect(line["run"]?.string == "r1")
            for key in ["attempt", "models", "tokens", "cost_usd", "checks"] {
                // The cost may go by the short name that the description uses.
                #expect(
                    line[key] != nil || (key == "cost_usd" && line["cost"] != nil),
                    "\(key): \(line)")
            }
            #expect(line.strings.contains { (try? git.git("cat-file", "-t", $0)) == "tree" })
        }
    }

    @Test(.enabled(if: PythonEnvironment.python != nil, "no interpreter with pytest was fetched"))
    func `a project tested by pytest is mended`() async throws {
        let python = try #require(PythonEnvironment.python)
        let project = try Project([
            "calc.py": Calculator.arithmetic,
            "test_calc.py":
                "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n",
        ])
        try project.record([
            .builder(Edit.replace("    return a - b", by: "    return a * b", in: "calc.py")),
            .fixer(Edit.replace("    return a * b", by: "    return a + b", in: "calc.py")),
            .builder(Edit.replace("    return a - b", by: "    return a + b", in: "calc.py")),
            .approval(),
        ])
        let check = "[\(quoted(python)), -m, pytest, -q]"
        // Held to its own check: what failed before and fails as before is no reason to refuse.
        let plan = Calculator.onePhase(
            more: "    checks: [{name: add, run: \(check)}]", check: check)
        try require(try await project.run(plan), exits: 0)
        #expect(try project.file("calc.py", at: "autopack/r1") == Calculator.mendedArithmetic)
        let checks = try Journal(in: project.repository).events("checks.finished")
        #expect(checks.first?.strings.contains { $0.contains("test_add") } == true)
        try project.repository.fsckStrict()
    }
}
