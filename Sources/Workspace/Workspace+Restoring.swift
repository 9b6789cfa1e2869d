import Git
import RunModel

extension Workspace {
    /// Removes what a check left and rewrites what it changed, in one pass over the files.
    ///
    /// Kept are the folders of `workspace.cache` and what `workspace.setup` made. Does nothing
    /// where nothing ran since the last time; ``bring(to:)`` and ``check(_:)`` begin with it.
    package func restore() async throws(WorkspaceError) {
        guard isDirty else { return }
        do {
            try await putBack()
        } catch {
            guard error.code == .unreadable else { throw error }
            // The repository no longer has the objects: another one took its place.
            try forgetAll()
            try await putBack()
        }
        try trash.empty()
        isDirty = false
    }

    private func putBack() async throws(WorkspaceError) {
        try restoreRepository()
        var kept = setup?.products ?? []
        if keepsCaches { kept += settings.cache.map { TreePath($0) } }
        var scan = WorkTreeScan(tree: tree, index: index, kept: kept, untracked: .remove)
        try scan.run()
        guard !scan.changed.isEmpty || !indexIsAsWritten else { return }
        // Until this is done, nobody knows which tree the index on the disk is of.
        let known = present
        present = nil
        try await write(scan.changed)
        if let known { try PresentTree.write(known, to: place) }
        present = known
    }

    /// Makes the private repository anew where a program changed it: its refs, settings and `HEAD`,
    /// and whatever operation was left half-way.
    private func restoreRepository() throws(WorkspaceError) {
        guard !privateRepository.isAsWritten(head: commit) else { return }
        try place.clearGitDirectory(trash)
        try privateRepository.write(head: commit)
    }

    /// No program has written the index since.
    var indexIsAsWritten: Bool {
        guard let indexStatus, let status = DiskFile.status(place.indexFile) else { return false }
        return FileStatus(status).isSame(as: indexStatus)
    }

    /// Drops all that is recorded, so that every file counts as a leftover.
    private func forgetAll() throws(WorkspaceError) {
        for file in [place.indexFile, place.presentFile, place.setupFile] { try trash.take(file) }
        index = WorkTreeIndex()
        conversion = nil
        dependencyFolders = nil
        present = nil
        setup = nil
        setCommit(nil)
    }
}
