import Git
import TestSupport
import Testing

struct TreeFaultTests {
    /// Names of files, in the order in which a tree is to hold them.
    private static let sound: [[String]] = [
        ["a", "b"], ["..a", ".gitx", "git~2"], [".github", ".gitignore"], ["git", "gitk"],
        ["é", "日本"], ["a b", "a\\b"], ["-rf"],
    ]
    private static let broken: [[String]] = [
        [".git"], [".GIT"], [".git "], [".git."], ["git~1"], ["GIT~1"], [".g\u{200c}it"],
        [".git::$INDEX_ALLOCATION"], ["a\\.git"], ["."], [".."], ["a/b"], ["a", "a"], ["b", "a"],
        [".git", ".git"], ["\u{feff}.git"],
    ]

    /// Stores a tree that git itself would not make.
    private func tree(
        _ names: [String], mode: String = "100644", id: ObjectID, in scratch: ScratchRepository
    ) async throws -> ObjectID {
        let bytes = names.flatMap { Array("\(mode) \($0)\0".utf8) + id.bytes }
        let text = try await scratch.git(
            ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], input: bytes)
        return try #require(ObjectID(hex: text.prefix(40)))
    }

    @Test(arguments: sound.map { ($0, true) } + broken.map { ($0, false) })
    func `a tree is broken where git says that it is`(names: [String], isSound: Bool)
        async throws
    {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob([1])
        let tree = try await tree(names, id: blob, in: scratch)
        let faults = try TreeInspection(repository).faults(in: tree)
        #expect(faults.isEmpty == isSound, "\(faults)")
        try await scratch.git(
            ["fsck", "--strict", "--no-dangling"], statuses: isSound ? [0] : Set(1...15))
        for fault in faults where names.count == 1 { #expect(fault.path.text == names[0]) }
    }

    @Test func `a name is found twice across its neighbours in git's order`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob([1])
        let folder = try repository.writeTree(base: nil, changes: [.put("f", .regular, blob)])
        let bytes =
            ["100644 a", "100644 a-b", "100644 a.c"].flatMap { Array("\($0)\0".utf8) + blob.bytes }
            + Array("40000 a\0".utf8) + folder.bytes
        let text = try await scratch.git(
            ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"], input: bytes)
        let tree = try #require(ObjectID(hex: text.prefix(40)))
        let faults = try TreeInspection(repository).faults(in: tree)
        #expect(faults.map(\.what) == ["the tree holds the name twice"])
        #expect(faults.map(\.path) == ["a"])
        try await scratch.git(["fsck", "--strict", "--no-dangling"], statuses: Set(1...15))
    }

    @Test func `an entry without an object is a fault`() async throws {
        let scratch = try await ScratchRepository()
        let tree = try await tree(["a"], id: .zero, in: scratch)
        #expect(
            try TreeInspection(try scratch.open()).faults(in: tree).map(\.what)
                == ["it names no object"])
    }

    @Test func `only what no parent has is told, with its path`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob([1])
        let inner = try await tree([".git"], id: blob, in: scratch)
        let old = try await tree(["lib"], mode: "40000", id: inner, in: scratch)
        let new = try await tree(["lib", "src"], mode: "40000", id: inner, in: scratch)
        let inspection = TreeInspection(repository)
        #expect(try inspection.faults(in: old).map(\.path) == ["lib/.git"])
        #expect(try inspection.faults(in: old, parents: [old]) == [])
        // The same folder in another place is new there.
        #expect(try inspection.faults(in: new, parents: [old]).map(\.path) == ["src/.git"])
        // What was found once is found again.
        #expect(try inspection.faults(in: old).map(\.path) == ["lib/.git"])
    }

    @Test func `a tree that unfolds for ever is read once`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        var tree = try await tree(["f"], id: try repository.writeBlob([1]), in: scratch)
        for _ in 0..<12 {
            tree = try await self.tree(
                (0..<10).map { "d\($0)" }, mode: "40000", id: tree, in: scratch)
        }
        #expect(try TreeInspection(repository).faults(in: tree) == [])
    }

    @Test func `a tree that is cut off is a fault, and one that is not stored an error`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let text = try await scratch.git(
            ["hash-object", "-t", "tree", "--literally", "-w", "--stdin"],
            input: Array("100644 a\0cut".utf8))
        let cut = try #require(ObjectID(hex: text.prefix(40)))
        let inspection = TreeInspection(try scratch.open())
        #expect(try inspection.faults(in: cut).map(\.what) == ["the tree \(cut) is malformed"])
        let missing = try #require(ObjectID(hex: String(repeating: "1", count: 40)))
        let error = #expect(throws: GitError.self) { try inspection.faults(in: missing) }
        #expect(error?.code == .missingObject)
        #expect(error?.remedy?.contains("git autopack doctor") == true)
    }
}
