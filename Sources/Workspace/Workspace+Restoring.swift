import Git
import RunModel

extension Workspace {
    /// Removes what a check left and rewrites what it changed, in one pass over the files.
    ///
    /// Kept are the folders of `workspace.cache` and what `workspace.setup` made. Does nothing
    /// where nothing ran since the last time; ``bring(to:)`` and ``check(_:)`` begin with it.
    package func restore() async throws(WorkspaceError) {
        guard isDirty else { return }
        var kept = setup?.products ?? []
        if keepsCaches { kept += settings.cache.map { TreePath($0) } }
        var scan = WorkTreeScan(tree: tree, index: index, kept: kept, untracked: .remove)
        try scan.run()
        if !scan.changed.isEmpty {
            // Until this is done, nobody knows which tree the index on the disk is of.
            let known = present
            present = nil
            try await write(scan.changed)
            if let known { try PresentTree.write(known, to: place) }
            present = known
        }
        try trash.empty()
        isDirty = false
    }
}
