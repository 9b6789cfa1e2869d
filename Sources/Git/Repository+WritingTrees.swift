extension Repository {
    /// Writes the tree that a base tree becomes by some changes.
    ///
    /// The cost is that of the folders on the changed paths; the rest is shared with the base.
    /// The order of the changes does not matter.
    ///
    /// - Parameters:
    ///   - base: The tree to begin from; nil for an empty one.
    ///   - changes: At most one for each path; nothing may be put both at a path and below it.
    /// - Throws: ``GitError`` `.invalid` for a path or mode that git refuses and for changes that
    ///   contradict each other, `.missingObject` where an object that is put is not stored.
    package func writeTree(
        base: ObjectID?, changes: [TreeChange]
    ) throws(GitError) -> ObjectID {
        let plan = try TreeChangePlan(changes)
        for case .put(let path, let mode, let id) in changes where !mode.isSubmodule {
            try require(id, mode.isTree ? .tree : .blob, for: "write \(path)")
        }
        if let tree = try write(plan, onto: base) { return tree }
        return try write([], as: .tree)
    }

    /// The tree, or nil where nothing is left in it.
    private func write(
        _ plan: TreeChangePlan, onto base: ObjectID?
    ) throws(GitError) -> ObjectID? {
        let names = plan.names
        var changed: [TreeEntry] = []
        var previous: [[UInt8]: TreeEntry] = [:]
        var kept: [TreeEntry] = []
        if let base {
            for entry in try readTree(base) {
                if names.contains(entry.name) {
                    previous[entry.name] = entry
                } else {
                    kept.append(entry)
                }
            }
        }
        for name in names {
            if let entry = try result(plan, name: name, previous: previous[name]) {
                changed.append(entry)
            }
        }
        changed.sort(by: TreeFormat.precedes)
        let entries = Self.merged(kept, changed)
        guard !entries.isEmpty else { return nil }
        return try write(TreeFormat.write(entries), as: .tree)
    }

    /// What a name holds afterwards, nil for nothing.
    private func result(
        _ plan: TreeChangePlan, name: [UInt8], previous: TreeEntry?
    ) throws(GitError) -> TreeEntry? {
        var current = previous
        if let own = plan.entries[name] { current = own }
        guard let below = plan.folders[name] else { return current }
        let isFolder = current?.mode.isTree == true
        // Removals below a file, or below what was put, touch nothing.
        if let current, !isFolder, !below.putsSomething { return current }
        if case .some(.some) = plan.entries[name] { return current }
        guard let tree = try write(below, onto: isFolder ? current?.id : nil) else { return nil }
        return TreeEntry(name: name, mode: .tree, id: tree)
    }

    /// Joins two lists that are in git's order.
    private static func merged(_ left: [TreeEntry], _ right: [TreeEntry]) -> [TreeEntry] {
        var joined: [TreeEntry] = []
        joined.reserveCapacity(left.count + right.count)
        var rest = right[...]
        for entry in left {
            while let next = rest.first, TreeFormat.precedes(next, entry) {
                joined.append(next)
                rest.removeFirst()
            }
            joined.append(entry)
        }
        joined.append(contentsOf: rest)
        return joined
    }
}
