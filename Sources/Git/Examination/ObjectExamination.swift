/// A stored object whose file has no bytes.
package struct EmptyObject: Sendable, Hashable {
    /// The object's id in hexadecimal digits, or a pack's file name.
    package var name: String
    /// The file; absolute.
    package var path: String

    package init(name: String, path: String) {
        self.name = name
        self.path = path
    }
}

/// An object that something names and that is not stored.
package struct MissingObject: Sendable, Hashable {
    package var id: ObjectID
    package var kind: ObjectType
    /// The path in the tree of `HEAD`; nil where it is the commit, its tree, or a ref's tip.
    package var path: TreePath?
    /// The ref that names it; nil where `HEAD` needs it.
    package var ref: String?

    package init(id: ObjectID, kind: ObjectType, path: TreePath? = nil, ref: String? = nil) {
        self.id = id
        self.kind = kind
        self.path = path
        self.ref = ref
    }
}

extension RepositoryLocation {
    /// The files below `objects/` that have no bytes: git stumbles over each of them.
    ///
    /// - Parameter limit: The walk ends after so many files.
    package func emptyObjects(limit: Int = 100_000) -> [EmptyObject] {
        let folder = "\(commonDirectory)/objects"
        return FileSystem.files(below: folder, limit: limit).compactMap { file in
            guard file.isEmpty else { return nil }
            let parts = file.path.dropFirst(folder.utf8.count + 1).split(separator: "/")
            guard parts.count == 2 else { return nil }
            if parts[0] == "pack" {
                let isNeeded = [".pack", ".idx"].contains { file.name.hasSuffix($0) }
                return isNeeded ? EmptyObject(name: file.name, path: file.path) : nil
            }
            let name = "\(parts[0])\(parts[1])"
            return ObjectID(hex: name).map { _ in EmptyObject(name: name, path: file.path) }
        }
    }
}

extension Repository {
    /// The objects that `HEAD`'s tree and the tips of refs need and that are not stored.
    ///
    /// No history is walked and nothing is read but commits and trees of one commit, so that it
    /// stays quick; `git fsck` is what reads everything.
    ///
    /// - Parameters:
    ///   - empty: Ids whose files have no bytes: they count as missing.
    ///   - limit: How many entries of the tree, and how many refs, are looked at.
    ///   - inspect: Gets each tree that is read on the way, with its path.
    package func missingObjects(
        empty: Set<ObjectID> = [], limit: Int = 200_000,
        inspect: ([TreeEntry], TreePath) -> Void = { _, _ in }
    ) throws(GitError) -> [MissingObject] {
        var missing: [MissingObject] = []
        var seen: Set<ObjectID> = []
        func note(_ object: MissingObject) {
            guard seen.insert(object.id).inserted else { return }
            missing.append(object)
        }
        func isStored(_ id: ObjectID) -> Bool { !empty.contains(id) && exists(id) }
        if let commit = (try? head())?.commit {
            if isStored(commit), let tree = try? readCommit(commit).tree {
                var left = limit
                visit(tree, at: nil, isStored: isStored, left: &left, note: note, inspect: inspect)
            } else {
                note(MissingObject(id: commit, kind: .commit))
            }
        }
        // A ref that names no object at all is damaged itself.
        for (name, id) in try refs().prefix(limit) where id != .zero && !isStored(id) {
            note(MissingObject(id: id, kind: .commit, ref: name.name))
        }
        return missing
    }

    private func visit(
        _ tree: ObjectID, at path: TreePath?, isStored: (ObjectID) -> Bool, left: inout Int,
        note: (MissingObject) -> Void, inspect: ([TreeEntry], TreePath) -> Void
    ) {
        guard isStored(tree), let entries = try? readTree(tree) else {
            note(MissingObject(id: tree, kind: .tree, path: path))
            return
        }
        inspect(entries, path ?? TreePath(bytes: []))
        for entry in entries where !entry.mode.isSubmodule {
            guard left > 0 else { return }
            left -= 1
            let below = (path ?? TreePath(bytes: [])).appending(entry.name)
            if entry.mode.isTree {
                guard below.components.count < 2048 else { return }
                visit(
                    entry.id, at: below, isStored: isStored, left: &left, note: note,
                    inspect: inspect)
            } else if !isStored(entry.id) {
                note(MissingObject(id: entry.id, kind: .blob, path: below))
            }
        }
    }
}
