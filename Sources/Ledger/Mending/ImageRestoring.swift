package import Git
import RunModel

/// Puts a repository back as an image has it.
package struct ImageRestoring {
    private let repository: Repository
    private let command: GitCommand?
    private let committer: Signature

    /// - Parameter committer: For the reflogs of branches.
    package init(_ repository: Repository, _ command: GitCommand?, committer: Signature) {
        self.repository = repository
        self.command = command
        self.committer = committer
    }

    /// What stands in the way of going back: things that are neither as the mending left them nor
    /// as they were before it.
    package func inTheWay(
        of before: RepositoryImage, after: RepositoryImage?, now: RepositoryImage
    ) -> [String] {
        let unlike = Set(before.differences(to: now))
        guard let after else { return [] }
        return after.differences(to: now).filter(unlike.contains)
    }

    /// Puts everything back: refs, files of the working tree, git's own files; locks last, as
    /// nothing works beside them.
    ///
    /// Doing it again is harmless: it goes on where it stopped.
    ///
    /// - Throws: ``LedgerError`` `.conflict` where a ref moved meanwhile.
    package func restore(
        _ before: RepositoryImage, from now: RepositoryImage
    ) async throws(LedgerError) {
        try await moveRefs(before, now)
        if let workTree = repository.workTree {
            try putBack(before.files, below: workTree, emptying: true)
        }
        let state = before.state.filter { !Self.isLock($0) }
        try removeNewState(before, now)
        try putBack(state, below: repository.commonDirectory)
        try putBack(before.state.filter(Self.isLock), below: repository.commonDirectory)
    }

    private static func isLock(_ entry: RepositoryImage.Entry) -> Bool {
        entry.path.bytes.suffix(5).elementsEqual(".lock".utf8)
    }

    private func moveRefs(
        _ before: RepositoryImage, _ now: RepositoryImage
    ) async throws(LedgerError) {
        var movements: [RefMovement] = []
        for (old, new) in zip(before.refs, now.refs) where old.id != new.id {
            movements.append(RefMovement(name: old.name, old: new.id, new: old.id))
        }
        guard !movements.isEmpty else { return }
        guard let command else {
            throw LedgerError(
                .git, "take the mending back", detail: "git cannot work in the repository",
                remedy: "git autopack doctor")
        }
        let (all, who) = (movements, committer)
        try await mapping { () async throws(GitError) in
            try await command.updateRefs(
                all, reason: "autopack doctor: mending taken back", committer: who)
        }
    }

    /// Git's own files that were not there before the mending, the innermost first.
    private func removeNewState(
        _ before: RepositoryImage, _ now: RepositoryImage
    ) throws(LedgerError) {
        let known = Set(before.state.map(\.path))
        let folder = Array("\(repository.commonDirectory)/".utf8)
        for entry in now.state.reversed() where !known.contains(entry.path) {
            try git { () throws(GitError) in try DiskEntry.remove(folder + entry.path.bytes) }
        }
    }

    private func putBack(
        _ entries: [RepositoryImage.Entry], below folder: String, emptying: Bool = false
    ) throws(LedgerError) {
        let (repository, folder) = (repository, Array("\(folder)/".utf8))
        try git { () throws(GitError) in
            // A file gives way to a folder, and the other way round, once it is gone.
            for entry in entries.reversed() where entry.entry.kind == .nothing {
                let path = folder + entry.path.bytes
                guard DiskEntry(at: path).kind != .folder else { continue }
                try DiskEntry.remove(path)
                if emptying { Self.removeEmptyFolders(above: entry.path, in: folder) }
            }
            for entry in entries where entry.entry.kind != .nothing {
                let path = folder + entry.path.bytes
                try Self.refuseLinks(above: entry.path, in: folder)
                let bytes = try entry.blob.map { id throws(GitError) in
                    try repository.readBlob(id)
                }
                let current = DiskEntry(at: path)
                if current.kind == entry.entry.kind, let bytes, current == entry.entry,
                    (try? DiskEntry.read(path)) == bytes
                {
                    continue
                }
                try entry.entry.put(bytes ?? [], at: path)
            }
        }
    }

    /// Folders that the mending made stay only where something else is in them.
    private static func removeEmptyFolders(above path: TreePath, in folder: [UInt8]) {
        for ancestor in path.ancestors.reversed() {
            let place = folder + ancestor.bytes
            guard DiskEntry(at: place).kind == .folder,
                (try? DiskEntry.remove(place)) != nil
            else { return }
        }
    }

    private static func refuseLinks(above path: TreePath, in folder: [UInt8]) throws(GitError) {
        for ancestor in path.ancestors
        where DiskEntry(at: folder + ancestor.bytes).kind == .link {
            throw GitError(
                .invalid, "write \(path)",
                detail: "\(ancestor) is a symbolic link, which is not gone through")
        }
    }
}
