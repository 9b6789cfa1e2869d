/// One difference between a base tree and the tree to be written.
package enum TreeChange: Sendable, Hashable {
    /// The path holds this afterwards, whatever it held, a folder included.
    ///
    /// The folders above it are made; a file that stands in their place gives way. With the mode
    /// ``FileMode/tree`` the id is a whole tree.
    case put(TreePath, FileMode, ObjectID)
    /// The path is gone afterwards, with all below it; folders left empty go too. Nothing there
    /// is no error.
    case remove(TreePath)

    package var path: TreePath {
        switch self {
        case .put(let path, _, _), .remove(let path): path
        }
    }
}

/// The changes, ordered by folder as the writing of trees needs them.
struct TreeChangePlan {
    /// What happens to an entry of this folder itself.
    private(set) var entries: [[UInt8]: TreeEntry?] = [:]
    /// What happens below an entry of this folder.
    private(set) var folders: [[UInt8]: TreeChangePlan] = [:]

    init(_ changes: [TreeChange]) throws(GitError) {
        for change in changes {
            try change.path.check()
            try insert(change, components: change.path.components[...])
        }
    }

    private init() {}

    /// All names that change here.
    var names: Set<[UInt8]> { Set(entries.keys).union(folders.keys) }

    private mutating func insert(
        _ change: TreeChange, components: ArraySlice<ArraySlice<UInt8>>
    ) throws(GitError) {
        guard let first = components.first else { return }
        let name = Array(first)
        guard components.count > 1 else {
            guard entries[name] == nil else { throw Self.twice(change.path) }
            switch change {
            case .put(_, let mode, let id):
                guard mode.isCanonical else {
                    throw GitError(
                        .invalid, "write \(change.path)", detail: "git has no mode \(mode)")
                }
                guard folders[name]?.putsSomething != true else { throw Self.twice(change.path) }
                entries[name] = .some(TreeEntry(name: name, mode: mode, id: id))
            case .remove: entries[name] = .some(nil)
            }
            return
        }
        var below = folders[name] ?? TreeChangePlan()
        try below.insert(change, components: components.dropFirst())
        if below.putsSomething, case .some(.some) = entries[name] {
            throw Self.twice(change.path)
        }
        folders[name] = below
    }

    /// Something is put here or further down.
    var putsSomething: Bool {
        entries.values.contains { $0 != nil } || folders.values.contains(where: \.putsSomething)
    }

    private static func twice(_ path: TreePath) -> GitError {
        GitError(
            .invalid, "write \(path)", detail: "two changes of one tree say different things of it")
    }
}
