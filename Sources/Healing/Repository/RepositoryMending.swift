package import Git

/// One thing that the program can do about a finding.
package enum RepositoryMending: Sendable, Hashable {
    /// Removes lock files whose owner is gone.
    case removeLocks([LeftLock])
    /// Writes each ref again as its reflog or `packed-refs` has it, or removes its file.
    case mendRefs([DamagedRef])
    /// Has `HEAD` name a branch again.
    case nameBranch(RefName)
    /// Takes the lines out of `packed-refs` that git cannot read.
    case cleanPackedRefs
    /// Removes files of objects that have no bytes, so that git asks for them anew, and writes those
    /// again that are still at hand.
    case removeObjects([EmptyObject])
    /// Writes missing objects again from the working tree and the index.
    case rewriteObjects([MissingObject])
    /// Puts the index aside and makes one of `HEAD`'s tree.
    case rebuildIndex
    /// Removes what is left of worktrees whose folder is gone.
    case removeWorktrees([LostWorktree])
    /// Gives an operation up that is half-way.
    case abort(UnfinishedOperation.Kind)
    /// Writes tracked files again as the index has them.
    case restoreFiles([TreePath])

    /// Mendings that others build on come first: no git works beside a lock or without `HEAD`.
    package var order: Int {
        switch self {
        case .removeLocks: 0
        case .nameBranch: 1
        case .cleanPackedRefs: 2
        case .mendRefs: 3
        case .removeObjects: 4
        case .rewriteObjects: 5
        case .rebuildIndex: 6
        case .removeWorktrees: 7
        case .abort(.bisect): 9
        case .abort: 8
        case .restoreFiles: 10
        }
    }

    /// Files of the working tree, the index or a branch may change.
    package var touchesCheckout: Bool {
        switch self {
        case .abort, .restoreFiles, .rebuildIndex, .nameBranch: true
        case .removeLocks, .mendRefs, .cleanPackedRefs, .removeObjects, .rewriteObjects,
            .removeWorktrees:
            false
        }
    }
}
