import Commands
import Effects
import Git
import Ledger
import RunModel
import TestSupport
import Testing

struct MendingStoreTests {
    private let scene: LedgerScene

    init() throws { scene = try LedgerScene() }

    private func record(_ repository: Repository) async throws -> MendingRecord {
        let image = try await ImageTaking(repository, nil).take(
            ImageTaking.Scope(names: ["index.lock"], hasIndex: false), storing: true)
        return MendingRecord(
            time: Timestamp(milliseconds: LedgerScene.start), tool: "t", worktree: "",
            findings: [
                HealthFinding(
                    id: "stale_lock", severity: .warning, what: "a\0b", why: "w", fix: "f")
            ], before: image)
    }

    @Test func `a record is read back as it was written, and fits its schema`() async throws {
        let repository = try scene.repository
        let store = MendingStore(repository)
        var record = try await record(repository)
        let first = try store.begin(record, index: [], pins: [])
        #expect(first.number == 1)
        record.after = record.before
        record.undone = record.time
        _ = try store.append(
            record, to: first, subject: "doctor: taken back", keeping: record.before)
        #expect(try store.begin(record, index: [], pins: []).number == 2)
        #expect(try store.all().map(\.number) == [2, 1])
        #expect(try store.all().last?.record == record)
        let text = try scene.scratch.git("show", "refs/autopack/doctor/1:mending.json")
        #expect(Schemas.mending.faults(in: try JSON(parsing: Array(text.utf8))) == [])
        #expect(
            try scene.scratch.git("show", "refs/autopack/doctor/1:state/HEAD").contains("ref: "))
        #expect(try scene.ref("refs/autopack/doctor/1:later/state/HEAD") != nil)
        try scene.scratch.fsckStrict()
    }

    @Test func `an image is put back, and what is new goes`() async throws {
        let repository = try scene.repository
        try scene.scratch.write(".git/index.lock", "half")
        try scene.scratch.write("a/b", "one")
        try scene.scratch.git("config", "core.autocrlf", "true")
        try scene.scratch.write("crlf", "x\r\n")
        let command = try await GitCommand(
            location: repository.location, environment: scene.scratch.environment,
            processes: .live)
        let taking = ImageTaking(repository, command)
        let scope = ImageTaking.Scope(
            names: ["index.lock"], paths: ["a/b", "crlf", "new/file", "a"])
        let before = try await taking.take(scope, storing: true)
        try scene.scratch.directory.remove("repository/.git/index.lock")
        try scene.scratch.directory.remove("repository/a")
        try scene.scratch.write("a", "now a file")
        try scene.scratch.write("crlf", "y\n")
        try scene.scratch.write("new/file", "new")
        try scene.scratch.write(".git/MERGE_MSG", "made by the mending")
        let now = try await taking.take(scope, storing: true)
        #expect(now != before)
        let restoring = ImageRestoring(repository, command, committer: LedgerScene.author)
        try await restoring.restore(before, from: now)
        #expect(try await taking.take(scope, storing: false).files == before.files)
        #expect(try scene.scratch.read("a/b") == "one")
        #expect(try scene.scratch.read("crlf") == "x\r\n")
        #expect(try scene.scratch.read(".git/index.lock") == "half")
        #expect(!scene.scratch.directory.exists("repository/new"))
        #expect(!scene.scratch.directory.exists("repository/.git/MERGE_MSG"))
    }

    @Test func `nothing is written through a link`() async throws {
        let repository = try scene.repository
        try scene.scratch.write("a/b", "one")
        let command = try await GitCommand(
            location: repository.location, environment: scene.scratch.environment,
            processes: .live)
        let taking = ImageTaking(repository, command)
        let scope = ImageTaking.Scope(paths: ["a/b"])
        let before = try await taking.take(scope, storing: true)
        try scene.scratch.directory.remove("repository/a")
        try scene.scratch.directory.makeFolder("outside")
        _ = try await Invocation(
            "ln", ["-s", scene.scratch.directory.path("outside"), "a"],
            environment: scene.scratch.environment, in: scene.scratch.path
        ).run()
        let restoring = ImageRestoring(repository, command, committer: LedgerScene.author)
        await #expect(throws: LedgerError.self) {
            try await restoring.restore(before, from: before)
        }
        #expect(!scene.scratch.directory.exists("outside/b"))
    }
}
