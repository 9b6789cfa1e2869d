import Git
import TestSupport
import Testing

struct DifferenceTests {
    /// Git's own text, with its abbreviations as long as ours.
    private func patch(
        _ scratch: ScratchRepository, _ old: ObjectID, _ new: ObjectID, _ more: String...
    ) async throws -> String {
        try await scratch.git(
            ["-c", "core.quotePath=true", "diff", "--abbrev=7", "-M"] + more + [old.hex, new.hex])
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private func indented(_ count: Int) -> String {
        (0..<count).map { "  line \($0)\n" }.joined()
    }

    private func numbered(_ range: Range<Int>) -> String {
        range.map { "line \($0) of the text\n" }.joined()
    }

    @Test func `comparing with nothing stores nothing, not even the empty tree`() async throws {
        let scratch = try await ScratchRepository()
        let commit = try await scratch.commit(["a": "1\n"])
        let repository = try scratch.open()
        let tree = try repository.readCommit(commit).tree
        let before = try await scratch.git("count-objects")
        for nothing in [nil, ObjectID.emptyTree] {
            #expect(try repository.difference(from: nothing, to: tree).map(\.kind) == [.added])
            #expect(try repository.difference(from: tree, to: nothing).map(\.kind) == [.deleted])
            #expect(try repository.difference(from: nothing, to: nil) == [])
            #expect(try !repository.patch(from: nothing, to: tree).isEmpty)
        }
        #expect(try await scratch.git("count-objects") == before)
    }

    @Test func `every kind of change is named and counted`() async throws {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit([
            "modified": numbered(0..<30), "deleted": "gone\n", "moved": numbered(100..<140),
            "exactly": numbered(200..<230), "mode": "#!\n", "type": "target",
            "binary": "a\0b",
        ])
        scratch.folder.makeFolder("repository/elsewhere")
        try await scratch.git("mv", "moved", "elsewhere/moved")
        try await scratch.git("mv", "exactly", "renamed")
        try await scratch.git("rm", "-q", "deleted", "type")
        try await scratch.git("update-index", "--chmod=+x", "mode")
        let link = try await scratch.git(
            ["hash-object", "-w", "--stdin"], input: Array("target".utf8))
        try await scratch.git(
            "update-index", "--add", "--cacheinfo", "120000,\(link.prefix(40)),type")
        scratch.write(
            numbered(0..<10) + "new\n" + numbered(11..<30) + "more\n", to: "modified")
        scratch.write(numbered(100..<130) + "x\n", to: "elsewhere/moved")
        scratch.write("a\0c", to: "binary")
        scratch.write("fresh\nfile", to: "added")
        try await scratch.git("add", "modified", "elsewhere", "binary", "added")
        try await scratch.git("commit", "-q", "-m", "changes")
        let new = try await scratch.id("HEAD")
        let repository = try scratch.open()
        let entries = try repository.difference(
            from: try repository.readCommit(old).tree, to: try repository.readCommit(new).tree)
        let named = entries.map {
            "\($0.kind) \($0.path) \($0.oldPath?.quoted ?? "-") +\($0.added) -\($0.removed) \($0.isBinary)"
        }
        #expect(
            named.sorted() == [
                "added added - +2 -0 false", "deleted deleted - +0 -1 false",
                "modeChanged mode - +0 -0 false", "modified binary - +0 -0 true",
                "modified modified - +2 -1 false",
                "renamed elsewhere/moved moved +1 -10 false",
                "renamed renamed exactly +0 -0 false", "typeChanged type - +0 -0 false",
            ])
        let numbers = try await scratch.lines("diff", "--numstat", "-M", old.hex, new.hex)
        for entry in entries where !entry.isBinary && entry.oldPath == nil {
            #expect(numbers.contains("\(entry.added)\t\(entry.removed)\t\(entry.path)"))
        }
    }

    @Test(arguments: [301, 302, 303, 304] as [UInt64])
    func `the patch of random edits is what git prints`(seed: UInt64) async throws {
        let scratch = try await ScratchRepository()
        var random = Seeded(seed)
        let words = ["def f():", "    return 1", "", "}", "int main() {", "x", "y", "  z", "x"]
        func lines(_ count: Int) -> [String] {
            (0..<count).map { _ in words.randomElement(using: &random) ?? "" }
        }
        var files: [String: [String]] = [:]
        for name in ["a", "b/c", "d e", "\u{e4}"] { files[name] = lines(60) }
        func commit() async throws -> ObjectID {
            var texts: [String: String] = [:]
            for (name, lines) in files {
                texts[name] =
                    lines.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
            }
            return try await scratch.commit(texts)
        }
        var old = try await commit()
        let repository = try scratch.open()
        for round in 0..<6 {
            for name in files.keys.sorted() {
                for _ in 0..<Int.random(in: 0...4, using: &random) {
                    let count = files[name]?.count ?? 0
                    let start = Int.random(in: 0...count, using: &random)
                    let end = min(count, start + Int.random(in: 0...3, using: &random))
                    files[name]?.replaceSubrange(
                        start..<end, with: lines(Int.random(in: 0...3, using: &random)))
                }
            }
            let new = try await commit()
            let (oldTree, newTree) = (
                try repository.readCommit(old).tree, try repository.readCommit(new).tree
            )
            for context in [0, 3] {
                let ours = try repository.patch(
                    from: oldTree, to: newTree, options: .init(contextLines: context))
                let theirs = try await patch(scratch, old, new, "-U\(context)")
                #expect(text(ours) == theirs, "seed \(seed), round \(round), context \(context)")
            }
            for entry in try repository.difference(from: oldTree, to: newTree) {
                try expectConsistent(entry, repository, "seed \(seed), round \(round)")
            }
            old = new
        }
    }

    /// The hunks turn the old file into the new one.
    private func expectConsistent(
        _ entry: DifferenceEntry, _ repository: Repository, _ comment: Comment
    ) throws {
        let old = try entry.old.map { try repository.readBlob($0.id) } ?? []
        let new = try entry.new.map { try repository.readBlob($0.id) } ?? []
        var rest = split(old)[...]
        var made: [[UInt8]] = []
        var line = 1
        let hunks = try repository.hunks(of: entry)
        for hunk in hunks {
            let start = hunk.oldCount == 0 ? hunk.oldStart + 1 : hunk.oldStart
            while line < start, let next = rest.popFirst() {
                made.append(next)
                line += 1
            }
            #expect(hunk.lines.count { $0.origin != .added } == hunk.oldCount, comment)
            #expect(hunk.lines.count { $0.origin != .removed } == hunk.newCount, comment)
            for change in hunk.lines {
                if change.origin != .added {
                    #expect(rest.popFirst() == change.bytes, comment)
                    #expect(change.oldNumber == line, comment)
                    line += 1
                }
                if change.origin != .removed {
                    made.append(change.bytes)
                    #expect(change.newNumber == made.count, comment)
                }
            }
        }
        #expect(Array((made + rest).joined()) == new, comment)
        let added = hunks.flatMap(\.lines).count { $0.origin == .added }
        #expect(added == entry.added, comment)
    }

    private func split(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        for byte in bytes {
            line.append(byte)
            if byte == UInt8(ascii: "\n") {
                lines.append(line)
                line = []
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }

    @Test func `modes, links, binary files and whole files print as in git`() async throws {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit([
            "gone": "1\n2\n", "mode": "x\n", "binary": "a\0b", "type": "text\n",
            "exact": numbered(0..<20),
        ])
        try await scratch.git("rm", "-q", "gone", "type")
        try await scratch.git("mv", "exact", "moved")
        try await scratch.git("update-index", "--chmod=+x", "mode")
        let link = try await scratch.git(
            ["hash-object", "-w", "--stdin"], input: Array("mode".utf8))
        try await scratch.git(
            "update-index", "--add", "--cacheinfo", "120000,\(link.prefix(40)),type")
        scratch.write("a\0c", to: "binary")
        scratch.write("", to: "empty")
        scratch.write("no end", to: "new")
        try await scratch.git("add", "binary", "empty", "new")
        try await scratch.git("commit", "-q", "-m", "x")
        let new = try await scratch.id("HEAD")
        let repository = try scratch.open()
        let ours = try repository.patch(
            from: try repository.readCommit(old).tree, to: try repository.readCommit(new).tree)
        let theirs = try await patch(scratch, old, new)
        #expect(text(ours) == theirs)
    }

    @Test func `a heading is the line that git shows behind the hunk`() async throws {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit(["a.py": "def one():\n" + indented(10)])
        let new = try await scratch.commit([
            "a.py": "def one():\n" + indented(9) + "  changed\n"
        ])
        let repository = try scratch.open()
        let entry = try #require(
            repository.difference(
                from: try repository.readCommit(old).tree,
                to: try repository.readCommit(new).tree
            ).first)
        let hunk = try #require(repository.hunks(of: entry).first)
        #expect(text(hunk.heading) == "def one():")
        #expect((hunk.oldStart, hunk.oldCount) == (8, 4))
    }

    @Test func `a file that is not to be shown is left out, under its old name as well`()
        async throws
    {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit(["a": numbered(0..<9), "key": numbered(20..<40)])
        try await scratch.git("mv", "key", "lock")
        let new = try await scratch.commit(["a": numbered(0..<8)])
        let repository = try scratch.open()
        let shown = try repository.patch(
            from: try repository.readCommit(old).tree, to: try repository.readCommit(new).tree
        ) { $0 != TreePath("key") }
        let theirs = try await scratch.git(["diff", "--abbrev=7", old.hex, new.hex, "--", "a"])
        #expect(text(shown) == theirs)
    }

    @Test func `a patch that is too long is not returned`() async throws {
        let scratch = try await ScratchRepository()
        let old = try await scratch.commit(["a": numbered(0..<1000)])
        let repository = try scratch.open()
        let tree = try repository.readCommit(old).tree
        let error = #expect(throws: GitError.self) {
            try repository.patch(from: nil, to: tree, limitBytes: 1000)
        }
        #expect(error?.code == .tooLarge)
    }
}
