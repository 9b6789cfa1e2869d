package import Editing
package import Git

/// A commit's tree as the edits of a reply see it.
package final class TreeBase: EditBase {
    let repository: Repository
    package let tree: ObjectID
    /// Paths by their last component; made when the first short path is asked for.
    private var names: [String: [String]]?

    package init(_ repository: Repository, tree: ObjectID) {
        self.repository = repository
        self.tree = tree
    }

    package func entry(at path: String) throws(GitError) -> EditBaseEntry? {
        guard let entry = try repository.entry(at: TreePath(path), in: tree) else { return nil }
        return EditBaseEntry(entry.mode)
    }

    package func bytes(at path: String) throws(GitError) -> [UInt8] {
        guard let bytes = try repository.readFile(at: TreePath(path), in: tree) else {
            throw GitError(.notFound, "read \(path)", detail: "there is no such file")
        }
        return bytes
    }

    package func paths(named name: String) throws(GitError) -> [String] {
        if let names { return names[name] ?? [] }
        var found: [String: [String]] = [:]
        try repository.walk(tree) { (path, entry) throws(GitError) in
            if !entry.mode.isTree, let text = path.text, let last = path.components.last {
                found[String(decoding: last, as: UTF8.self), default: []].append(text)
            }
            return .proceed
        }
        names = found
        return found[name] ?? []
    }
}

extension Repository {
    /// Writes the tree that a base becomes by the files of a reply.
    package func writeTree(
        base: ObjectID, files: [FileChange]
    ) throws(GitError) -> ObjectID {
        var changes: [TreeChange] = []
        for file in files {
            if let old = file.oldPath, old != file.path { changes.append(.remove(TreePath(old))) }
            guard let bytes = file.bytes else {
                changes.append(.remove(TreePath(file.path)))
                continue
            }
            let blob = try writeBlob(bytes)
            let mode: FileMode = file.isExecutable ? .executable : .regular
            changes.append(.put(TreePath(file.path), mode, blob))
        }
        return try writeTree(base: base, changes: changes)
    }
}
