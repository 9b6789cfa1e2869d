import Git
import Testing

struct MergeTests {
    private func tree(_ repository: Repository, _ files: [String: String]) throws -> ObjectID {
        var changes: [TreeChange] = []
        for (name, text) in files {
            changes.append(
                .put(TreePath(name), .regular, try repository.writeBlob(Array(text.utf8))))
        }
        return try repository.writeTree(base: nil, changes: changes)
    }

    @Test func `two sides that fit give the tree that git's merge gives`() async throws {
        let scratch = try await ScratchRepository()
        let body = (0..<20).map { "\($0)\n" }.joined()
        let base = try await scratch.commit(["a": body, "b": "b\n", "c": "c\n"])
        try await scratch.git("checkout", "-q", "-b", "side")
        let side = try await scratch.commit(["a": "first\n" + body, "d/e": "new\n"])
        try await scratch.git("checkout", "-q", "main")
        try await scratch.git("rm", "-q", "c")
        let main = try await scratch.commit(["a": body + "last\n"])
        try await scratch.git("merge", "-q", "-m", "m", "side")
        let repository = try scratch.open()
        let merged = try repository.mergeTrees(
            ancestor: try repository.readCommit(base).tree,
            ours: try repository.readCommit(main).tree,
            theirs: try repository.readCommit(side).tree)
        #expect(merged == .clean(try await scratch.id("HEAD^{tree}")))
        #expect(try repository.mergeBase(main, side) == base)
        #expect(try repository.aheadBehind(main, side) == (1, 1))
    }

    @Test func `a conflict in Gemfile beside Gemfile.lock touches neither`() async throws {
        let scratch = try await ScratchRepository()
        let base = try await scratch.commit(["Gemfile": "base\n", "Gemfile.lock": "base\n"])
        try await scratch.git("checkout", "-q", "-b", "side")
        let side = try await scratch.commit(["Gemfile": "theirs\n"])
        try await scratch.git("checkout", "-q", "main")
        let main = try await scratch.commit(["Gemfile": "ours\n"])
        let repository = try scratch.open()
        let merged = try repository.mergeTrees(
            ancestor: try repository.readCommit(base).tree,
            ours: try repository.readCommit(main).tree,
            theirs: try repository.readCommit(side).tree)
        guard case .conflicts(let conflicts) = merged else {
            Issue.record("no conflict: \(merged)")
            return
        }
        #expect(conflicts.map(\.path) == ["Gemfile"])
        #expect(conflicts.first?.ancestor?.id == (try await scratch.id("\(base):Gemfile")))
        #expect(conflicts.first?.ours?.id == (try await scratch.id("\(main):Gemfile")))
        #expect(conflicts.first?.theirs?.id == (try await scratch.id("\(side):Gemfile")))
        #expect(scratch.text("Gemfile") == "ours\n")
        #expect(scratch.text("Gemfile.lock") == "base\n")
        #expect(try await scratch.git("status", "--porcelain") == "")
    }

    @Test func `changed here and deleted there is a conflict, without an ancestor too`() throws {
        let folder = ScratchFolderOfRepository()
        let repository = try folder.make()
        let base = try tree(repository, ["a": "1\n", "b": "1\n"])
        let deleted = try tree(repository, ["b": "1\n"])
        let changed = try tree(repository, ["a": "2\n", "b": "1\n"])
        let merged = try repository.mergeTrees(ancestor: base, ours: deleted, theirs: changed)
        guard case .conflicts(let conflicts) = merged else {
            Issue.record("no conflict: \(merged)")
            return
        }
        #expect(conflicts.map(\.path) == ["a"])
        #expect(conflicts.first?.ours == nil)
        let unrelated = try repository.mergeTrees(
            ancestor: nil, ours: try tree(repository, ["a": "1\n"]),
            theirs: try tree(repository, ["b": "1\n"]))
        #expect(unrelated == .clean(base))
        let same = try repository.mergeTrees(
            ancestor: nil, ours: .emptyTree, theirs: .emptyTree)
        #expect(same == .clean(.emptyTree))
    }
}
