import TestSupport
import Testing

/// A run may start from what is not committed yet.
@Suite(.fewAtOnce) struct DirtyCheckoutTests {
    private func dirty() throws -> Project {
        let project = try Project()
        try project.repository.write("calc/text.py", Calculator.mendedText)
        try project.repository.write("calc/new.py", "NEW = 1\n")
        try project.repository.git("add", "calc/text.py")
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        return project
    }

    @Test func `a run starts from a snapshot and leaves the checkout alone`() async throws {
        let project = try dirty()
        let git = project.repository
        let before = FolderSnapshot(ofUsersPartIn: git)
        expect(try await project.run(Calculator.onePhase(), "--dirty"), exits: 0)
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.mendedText)
        #expect(try project.file("calc/new.py", at: "autopack/r1") == "NEW = 1\n")
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1") == Calculator.mendedArithmetic
        )
        let created = try #require(try Journal(in: git).events("run.created").first)
        let snapshot = try #require(created["snapshot"]?.string)
        #expect(try git.git("rev-list", "refs/autopack/keep/r1").contains(snapshot))
        try git.fsckStrict()
    }

    @Test func `it lands in the working tree, and what was dirty stays as it was`() async throws {
        let project = try dirty()
        let git = project.repository
        try require(try await project.run(Calculator.onePhase(), "--dirty"), exits: 0)
        let head = try git.head
        expect(try await project.autopack("land"), exits: 0)
        #expect(try git.head == head)
        #expect(try git.read("calc/arithmetic.py") == Calculator.mendedArithmetic)
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.git("diff", "--cached", "--name-only") == "calc/text.py")
        #expect(try git.git("diff", "--name-only") == "calc/arithmetic.py")
    }

    @Test func `lines that were edited since are not overwritten`() async throws {
        let project = try dirty()
        let git = project.repository
        try require(try await project.run(Calculator.onePhase(), "--dirty"), exits: 0)
        try git.write("calc/arithmetic.py", "def add(a, b):\n    return sum((a, b))\n")
        let before = FolderSnapshot(ofUsersPartIn: git)
        let outcome = try await project.autopack("land")
        expect(outcome, exits: 5)
        #expect(outcome.errors.contains("calc/arithmetic.py"))
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
    }

    @Test func `without the flag a run starts from the commit, and says so`() async throws {
        let project = try dirty()
        let outcome = try await project.run(Calculator.onePhase())
        expect(outcome, exits: 0)
        #expect(try project.file("calc/text.py", at: "autopack/r1") == Calculator.text)
    }

    @Test func `ignored files and secrets of the checkout are not in the snapshot`() async throws {
        let project = try Project(
            Calculator.files.merging([".gitignore": "*.log\n"]) { $1 })
        try project.repository.write("debug.log", "ignored-content\n")
        try project.repository.write("calc/text.py", Calculator.mendedText)
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        expect(try await project.run(Calculator.onePhase(), "--dirty"), exits: 0)
        #expect(try project.file("debug.log", at: "autopack/r1") == nil)
        let objects = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch", "--unordered")
        #expect(!objects.contains("ignored-content"))
    }
}
