extension Checkout {
    /// The files that stand in the way of bringing the checkout from one tree to another.
    ///
    /// Those that differ between the trees and are edited, staged otherwise, or present without
    /// being tracked. Nothing is written.
    ///
    /// - Parameters:
    ///   - old: A commit or tree; what the checkout is taken to hold.
    ///   - new: A commit or tree.
    package func overlaps(
        from old: ObjectID, to new: ObjectID
    ) async throws(GitError) -> [TreePath] {
        try await withPrivateIndex { index async throws(GitError) in
            let changed = try await changedPaths(old, new)
            guard !changed.all.isEmpty else { return [] }
            let unmerged = try await index.unmerged()
            // Git moves no index in which a merge is open.
            guard unmerged.isEmpty else { return Set(unmerged.map(\.path)).sorted() }
            try await index.refresh()
            let edited = Set(try await index.edited())
            let differsFromOld = Set(try await staged(against: old, in: index))
            let differsFromNew = Set(try await staged(against: new, in: index))
            let staged = differsFromOld.intersection(differsFromNew)
            var inTheWay = changed.all.filter { edited.contains($0) || staged.contains($0) }
            // Git gives way to a folder where a file is to be, and the other way round, without
            // asking whether what it drops is in either tree.
            let added = Set(changed.added)
            inTheWay += staged.filter { !added.isDisjoint(with: $0.ancestors) }
            inTheWay += added.flatMap(\.ancestors).filter(staged.contains)
            let untracked = try await untracked(in: index, where: changed.added)
            return Set(inTheWay).union(untracked).sorted()
        }
    }

    /// Brings files and index from one tree to another, after the ref has moved.
    ///
    /// Edits of other files stay as they are, staged or not.
    ///
    /// - Throws: ``GitError`` `.overlap` with the files that were edited; nothing is changed then.
    package func follow(from old: ObjectID, to new: ObjectID) async throws(GitError) {
        try await refuseOverlaps(from: old, to: new)
        try await command.retrying { () async throws(GitError) in
            try await refresh()
            _ = try await command.run(
                ["read-tree", "-m", "-u", old.hex, new.hex], GitCommand.Call(outlivesCaller: true))
        }
    }

    /// Brings files and index back to a snapshot.
    ///
    /// What was staged is staged again, what was untracked untracked, what a merge had left open
    /// open.
    ///
    /// - Parameters:
    ///   - snapshot: What to bring back.
    ///   - current: The commit or tree that the checkout holds now.
    /// - Throws: ``GitError`` `.overlap` with the files that were edited since; nothing is changed
    ///   then.
    package func restore(_ snapshot: Snapshot, from current: ObjectID) async throws(GitError) {
        try await follow(from: current, to: snapshot.tree)
        try await command.retrying { () async throws(GitError) in
            _ = try await command.run(["read-tree", "-i", "-m", snapshot.indexTree.hex])
        }
        if let tree = snapshot.unmergedTree {
            let entries = try await unmergedEntries(tree)
            _ = try await command.run(
                ["update-index", "-z", "--index-info"],
                GitCommand.Call(
                    input: entries.flatMap(\.removed) + entries.flatMap(\.restored)))
        }
        try await refresh()
    }

    /// Writes the difference between two trees into the files alone; the index stays as it is.
    ///
    /// - Throws: ``GitError`` `.overlap` where a file that differs between the trees is not as the
    ///   old one has it; nothing is changed then.
    package func writeDifference(
        from old: ObjectID, to new: ObjectID
    ) async throws(GitError) {
        let inTheWay = try await withPrivateIndex {
            index async throws(GitError) -> [TreePath] in
            let isMerging = !(try await index.unmerged()).isEmpty
            // With `-m` git keeps what it remembers of unchanged files and need not read them.
            _ = try await index.run(["read-tree"] + (isMerging ? [] : ["-i", "-m"]) + [old.hex])
            try await index.refresh()
            let changed = try await changedPaths(old, new)
            let edited = Set(try await index.edited())
            let inTheWay = Set(changed.all.filter(edited.contains))
                .union(try await untracked(in: index, where: changed.added))
            guard inTheWay.isEmpty else { return inTheWay.sorted() }
            _ = try await index.run(["read-tree", "-m", "-u", old.hex, new.hex])
            return []
        }
        try refuse(inTheWay)
    }

    /// Brings the remembered times of unchanged files up to date.
    private func refresh() async throws(GitError) {
        // Not quietly: git would say nothing of a locked index either.
        _ = try await command.run(
            ["update-index", "--refresh"], GitCommand.Call(accepted: [0, 1]))
    }

    private func refuseOverlaps(from old: ObjectID, to new: ObjectID) async throws(GitError) {
        try refuse(try await overlaps(from: old, to: new))
    }

    private func refuse(_ paths: [TreePath]) throws(GitError) {
        guard let first = paths.first else { return }
        let others = paths.count > 1 ? " and \(paths.count - 1) more" : ""
        throw GitError(
            .overlap, "change the checkout",
            detail: "\(first)\(others) would be overwritten, with changes of yours",
            remedy: "commit them, or put them aside\ngit stash push --include-untracked",
            paths: paths)
    }

    /// The paths that differ between two trees; `added` has no entry at that path in the old one.
    private func changedPaths(
        _ old: ObjectID, _ new: ObjectID
    ) async throws(GitError) -> (all: [TreePath], added: [TreePath]) {
        let output = try await command.run([
            "diff-tree", "-r", "-z", "--no-renames", "--name-status", "--no-ext-diff", old.hex,
            new.hex,
        ])
        var changed: (all: [TreePath], added: [TreePath]) = ([], [])
        var letter: UInt8?
        for field in output.split(separator: 0) {
            guard let kind = letter else {
                letter = field.first
                continue
            }
            letter = nil
            let path = TreePath(bytes: field)
            changed.all.append(path)
            if kind == UInt8(ascii: "A") { changed.added.append(path) }
        }
        return changed
    }

    /// The paths whose entry in the index differs from a tree.
    private func staged(
        against tree: ObjectID, in index: PrivateIndex
    ) async throws(GitError) -> [TreePath] {
        try await index.paths([
            "diff-index", "--cached", "-z", "--no-renames", "--name-only", "--no-ext-diff",
            "--ignore-submodules=dirty", tree.hex,
        ])
    }

    /// What stands, untracked or ignored, where files are to be created.
    private func untracked(
        in index: PrivateIndex, where added: [TreePath]
    ) async throws(GitError) -> Set<TreePath> {
        var present: Set<TreePath> = []
        for path in added {
            // A file in the place of a folder is in the way as much as one at the path itself.
            for candidate in path.ancestors + [path] {
                let file = Array("\(workTree)/".utf8) + candidate.bytes
                guard let status = FileSystem.status(file) else { break }
                if candidate == path || !FileSystem.isDirectory(status) {
                    present.insert(candidate)
                }
            }
        }
        guard !present.isEmpty else { return [] }
        var found: Set<TreePath> = []
        let arguments = ["ls-files", "-z", "-o", "--"]
        // Few are present as a rule; many are asked about in several calls.
        let all = present.sorted()
        for start in stride(from: 0, to: all.count, by: 500) {
            let part = all[start..<min(start + 500, all.count)]
            let literal = part.compactMap(\.text)
            // A path that is no text cannot be an argument here, and counts as in the way.
            found.formUnion(part.filter { $0.text == nil })
            guard !literal.isEmpty else { continue }
            found.formUnion(try await index.paths(arguments + literal))
        }
        return found
    }

    private func unmergedEntries(_ tree: ObjectID) async throws(GitError) -> [UnmergedEntry] {
        let output = try await command.run(["ls-tree", "-r", "-z", tree.hex])
        var entries: [UnmergedEntry] = []
        for line in output.split(separator: 0) {
            guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
            let fields = String(decoding: line[..<tab], as: UTF8.self).split(separator: " ")
            let name = line[(tab + 1)...]
            guard fields.count == 3, let id = ObjectID(hex: fields[2]), let digit = name.first,
                let stage = Hexadecimal.value(digit)
            else { continue }
            entries.append(
                UnmergedEntry(
                    mode: String(fields[0]), id: id, stage: Int(stage),
                    path: TreePath(bytes: name.dropFirst(2))))
        }
        return entries
    }
}
