import Git

/// What differs between two trees, folder by folder; equal folders are not opened.
///
/// libgit2's own comparison visits every file of both trees: 35 ms for one changed file of 100,000,
/// where this takes one.
struct TreeComparison {
    let repository: Repository
    private var limit: UnfoldingLimit?
    /// In no particular order; a path of a damaged tree may be here twice.
    private(set) var changes: [WorkTreeChange] = []

    init(of repository: Repository) { self.repository = repository }

    /// - Throws: ``GitError`` `.tooLarge` for a tree beyond the ``UnfoldingLimit``.
    mutating func compare(_ old: ObjectID, _ new: ObjectID) throws(GitError) {
        limit = UnfoldingLimit("compare two trees", [old, new], of: repository)
        try compare(old, new, in: TreePath(bytes: []), depth: 0)
    }

    private mutating func compare(
        _ old: ObjectID?, _ new: ObjectID?, in folder: TreePath, depth: Int
    ) throws(GitError) {
        guard depth < Repository.depthLimit else { throw repository.tooDeep("compare two trees") }
        var before: [[UInt8]: TreeEntry] = [:]
        if let old {
            for entry in try repository.readTree(old) { before[entry.name] = entry }
        }
        if let new {
            for entry in try repository.readTree(new) {
                try limit?.visit()
                let former = before.removeValue(forKey: entry.name)
                guard former != entry else { continue }
                try step(from: former, to: entry, at: folder.appending(entry.name), depth)
            }
        }
        for (name, entry) in before {
            try limit?.visit()
            try step(from: entry, to: nil, at: folder.appending(name), depth)
        }
    }

    private mutating func step(
        from old: TreeEntry?, to new: TreeEntry?, at path: TreePath, _ depth: Int
    ) throws(GitError) {
        let oldFolder = old.flatMap { $0.mode.isTree ? $0.id : nil }
        let newFolder = new.flatMap { $0.mode.isTree ? $0.id : nil }
        if oldFolder != nil || newFolder != nil {
            try compare(oldFolder, newFolder, in: path, depth: depth + 1)
        }
        if let new, !new.mode.isTree {
            changes.append(WorkTreeChange(path: path, new: (new.mode.written, new.id)))
        } else if let old, !old.mode.isTree {
            changes.append(WorkTreeChange(path: path, new: nil))
        }
    }
}

extension FileMode {
    /// The mode that git writes today for this one; old trees hold others.
    var written: FileMode {
        guard isFile else { return self }
        return rawValue & 0o100 != 0 ? .executable : .regular
    }
}
