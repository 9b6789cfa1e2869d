/// What git's index says of the working tree.
package struct IndexExamination: Sendable, Hashable {
    /// Why git cannot read the index, in its words; nil where it can.
    package var damage: String?
    /// Paths that a merge has left open, sorted.
    package var unmerged: [TreePath] = []
    /// Tracked files that are not in the working tree, sorted; none of `unmerged`, and none that a
    /// sparse checkout leaves out.
    package var missing: [TreePath] = []
    /// Tracked files in whose place the working tree has a folder, sorted.
    package var replaced: [TreePath] = []
    /// There is no index, and the working tree has files of `HEAD`.
    package var isGone = false

    package init() {}

    /// Looks at the index's first bytes alone.
    package init(headerOf location: RepositoryLocation) {
        let path = "\(location.gitDirectory)/index"
        guard FileSystem.status(path) != nil else { return }
        // `DIRC`, a version, a count, and the digest at the end.
        let bytes = FileSystem.bytes(of: path, limitBytes: 32) ?? []
        if bytes.count < 32 {
            damage = "index file smaller than expected"
        } else if !bytes.starts(with: "DIRC".utf8) {
            damage = "bad signature"
        }
    }

    /// Asks git, which reads sparse and split indexes too, and compares times alone.
    ///
    /// - Throws: ``GitError`` where git cannot work in the repository at all.
    package init(_ command: GitCommand) async throws(GitError) {
        do throws(GitError) {
            let open = try await command.run(["ls-files", "-u", "-z"])
            unmerged = Set(Self.entries(open).map(\.path)).sorted()
            guard command.location.workTree != nil else { return }
            let gone = try await command.run(["ls-files", "-d", "-z"])
            missing = Set(gone.split(separator: 0).map { TreePath(bytes: $0) })
                .subtracting(unmerged).sorted()
            let deleted = try await command.run([
                "diff-files", "--no-ext-diff", "--ignore-submodules=all", "--diff-filter=D",
                "--name-only", "-z",
            ])
            replaced = Set(deleted.split(separator: 0).map { TreePath(bytes: $0) })
                .subtracting(missing).subtracting(unmerged).sorted()
            isGone = try await Self.isGone(command)
        } catch {
            guard error.isIndexDamage else { throw error }
            let file = "\(command.location.gitDirectory)/index: "
            damage =
                error.detail.hasPrefix(file)
                ? String(error.detail.dropFirst(file.utf8.count)) : error.detail
        }
    }

    /// A clone that nothing was checked out in yet has no index either, and no file.
    private static func isGone(_ command: GitCommand) async throws(GitError) -> Bool {
        let location = command.location
        guard let workTree = location.workTree,
            FileSystem.status("\(location.gitDirectory)/index") == nil
        else { return false }
        let names = try await command.run(
            ["ls-tree", "--name-only", "-z", "HEAD"], GitCommand.Call(accepted: [0, 128]))
        return names.split(separator: 0).contains { name in
            FileSystem.status(Array("\(workTree)/".utf8) + name) != nil
        }
    }

    private static func entries(_ output: [UInt8]) -> [UnmergedEntry] {
        output.split(separator: 0).compactMap(UnmergedEntry.init)
    }
}

extension GitError {
    /// Git complains of the index file itself.
    fileprivate var isIndexDamage: Bool {
        ["index file", "bad signature", "bad index", "index entry", "index uses"].contains {
            detail.contains($0)
        }
    }
}
