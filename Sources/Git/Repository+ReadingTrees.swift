/// What a walk does next.
package enum WalkStep: Sendable {
    /// Goes on, into the folder if the entry is one.
    case proceed
    /// Leaves the folder out.
    case skip
    /// Ends the walk.
    case stop
}

extension Repository {
    /// The entries of a tree, in git's order.
    package func readTree(_ id: ObjectID) throws(GitError) -> [TreeEntry] {
        try TreeFormat.read(read(id, as: .tree), of: id)
    }

    /// Visits the entries of one tree in git's order, without making a value of each.
    ///
    /// - Parameter visit: Gets the name, the mode and the 20 bytes of the id; the slices are those
    ///   of the stored tree.
    package func visitTree(
        _ id: ObjectID, visit: (ArraySlice<UInt8>, FileMode, ArraySlice<UInt8>) -> Void
    ) throws(GitError) {
        try TreeFormat.visit(read(id, as: .tree), of: id, visit)
    }

    /// The entry at a path, nil where there is none.
    package func entry(at path: TreePath, in tree: ObjectID) throws(GitError) -> TreeEntry? {
        var current = tree
        let components = path.components
        for (position, component) in components.enumerated() {
            guard
                let entry = try TreeFormat.find(
                    component, in: read(current, as: .tree), of: current)
            else { return nil }
            if position == components.count - 1 { return entry }
            guard entry.mode.isTree else { return nil }
            current = entry.id
        }
        return nil
    }

    /// The bytes of the file at a path, nil where there is no file.
    ///
    /// - Throws: ``GitError`` `.tooLarge` for more than `limitBytes`.
    package func readFile(
        at path: TreePath, in tree: ObjectID, limitBytes: Int? = nil
    ) throws(GitError) -> [UInt8]? {
        guard let entry = try entry(at: path, in: tree),
            entry.mode.isFile || entry.mode.isSymbolicLink
        else { return nil }
        return try readBlob(entry.id, limitBytes: limitBytes)
    }

    /// Visits every entry below a tree in git's order, a folder before what is in it.
    ///
    /// - Parameter visit: Gets the full path; says how to go on.
    /// - Throws: ``GitError`` `.tooLarge` for a tree beyond the ``UnfoldingLimit``.
    package func walk(
        _ tree: ObjectID, visit: (TreePath, TreeEntry) throws(GitError) -> WalkStep
    ) throws(GitError) {
        var limit = UnfoldingLimit("walk tree \(tree)", [tree], of: self)
        _ = try walk(tree, below: TreePath(bytes: []), depth: 0, &limit, visit: visit)
    }

    /// True where the walk goes on.
    private func walk(
        _ tree: ObjectID, below folder: TreePath, depth: Int, _ limit: inout UnfoldingLimit,
        visit: (TreePath, TreeEntry) throws(GitError) -> WalkStep
    ) throws(GitError) -> Bool {
        guard depth < Self.depthLimit else { throw tooDeep("walk tree \(tree)") }
        for entry in try readTree(tree) {
            try limit.visit()
            let path = folder.appending(entry.name)
            switch try visit(path, entry) {
            case .stop: return false
            case .skip: continue
            case .proceed:
                guard entry.mode.isTree else { continue }
                guard try walk(entry.id, below: path, depth: depth + 1, &limit, visit: visit)
                else { return false }
            }
        }
        return true
    }
}
