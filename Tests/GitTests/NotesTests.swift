import Git
import Testing

struct NotesTests {
    private let person = ScratchRepository.person

    private func notes(_ repository: Repository) throws -> Notes {
        Notes(repository, name: try #require(RefName("refs/notes/autopack")))
    }

    @Test func `git shows the notes that were written, appended and replaced`() async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        let two = try await scratch.commit(["a": "2"])
        let repository = try scratch.open()
        let notes = try notes(repository)
        #expect(try notes.note(of: one) == nil)
        #expect(try notes.commits().isEmpty)
        try notes.write(
            [.init(commit: one, text: "first"), .init(commit: two, text: "second\n")],
            author: person, committer: person, message: "notes")
        try notes.write(
            [.init(commit: one, text: "third")], author: person, committer: person,
            message: "notes")
        let shown = try await scratch.git("notes", "--ref=autopack", "show", one.hex)
        #expect(shown == "first\nthird\n")
        #expect(try notes.note(of: one) == Array(shown.utf8))
        #expect(try notes.commits() == [one, two].sorted())
        try notes.write(
            [.init(commit: one, text: "alone")], existing: .replace, author: person,
            committer: person, message: "notes")
        #expect(try await scratch.git("notes", "--ref=autopack", "show", one.hex) == "alone\n")
        #expect(try await scratch.git("rev-list", "--count", "refs/notes/autopack") == "3\n")
        #expect(scratch.text(".git/logs/refs/notes/autopack") == nil)
        try notes.remove([one], author: person, committer: person, message: "gone")
        #expect(try notes.commits() == [two])
        #expect(
            try notes.remove([one], author: person, committer: person, message: "gone") == nil)
        try await scratch.verify()
    }

    @Test(arguments: [0, 1, 2, 3])
    func `a note is read at every depth and written again at one`(depth: Int) async throws {
        let scratch = try await ScratchRepository()
        let one = try await scratch.commit(["a": "1"])
        let repository = try scratch.open()
        var parts: [String] = []
        var rest = one.hex[...]
        for _ in 0..<depth {
            parts.append(String(rest.prefix(2)))
            rest = rest.dropFirst(2)
        }
        let path = (parts + [String(rest)]).joined(separator: "/")
        let tree = try repository.writeTree(
            base: nil,
            changes: [
                .put(TreePath(path), .regular, try repository.writeBlob(Array("old\n".utf8)))
            ])
        let commit = try repository.writeCommit(
            tree: tree, parents: [], author: person, committer: person, message: "old")
        let name = try #require(RefName("refs/notes/autopack"))
        try repository.update(name, from: nil, to: commit)
        let notes = try notes(repository)
        #expect(try notes.note(of: one) == Array("old\n".utf8))
        #expect(try notes.commits() == [one])
        try notes.write(
            [.init(commit: one, text: "new")], author: person, committer: person, message: "n")
        #expect(
            try await scratch.lines("ls-tree", "-r", "--name-only", name.name)
                == ["\(one.hex.prefix(2))/\(one.hex.dropFirst(2))"])
        #expect(try await scratch.git("notes", "--ref=autopack", "show", one.hex) == "old\nnew\n")
    }

    @Test func `twenty thousand notes keep one fan-out and git reads them all`() async throws {
        let scratch = try await ScratchRepository(bare: true)
        let repository = try scratch.open()
        let notes = try notes(repository)
        var random = Seeded(20_000)
        var expected: [ObjectID: String] = [:]
        var batch: [Notes.Note] = []
        for number in 0..<20_000 {
            let id = try #require(
                ObjectID(bytes: (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }))
            // Few different texts: what is tested is the tree, not the writing of blobs.
            expected[id] = "{\"v\":1,\"run\":\"r\(number % 10)\"}"
            batch.append(.init(commit: id, text: expected[id] ?? ""))
        }
        try notes.write(
            Array(batch.dropLast(3)), author: person, committer: person, message: "many")
        for note in batch.suffix(3) {
            try notes.write([note], author: person, committer: person, message: "one")
        }
        let listed = try await scratch.lines("notes", "--ref=autopack", "list")
        #expect(
            Set(listed.map { String($0.suffix(40)) }) == Set(expected.keys.map(\.hex)))
        for note in batch.suffix(3) + batch.prefix(3) {
            let blob = try await scratch.git(
                "notes", "--ref=autopack", "list", note.commit.hex)
            #expect(
                try await scratch.git("cat-file", "blob", String(blob.prefix(40))) == note.text
                    + "\n")
            #expect(try notes.note(of: note.commit) == Array((note.text + "\n").utf8))
        }
        let paths = try await scratch.lines(
            "ls-tree", "-r", "--name-only", "refs/notes/autopack")
        #expect(paths.count == 20_000)
        #expect(paths.allSatisfy { $0.utf8.count == 41 && Array($0.utf8)[2] == 0x2f })
        #expect(try notes.commits().count == 20_000)
        // One more note writes its folder and the root, nothing else.
        let before = try await objects(scratch)
        try notes.write(
            [.init(commit: ObjectID.emptyTree, text: "last")], author: person,
            committer: person, message: "one")
        #expect(try await objects(scratch) - before == 4)
        try await scratch.verify()
    }

    private func objects(_ scratch: ScratchRepository) async throws -> Int {
        let text = try await scratch.git("count-objects")
        return try #require(Int(text.prefix { $0 != " " }))
    }
}
