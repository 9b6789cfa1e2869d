import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// The documentation that lies beside the data.
struct FormatRefTests {
    private let ref = "refs/autopack/format"

    private func ensure(_ scene: LedgerScene) throws -> ObjectID {
        try FormatRef(scene.repository).ensure(author: LedgerScene.author, clock: scene.clock)
    }

    @Test func `it is written once, and holds every schema`() throws {
        let scene = try LedgerScene()
        let first = try ensure(scene)
        scene.advance(100)
        #expect(try ensure(scene) == first)
        #expect(try scene.ref(ref) == first.hex)
        #expect(try scene.scratch.git("rev-list", "--count", ref) == "1")
        let files = try scene.scratch.git("ls-tree", "-r", "--name-only", ref)
            .split(separator: "\n").map(String.init)
        #expect(Set(files) == Set(StoredFormat.files.map { "\($0.0)" }))
        try scene.scratch.fsckStrict()
    }

    @Test func `what an older program wrote is replaced on top of it`() throws {
        let scene = try LedgerScene()
        let old = try scene.looseCommit("describe format 0")
        try scene.scratch.git("update-ref", ref, old.hex)
        let new = try ensure(scene)
        #expect(try scene.scratch.git("log", "-1", "--format=%P", ref) == old.hex)
        #expect(try ensure(scene) == new)
        try scene.scratch.fsckStrict()
    }

    @Test func `what a newer program wrote stays`() throws {
        let scene = try LedgerScene()
        try scene.scratch.write("version", "\(StoredFormat.version + 1)\n")
        try scene.scratch.commit("a newer program's")
        let newer = try scene.looseCommit("describe format \(StoredFormat.version + 1)")
        try scene.scratch.git("update-ref", ref, newer.hex)
        #expect(try ensure(scene) == newer)
        #expect(try scene.ref(ref) == newer.hex)
    }
}
