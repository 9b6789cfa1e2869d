package import Git

/// What the commands of a fix find in the workspace.
package enum FixStart: Hashable, Sendable {
    /// The files of a commit, and it as `HEAD`, on no branch.
    case commit(ObjectID)
    /// A merge of `theirs` into `ours` that is in progress, its conflicts open.
    ///
    /// `HEAD` is `ours`, `MERGE_HEAD` is `theirs`; what both sides changed has its stages in the
    /// index and conflict markers in the file.
    case merge(ours: ObjectID, theirs: ObjectID)
    /// What an agent program left, with the operation that it left half-way.
    case asLeft
}
