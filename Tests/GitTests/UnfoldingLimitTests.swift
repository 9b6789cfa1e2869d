import Git
import Testing

struct UnfoldingLimitTests {
    private let scratch = ScratchFolderOfRepository()

    /// Ten folders that are the same folder, so many times over.
    private func nest(_ levels: Int, _ repository: Repository) throws -> ObjectID {
        let blob = try repository.writeBlob(Array("x\n".utf8))
        var tree = try repository.writeTree(base: nil, changes: [.put("f", .regular, blob)])
        for _ in 0..<levels {
            tree = try repository.writeTree(
                base: nil, changes: (0..<10).map { .put(TreePath("d\($0)"), .tree, tree) })
        }
        return tree
    }

    @Test func `a tree's entries are counted as often as they stand in it`() throws {
        let repository = try scratch.make()
        #expect(try repository.entryCount(of: .emptyTree) == 0)
        #expect(try repository.entryCount(of: nest(0, repository)) == 1)
        #expect(try repository.entryCount(of: nest(2, repository)) == 10 + 100 + 100)
        #expect(try repository.entryCount(of: nest(10, repository)) == 21_111_111_110)
        #expect(try repository.entryCount(of: nest(30, repository)) == .max)
    }

    @Test func `a walk over a tree that unfolds into billions of files ends`() throws {
        let repository = try scratch.make()
        let tree = try nest(10, repository)
        let expected = GitError(
            .tooLarge, "walk tree \(tree)",
            detail: "tree \(tree) unfolds into 21111111110 files and folders, and 10000000 is the"
                + " limit",
            remedy: "git ls-tree \(tree)    shows it one folder at a time")
        #expect(throws: expected) { try repository.walk(tree) { _, _ in .proceed } }
    }

    @Test func `a comparison with such a tree ends`() throws {
        let repository = try scratch.make()
        let (small, large) = (try nest(1, repository), try nest(10, repository))
        let error = try #require(
            #expect(throws: GitError.self) { try repository.difference(from: small, to: large) })
        #expect(error.code == .tooLarge)
        #expect(error.detail.contains("unfolds into 21111111110 files"), "\(error)")
        #expect(throws: error) { try repository.patch(from: large, to: small) }
    }

    @Test func `a large tree within the limit is walked to its end`() throws {
        let repository = try scratch.make()
        var seen = 0
        try repository.walk(nest(5, repository)) { _, _ in
            seen += 1
            return .proceed
        }
        #expect(seen == 211_110)
    }
}
