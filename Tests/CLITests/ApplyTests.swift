import Glibc
import TestSupport
import Testing

/// A reply is applied to a commit's tree, and to nothing else unless asked.
@Suite(.fewAtOnce) struct ApplyTests {
    private func apply(
        _ reply: String, _ arguments: String..., in project: Project
    ) async throws -> Outcome {
        let file = try project.repository.directory.write("reply.md", reply)
        return try await runAutopack(
            ["apply"] + arguments + [file], in: project.path, environment: project.environment)
    }

    private let keys = ["commit", "files", "hunks", "message", "outcome", "reason", "tree"]

    @Test func `an edit that applies gives a tree, and touches nothing`() async throws {
        let project = try Project()
        let before = FolderSnapshot(of: project.path, without: [".git/objects"])
        let outcome = try await apply(Calculator.mendArithmetic, "--json", in: project)
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(Set(keys).isSubset(of: value.keys), "\(value.keys)")
        #expect(value["outcome"]?.string == "applied")
        #expect(value["commit"] == .null)
        let tree = try #require(value["tree"]?.string)
        #expect(try project.file("calc/arithmetic.py", at: tree) == Calculator.mendedArithmetic)
        #expect(
            try project.repository.git("diff", "--name-only", "HEAD", tree) == "calc/arithmetic.py")
        let hunk = try #require(value["hunks"]?.array?.first)
        #expect(
            Set(["path", "strategy", "similarity", "candidates", "line"]).isSubset(of: hunk.keys))
        #expect(hunk["line"]?.int == 2)
        #expect(value["files"]?.strings.contains("calc/arithmetic.py") == true)
        #expect(
            before.differences(to: FolderSnapshot(of: project.path, without: [".git/objects"]))
                == [])
        try project.repository.fsckStrict()
    }

    @Test func `an edit that does not apply is refused with a reason, all or nothing`() async throws
    {
        let project = try Project()
        let outcome = try await apply(
            Calculator.mendText + Calculator.doesNotApply, "--json", in: project)
        expect(outcome, exits: 1)
        let value = try JSONReader.value(outcome.output)
        #expect(value["outcome"]?.string == "refused")
        #expect(value["reason"]?.string == "not-found")
        #expect(value["tree"] == .null)
        #expect(value["message"]?.string?.contains("calc/arithmetic.py") == true)
    }

    @Test func `what is there twice is refused as ambiguous`() async throws {
        let project = try Project(["a.py": "x = 1\nx = 1\n"])
        let outcome = try await apply(
            Edit.replace("x = 1", by: "x = 2", in: "a.py"), "--json", in: project)
        expect(outcome, exits: 1)
        #expect(try JSONReader.value(outcome.output)["reason"]?.string == "ambiguous")
    }

    @Test func `prose has no edits`() async throws {
        let project = try Project()
        let outcome = try await apply("I would rather not.", "--json", in: project)
        expect(outcome, exits: 1)
        #expect(try JSONReader.value(outcome.output)["outcome"]?.string == "no-edits")
    }

    @Test(arguments: ["../out.py", "/etc/out.py", ".git/config", ".GIT/config", "a/../../b"])
    func `a path out of the tree is refused`(path: String) async throws {
        let project = try Project()
        let outcome = try await apply(Edit.create(path, "x"), "--json", in: project)
        expect(outcome, exits: 1)
        #expect(try JSONReader.value(outcome.output)["reason"]?.string == "path")
    }

    @Test func `a unified difference and a whole file are taken too`() async throws {
        let project = try Project()
        let patch = """
            --- a/calc/arithmetic.py
            +++ b/calc/arithmetic.py
            @@ -1,2 +1,2 @@
             def add(a, b):
            -    return a - b
            +    return a + b

            """
        for reply in [
            patch, "```diff\n\(patch)```\n",
            "calc/arithmetic.py\n```python\n\(Calculator.mendedArithmetic)```\n",
        ] {
            let outcome = try await apply(reply, "--json", in: project)
            expect(outcome, exits: 0)
            let tree = try JSONReader.value(outcome.output)["tree"]?.string ?? ""
            #expect(try project.file("calc/arithmetic.py", at: tree) == Calculator.mendedArithmetic)
        }
    }

    @Test func `line ends and the missing end of a last line stay as they were`() async throws {
        let project = try Project(["dos.py": "a = 1\r\nb = 2\r\n", "bare.py": "c = 3"])
        let outcome = try await apply(
            Edit.replace("b = 2", by: "b = 4", in: "dos.py")
                + Edit.replace("c = 3", by: "c = 5", in: "bare.py"), "--json", in: project)
        expect(outcome, exits: 0)
        let tree = try JSONReader.value(outcome.output)["tree"]?.string ?? ""
        #expect(try project.file("dos.py", at: tree) == "a = 1\r\nb = 4\r\n")
        #expect(try project.file("bare.py", at: tree) == "c = 5")
    }

    @Test func `a reply comes from standard input, and the base is chosen`() async throws {
        let project = try Project()
        let first = try project.repository.head
        try project.repository.write("calc/arithmetic.py", "nothing = None\n")
        try project.repository.commit("empty it")
        let outcome = try await project.autopack(
            "apply", "--base", first, "--json", "-", stdin: Calculator.mendArithmetic)
        expect(outcome, exits: 0)
        let wrong = try await project.autopack(
            "apply", "--json", "-", stdin: Calculator.mendArithmetic)
        expect(wrong, exits: 1)
        let nowhere = try await project.autopack("apply", "--base", "nowhere", "-", stdin: "x")
        expect(nowhere, exits: 2)
        #expect(nowhere.errors.contains("nowhere"))
    }

    @Test func `a commit is made beside every branch`() async throws {
        let project = try Project()
        let head = try project.repository.head
        let outcome = try await apply(
            Calculator.mendArithmetic, "--commit", "-m", "Mend add", "--json", in: project)
        expect(outcome, exits: 0)
        let commit = try #require(try JSONReader.value(outcome.output)["commit"]?.string)
        #expect(
            try project.repository.git("log", "-1", "--format=%s|%P|%an", commit)
                == "Mend add|\(head)|Ada Author")
        #expect(try project.repository.head == head)
        #expect(try project.repository.git("status", "--porcelain") == "")
        try project.repository.fsckStrict()
    }

    @Test func `the working tree is written on demand, and dirty files are not overwritten`()
        async throws
    {
        let project = try Project()
        let git = project.repository
        expect(try await apply(Calculator.mendArithmetic, "--to-worktree", in: project), exits: 0)
        #expect(try git.read("calc/arithmetic.py") == Calculator.mendedArithmetic)
        #expect(try git.git("diff", "--cached", "--name-only") == "")
        try git.write("calc/text.py", "mine = True\n")
        let refused = try await apply(Calculator.mendText, "--to-worktree", in: project)
        expect(refused, exits: 1, 5)
        #expect(refused.errors.contains("calc/text.py"))
        #expect(try git.read("calc/text.py") == "mine = True\n")
    }

    @Test func `a folder that became a link is not written through, and a hint says what helps`()
        async throws
    {
        let project = try Project()
        let (outside, empty) = (try TemporaryDirectory(), try TemporaryDirectory())
        try #require(rename(project.path + "/calc", project.path + "/moved") == 0)
        try #require(symlink(outside.path, project.path + "/calc") == 0)
        let edited = try await apply(Calculator.mendArithmetic, "--to-worktree", in: project)
        expect(edited, exits: 5)
        #expect(edited.errors.contains("calc/arithmetic.py"))
        let refused = try await apply(
            Edit.create("calc/new.py", "x = 1"), "--to-worktree", in: project)
        #expect(refused.status != 0)
        #expect(refused.errors.contains("git "), "\(refused)")
        #expect(refused.errors.contains("hint"), "\(refused)")
        #expect(
            FolderSnapshot(of: outside.path).differences(to: FolderSnapshot(of: empty.path)) == [])
    }

    @Test func `the words for people say what happened`() async throws {
        let project = try Project()
        let refused = try await apply(Calculator.doesNotApply, "--explain", in: project)
        expect(refused, exits: 1)
        #expect(refused.description.contains("calc/arithmetic.py"))
        #expect(
            refused.description.contains("return a - b"), "the nearest lines are shown: \(refused)")
        let applied = try await apply(Calculator.mendArithmetic, in: project)
        #expect(
            applied.output.contains("calc/arithmetic.py") || applied.output.contains(/[0-9a-f]{40}/)
        )
    }
}
