/// Keeps what goes through a tree file by file from going on for ever.
///
/// Folders are stored once and may stand in many places: a dozen objects can unfold into billions
/// of files. Counting them takes as long as there are objects, and is only done where a walk comes
/// so far that it may be such a tree.
package struct UnfoldingLimit {
    /// More entries than that, files and folders, are refused in a tree.
    package static let entries = 10_000_000
    /// A walk that has seen so many has the whole tree counted.
    static let counted = 250_000

    private let operation: String
    private let trees: [ObjectID]
    private let repository: Repository
    private var visited = 0

    /// - Parameters:
    ///   - operation: What is being done, as in ``GitError/operation``.
    ///   - trees: What is gone through.
    package init(_ operation: String, _ trees: [ObjectID], of repository: Repository) {
        self.operation = operation
        self.trees = trees
        self.repository = repository
    }

    /// Counts one entry of the walk.
    ///
    /// - Throws: ``GitError`` `.tooLarge` where a tree has more than ``entries``.
    package mutating func visit() throws(GitError) {
        visited += 1
        guard visited == Self.counted else { return }
        for tree in trees {
            let count = try repository.entryCount(of: tree)
            guard count > Self.entries else { continue }
            throw GitError(
                .tooLarge, operation,
                detail: "tree \(tree) unfolds into"
                    + " \(count == .max ? "no countable number of" : "\(count)") files and folders,"
                    + " and \(Self.entries) is the limit",
                remedy: "git ls-tree \(tree)    shows it one folder at a time")
        }
    }
}

extension Repository {
    /// The files and folders below a tree, each as often as it stands there; `Int.max` for more.
    ///
    /// Every tree object is read once, however often it is used.
    ///
    /// - Throws: ``GitError`` `.corrupt` for a tree that is more than 2,048 deep.
    package func entryCount(of tree: ObjectID) throws(GitError) -> Int {
        var known: [ObjectID: Int] = [:]
        return try entryCount(of: tree, depth: 0, &known)
    }

    private func entryCount(
        of tree: ObjectID, depth: Int, _ known: inout [ObjectID: Int]
    ) throws(GitError) -> Int {
        if let count = known[tree] { return count }
        guard depth < Self.depthLimit else { throw tooDeep("walk tree \(tree)") }
        var folders: [ObjectID] = []
        var count = 0
        try visitTree(tree) { _, mode, id in
            count += 1
            if mode.isTree, let id = ObjectID(bytes: id) { folders.append(id) }
        }
        for folder in folders {
            let inner = try entryCount(of: folder, depth: depth + 1, &known)
            count = count.addingReportingOverflow(inner).overflow ? .max : count + inner
        }
        known[tree] = count
        return count
    }

    /// A path of 4,096 bytes has fewer components; a deeper tree is an attack on the stack.
    package static let depthLimit = 2048

    package func tooDeep(_ operation: String) -> GitError {
        GitError(.corrupt, operation, detail: "it is more than \(Self.depthLimit) deep")
    }
}
