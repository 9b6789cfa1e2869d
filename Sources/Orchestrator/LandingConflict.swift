package import Git

/// A landing whose merge conflicts, since the target has changed the same lines.
package struct LandingConflict: Hashable, Sendable {
    package var target: RefName
    /// The target's tip.
    package var ours: ObjectID
    /// The run's tip.
    package var theirs: ObjectID
    package var conflicts: [MergeConflict]

    /// The paths in conflict.
    package var paths: [String] { conflicts.map(\.path.description) }

    /// Whether a resolution is the merge that git makes, everywhere but in the paths in conflict:
    /// who may resolve may not throw away what nobody disputes.
    ///
    /// - Throws: ``GitError``.
    package func isAnswered(
        by resolved: ObjectID, in repository: Repository
    ) throws(GitError) -> Bool {
        let disputed = Set(
            conflicts.flatMap { [$0.ancestor, $0.ours, $0.theirs].compactMap { $0?.path } })
        func undisputed(_ tree: ObjectID) throws(GitError) -> ObjectID {
            try repository.writeTree(base: tree, changes: disputed.sorted().map { .remove($0) })
        }
        let merge = try repository.mergeCommits(ours, theirs) { tree throws(GitError) in
            try undisputed(tree)
        }
        guard case .clean(let expected) = merge else { return false }
        return try undisputed(resolved) == expected
    }
}
