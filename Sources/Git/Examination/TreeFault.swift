/// Something in a stored tree that git refuses to check out, or that has it show one thing and
/// store another.
///
/// These are what `git fsck --strict` calls errors of a tree; a mode that git no longer writes is
/// none, since old history is full of them.
package struct TreeFault: Hashable, Sendable {
    /// The entry, or the folder where all of it is meant; empty for the root.
    package var path: TreePath
    /// A sentence about it.
    package var what: String
    /// Git's index takes the name, so that `git mv` can change it.
    package var isMovable: Bool

    package init(path: TreePath, what: String, isMovable: Bool = false) {
        self.path = path
        self.what = what
        self.isMovable = isMovable
    }

    /// Judges the entries of one tree.
    ///
    /// - Parameter folder: Where the tree is; empty for the root.
    package static func faults(in entries: [TreeEntry], at folder: TreePath) -> [TreeFault] {
        var faults: [TreeFault] = []
        var (isOrdered, mayBeTwice) = (true, false)
        for (index, entry) in entries.enumerated() {
            if let what = fault(of: entry) {
                faults.append(
                    TreeFault(
                        path: folder.appending(entry.name), what: what,
                        isMovable: entry.name.contains { $0 >= 0x80 }))
            }
            guard index > 0 else { continue }
            if !TreeFormat.precedes(entries[index - 1], entry) { isOrdered = false }
            if entry.mode.isTree, isBefore(entry.name, index, in: entries) { mayBeTwice = true }
        }
        guard !isOrdered || mayBeTwice else { return faults }
        var seen: Set<[UInt8]> = []
        let again = entries.filter { !seen.insert($0.name).inserted }
        faults += again.map {
            TreeFault(path: folder.appending($0.name), what: "the tree holds the name twice")
        }
        if again.isEmpty, !isOrdered {
            faults.append(TreeFault(path: folder, what: "the tree is not in git's order"))
        }
        return faults
    }

    /// The file `a` is in order before `a.c` and the folder `a`: the only way in which a name can be
    /// there twice in an ordered tree.
    private static func isBefore(
        _ name: [UInt8], _ index: Int, in entries: [TreeEntry]
    ) -> Bool {
        for earlier in entries[..<index].reversed() {
            guard earlier.name.starts(with: name) else { return false }
            if earlier.name.count == name.count { return true }
        }
        return false
    }

    private static func fault(of entry: TreeEntry) -> String? {
        let name = entry.name
        if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) {
            return "'\(String(decoding: name, as: UTF8.self))' is no name of a file"
        }
        if name.contains(UInt8(ascii: "/")) { return "a name in a tree has no slash" }
        if entry.id == .zero { return "it names no object" }
        guard mayBeDotGit(name), DotGit.matches(name) else { return nil }
        return name.elementsEqual(".git".utf8)
            ? "'.git' is git's own folder"
            : "some file systems take the name for git's own folder, .git"
    }

    /// Leaves out nearly every name, quickly.
    private static func mayBeDotGit(_ name: [UInt8]) -> Bool {
        guard let first = name.first, name.count >= 4 else { return false }
        return first == UInt8(ascii: ".") || first | 0x20 == UInt8(ascii: "g") || first >= 0x80
            || name.contains(UInt8(ascii: "\\"))
    }
}

/// Looks into the trees that commits bring, each tree once.
package final class TreeInspection {
    private let repository: Repository
    /// Trees with nothing wrong in them and below them.
    private var sound: Set<ObjectID> = []

    package init(_ repository: Repository) { self.repository = repository }

    /// What is wrong in the folders of a tree that none of its parents has in the same place.
    ///
    /// - Throws: ``GitError`` where a tree cannot be read; one that can be and is malformed is a
    ///   fault.
    package func faults(
        in tree: ObjectID, parents: [ObjectID] = []
    ) throws(GitError) -> [TreeFault] {
        var faults: [TreeFault] = []
        var visited: Set<ObjectID> = []
        // A folder that a parent has is not looked into, and so not known to be sound.
        var isWhole = true
        var left = [(tree: tree, parents: parents, path: TreePath(bytes: []), depth: 0)]
        while let (tree, parents, path, depth) = left.popLast() {
            guard !parents.contains(tree) else {
                isWhole = false
                continue
            }
            guard !sound.contains(tree), visited.insert(tree).inserted else { continue }
            guard depth < Repository.depthLimit else {
                faults.append(
                    TreeFault(
                        path: TreePath(bytes: []),
                        what: "the tree is more than \(Repository.depthLimit) folders deep"))
                break
            }
            guard let entries = try? TreeFormat.read(repository.read(tree, as: .tree), of: tree)
            else {
                // Where it cannot be read at all, this throws again.
                _ = try repository.read(tree, as: .tree)
                faults.append(TreeFault(path: path, what: "the tree \(tree) is malformed"))
                continue
            }
            faults += TreeFault.faults(in: entries, at: path)
            let below = entries.filter(\.mode.isTree)
            guard !below.isEmpty else { continue }
            let others = parents.map(folders)
            for folder in below {
                let counterparts = others.compactMap { $0[folder.name] }
                left.append(
                    (folder.id, counterparts, path.appending(folder.name), depth + 1))
            }
        }
        if faults.isEmpty, isWhole { sound.formUnion(visited) }
        return faults.sorted { $0.path < $1.path }
    }

    /// None of a tree that cannot be read: all that the other has is new then.
    private func folders(of tree: ObjectID) -> [[UInt8]: ObjectID] {
        var folders: [[UInt8]: ObjectID] = [:]
        for entry in (try? repository.readTree(tree)) ?? [] where entry.mode.isTree {
            folders[entry.name] = entry.id
        }
        return folders
    }
}
