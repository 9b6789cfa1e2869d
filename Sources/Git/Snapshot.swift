/// A commit that holds everything uncommitted of a checkout.
///
/// Laid out like a stash: the tree is the working tree with the untracked files that are not
/// ignored; the parents are `HEAD` (if it has a commit), a commit of the index, and, where a merge
/// was open, a commit whose tree keeps each open entry at `<stage>/<path>`. The message's trailers
/// name the last two.
package struct Snapshot: Sendable, Hashable {
    /// The commit.
    package var commit: ObjectID
    /// The working tree.
    package var tree: ObjectID
    /// What `HEAD` was; nil on an unborn branch.
    package var base: ObjectID?
    /// What was staged.
    package var indexTree: ObjectID
    /// The open entries of a merge; nil where there was none.
    package var unmergedTree: ObjectID?
    /// Repositories of their own inside the checkout, which a snapshot does not hold; empty where
    /// it was read back.
    package var leftOut: [TreePath] = []

    static let indexTrailer = "Snapshot-Index"
    static let unmergedTrailer = "Snapshot-Unmerged"
}

extension Repository {
    /// Reads what ``Checkout/snapshot(author:message:)`` has written.
    ///
    /// - Throws: ``GitError`` `.invalid` where the commit is no snapshot.
    package func readSnapshot(_ id: ObjectID) throws(GitError) -> Snapshot {
        let commit = try readCommit(id)
        let trailers = commit.trailers
        guard
            let index = trailers[Snapshot.indexTrailer].flatMap({ ObjectID(hex: $0) }),
            commit.parents.contains(index)
        else {
            throw GitError(.invalid, "read snapshot \(id)", detail: "the commit is no snapshot")
        }
        let unmerged = trailers[Snapshot.unmergedTrailer].flatMap { ObjectID(hex: $0) }
        return Snapshot(
            commit: id, tree: commit.tree,
            base: commit.parents.first { $0 != index && $0 != unmerged },
            indexTree: try readCommit(index).tree,
            unmergedTree: try unmerged.map { id throws(GitError) in try readCommit(id).tree })
    }
}
