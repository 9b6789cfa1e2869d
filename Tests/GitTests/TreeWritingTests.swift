import Git
import Testing

struct TreeWritingTests {
    @Test(arguments: [101, 102, 103, 104] as [UInt64])
    func `random changes give the tree that a dictionary predicts`(seed: UInt64) async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        var random = Seeded(seed)
        var model: [String: ObjectID] = [:]
        var tree: ObjectID?
        let names = ["a", "a.b", "a-b", "b", "c", "ab", "a0"]
        for step in 0..<60 {
            var changes: [TreeChange] = []
            var touched: [String] = []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let depth = Int.random(in: 1...3, using: &random)
                let path = (0..<depth).map { _ in names.randomElement(using: &random) ?? "a" }
                    .joined(separator: "/")
                // Changes of one call may not contradict each other.
                guard !touched.contains(where: { Self.overlap($0, path) }) else { continue }
                touched.append(path)
                if Bool.random(using: &random) {
                    let blob = try repository.writeBlob(Array("\(step) \(path)".utf8))
                    changes.append(.put(TreePath(path), .regular, blob))
                    model = model.filter { !Self.overlap($0.key, path) }
                    model[path] = blob
                } else {
                    changes.append(.remove(TreePath(path)))
                    model = model.filter { $0.key != path && !$0.key.hasPrefix(path + "/") }
                }
            }
            let written = try repository.writeTree(base: tree, changes: changes)
            tree = written
            let printed = try await scratch.lines("ls-tree", "-r", written.hex)
            let expected = model.map { "100644 blob \($0.value)\t\($0.key)" }
            #expect(printed.sorted() == expected.sorted(), "seed \(seed), step \(step)")
            #expect(
                try await scratch.lines("ls-tree", "-r", "-t", "-d", written.hex).allSatisfy {
                    !$0.hasPrefix("040000 tree \(ObjectID.emptyTree)")
                }, "seed \(seed), step \(step): an empty folder is left")
            let rebuilt = try repository.writeTree(
                base: nil,
                changes: model.map { .put(TreePath($0.key), .regular, $0.value) })
            #expect(rebuilt == written, "seed \(seed), step \(step)")
        }
        try await scratch.verify()
    }

    private static func overlap(_ one: String, _ other: String) -> Bool {
        one == other || one.hasPrefix(other + "/") || other.hasPrefix(one + "/")
    }

    @Test func `a file gives way to a folder and a folder to a file`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let blob = try repository.writeBlob([1])
        let file = try repository.writeTree(base: nil, changes: [.put("a", .regular, blob)])
        let both = try repository.writeTree(base: file, changes: [.put("a/b/c", .regular, blob)])
        #expect(try repository.entry(at: "a/b/c", in: both)?.id == blob)
        #expect(try repository.entry(at: "a", in: both)?.mode == .tree)
        let back = try repository.writeTree(
            base: both, changes: [.put("a", .regular, blob), .remove("a/b/c")])
        #expect(back == file)
        let again = try repository.writeTree(
            base: file, changes: [.remove("a"), .put("a/b/c", .regular, blob)])
        #expect(again == both)
        let none = try repository.writeTree(base: both, changes: [.remove("a")])
        #expect(none == .emptyTree)
    }

    @Test func `all modes are kept, a strange one of old is not touched, a new one is refused`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let blob = try repository.writeBlob(Array("x".utf8))
        let commit = try repository.makeCommit("sub")
        let inner = try repository.writeTree(base: nil, changes: [.put("f", .regular, blob)])
        let tree = try repository.writeTree(
            base: nil,
            changes: [
                .put("run", .executable, blob), .put("link", .symbolicLink, blob),
                .put("sub", .commit, commit), .put("whole", .tree, inner),
            ])
        #expect(
            try await scratch.lines("ls-tree", "-r", tree.hex) == [
                "120000 blob \(blob)\tlink", "100755 blob \(blob)\trun",
                "160000 commit \(commit)\tsub", "100644 blob \(blob)\twhole/f",
            ])
        var raw = Array("100664 old\0".utf8) + blob.bytes
        raw = Array(
            try await scratch.git(
                ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], input: raw
            ).utf8)
        let old = try #require(ObjectID(hex: String(decoding: raw.prefix(40), as: UTF8.self)))
        let new = try repository.writeTree(base: old, changes: [.put("new", .regular, blob)])
        #expect(try repository.entry(at: "old", in: new)?.mode.rawValue == 0o100664)
        #expect(throws: GitError.self) {
            try repository.writeTree(
                base: nil, changes: [.put("x", FileMode(rawValue: 0o100664), blob)])
        }
    }

    @Test func `what is missing, unsafe or contradictory is refused before anything is written`()
        throws
    {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let blob = try repository.writeBlob([1])
        let missing = try #require(ObjectID(hex: String(repeating: "12", count: 20)))
        let refused: [(GitError.Code, [TreeChange])] = [
            (.missingObject, [.put("a", .regular, missing)]),
            (.invalid, [.put(".git/config", .regular, blob)]),
            (.invalid, [.put("../a", .regular, blob)]),
            (.invalid, [.remove("a/../b")]),
            (.invalid, [.put("a", .regular, blob), .put("a", .executable, blob)]),
            (.invalid, [.put("a", .regular, blob), .put("a/b", .regular, blob)]),
            (.invalid, [.put("a/b", .regular, blob), .put("a", .regular, blob)]),
            (.invalid, [.put("a", .tree, blob)]),
        ]
        for (code, changes) in refused {
            let error = #expect(throws: GitError.self) {
                try repository.writeTree(base: nil, changes: changes)
            }
            #expect(error?.code == code, "\(changes)")
        }
    }

    @Test func `paths that are no UTF-8 are stored as they are`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let name: [UInt8] = [0x64, 0xe4, 0xff, 0x2f, 0x80]
        let blob = try repository.writeBlob([1])
        let tree = try repository.writeTree(
            base: nil, changes: [.put(TreePath(bytes: name), .regular, blob)])
        let printed = try await scratch.gitBytes(["ls-tree", "-r", "-z", "--name-only", tree.hex])
        #expect(printed == name + [0])
        var seen: [TreePath] = []
        try repository.walk(tree) { (path, _) throws(GitError) in
            seen.append(path)
            return .proceed
        }
        #expect(seen.last == TreePath(bytes: name))
        let entries = try repository.difference(from: nil, to: tree)
        #expect(entries.map(\.path) == [TreePath(bytes: name)])
    }

    @Test func `a walk visits what git lists and stops when told to`() async throws {
        let scratch = try await ScratchRepository()
        let files = ["a/b/c", "a/d", "e", "f/g"]
        try await scratch.commit(Dictionary(uniqueKeysWithValues: files.map { ($0, $0) }))
        let repository = try scratch.open()
        let tree = try await scratch.id("HEAD^{tree}")
        var all: [String] = []
        try repository.walk(tree) { (path, _) throws(GitError) in
            all.append(path.quoted)
            return .proceed
        }
        #expect(all == (try await scratch.lines("ls-tree", "-r", "-t", "--name-only", tree.hex)))
        var some: [String] = []
        try repository.walk(tree) { (path, entry) throws(GitError) in
            some.append(path.quoted)
            if path == "e" { return .stop }
            return path == "a/b" ? .skip : .proceed
        }
        #expect(some == ["a", "a/b", "a/d", "e"])
    }

    @Test func `a hundred thousand files cost what changed`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let blob = try repository.writeBlob([1])
        let inner = try repository.writeTree(
            base: nil,
            changes: (0..<100).map { .put(TreePath("f\($0)"), .regular, blob) })
        let middle = try repository.writeTree(
            base: nil, changes: (0..<100).map { .put(TreePath("d\($0)"), .tree, inner) })
        let tree = try repository.writeTree(
            base: nil, changes: (0..<10).map { .put(TreePath("m\($0)"), .tree, middle) })
        let other = try repository.writeBlob([2])
        let changed = try repository.writeTree(
            base: tree, changes: [.put("m5/d50/f50", .regular, other)])
        let entries = try repository.difference(from: tree, to: changed)
        #expect(entries.map(\.path) == ["m5/d50/f50"])
        #expect(try repository.entry(at: "m4", in: changed)?.id == middle)
        var count = 0
        try repository.walk(changed) { (_, entry) throws(GitError) in
            count += entry.mode.isTree ? 0 : 1
            return .proceed
        }
        #expect(count == 100_000)
    }

    @Test func `a damaged tree is corrupt, not a crash`() async throws {
        let scratch = try await ScratchRepository()
        let repository = try scratch.open()
        let damaged: [[UInt8]] = [
            Array("100644 a".utf8), Array("100644 a\0short".utf8),
            Array("9 a\0".utf8) + [UInt8](repeating: 1, count: 20),
            Array("100644".utf8), [0],
            Array("10064412345 a\0".utf8) + [UInt8](repeating: 1, count: 20),
            Array("100644 \0".utf8) + [UInt8](repeating: 1, count: 20),
        ]
        for bytes in damaged {
            let printed = try await scratch.git(
                ["hash-object", "-t", "tree", "-w", "--literally", "--stdin"], input: bytes)
            let id = try #require(ObjectID(hex: printed.prefix(40)))
            let error = #expect(throws: GitError.self) { try repository.readTree(id) }
            #expect(error?.code == .corrupt, "\(bytes)")
        }
    }
}
