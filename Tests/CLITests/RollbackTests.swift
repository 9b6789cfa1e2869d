import TestSupport
import Testing

/// A rollback is exact, and can be undone.
@Suite(.fewAtOnce) struct RollbackTests {
    private func finished(_ more: String...) async throws -> Project {
        let project = try Project()
        try project.record(Calculator.replies)
        try require(try await project.run(), exits: 0)
        return project
    }

    @Test func `the run's branch goes back to where it began, and what it held is kept`()
        async throws
    {
        let project = try await finished()
        let git = project.repository
        let (base, tip) = (try git.head, try project.commit("autopack/r1") ?? "")
        let before = FolderSnapshot(ofUsersPartIn: git)
        expect(try await project.autopack("rollback"), exits: 0)
        #expect(try project.commit("autopack/r1") ?? base == base)
        #expect(try git.git("rev-list", "refs/autopack/keep/r1").contains(tip))
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
        let journal = try Journal(in: git)
        #expect(journal.names.suffix(2) == ["rollback.planned", "run.rolled-back"])
        let shown = try JSONReader.value(try await project.autopack("show", "r1", "--json").output)
        #expect(shown["state"]?.string == "rolled_back")

        expect(try await project.autopack("rollback", "--undo"), exits: 0)
        #expect(try project.commit("autopack/r1") == tip)
        let again = try JSONReader.value(try await project.autopack("show", "r1", "--json").output)
        #expect(again["state"]?.string == "succeeded")
        try git.fsckStrict()
    }

    @Test func `a dry run says what would move and moves nothing`() async throws {
        let project = try await finished()
        let before = FolderSnapshot(of: project.path, without: [".git/autopack"])
        let outcome = try await project.autopack("rollback", "r1", "--dry-run")
        expect(outcome, exits: 0)
        #expect(outcome.output.contains("autopack/r1"))
        let after = FolderSnapshot(of: project.path, without: [".git/autopack"])
        #expect(before.differences(to: after) == [])
    }

    @Test func `a rollback to a phase keeps that phase`() async throws {
        let project = try await finished()
        expect(try await project.autopack("rollback", "r1", "--to", "add"), exits: 0)
        #expect(try project.repository.git("log", "--format=%s", "main..autopack/r1") == "Mend add")
        let unknown = try await project.autopack("rollback", "r1", "--to", "ad")
        expect(unknown, exits: 2)
        #expect(unknown.errors.contains("add"), "the nearest phase is named: \(unknown)")
    }

    @Test func `landed work without later commits is reset, and undone again`() async throws {
        let project = try await finished()
        let git = project.repository
        let base = try git.head
        expect(try await project.autopack("land"), exits: 0)
        let landed = try git.head
        #expect(landed != base)
        expect(try await project.autopack("rollback", "r1"), exits: 0)
        #expect(try git.head == base)
        #expect(try git.read("calc/text.py") == Calculator.text)
        #expect(try git.git("status", "--porcelain") == "")
        expect(try await project.autopack("rollback", "--undo", "r1"), exits: 0)
        #expect(try git.head == landed)
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.git("status", "--porcelain") == "")
        try git.fsckStrict()
    }

    @Test func `landed work below later commits is reverted, and they stay`() async throws {
        let project = try await finished()
        let git = project.repository
        expect(try await project.autopack("land"), exits: 0)
        try git.write("later.txt", "later\n")
        let later = try git.commit("later")
        expect(try await project.autopack("rollback", "r1"), exits: 0)
        #expect(try git.git("rev-list", "main").contains(later))
        #expect(try git.read("calc/text.py") == Calculator.text)
        #expect(try git.read("calc/arithmetic.py") == Calculator.arithmetic)
        #expect(try git.read("later.txt") == "later\n")
        #expect(try git.git("status", "--porcelain") == "")
        expect(try await project.autopack("rollback", "--undo", "r1"), exits: 0)
        #expect(try git.read("calc/text.py") == Calculator.mendedText)
        #expect(try git.read("later.txt") == "later\n")
        try git.fsckStrict()
    }

    @Test func `work in the checkout that a rollback would overwrite stops it`() async throws {
        let project = try await finished()
        let git = project.repository
        expect(try await project.autopack("land"), exits: 0)
        try git.write("calc/text.py", "mine = True\n")
        let before = FolderSnapshot(ofUsersPartIn: git)
        let outcome = try await project.autopack("rollback", "r1")
        expect(outcome, exits: 5)
        #expect(outcome.errors.contains("calc/text.py"))
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])
    }

    @Test func `the branch from before the run stays after a rollback`() async throws {
        let project = try await finished()
        expect(try await project.autopack("rollback", "r1"), exits: 0)
        #expect(try project.commit("autopack/pre-run-r1") == project.repository.head)
        let twice = try await project.autopack("rollback", "r1")
        expect(twice, exits: 0, 1, 2, 3)
        #expect(try project.commit("autopack/pre-run-r1") == project.repository.head)
    }
}
