extension Repository {
    /// The tree that a revision names, and the commit where it is one.
    ///
    /// - Throws: ``GitError`` `.notFound`, `.ambiguous`, or `.invalid` for a blob.
    package func resolveTree(
        _ revision: String
    ) throws(GitError) -> (commit: ObjectID?, tree: ObjectID) {
        if let id = ObjectID(hex: revision), try header(of: id)?.kind == .tree {
            return (nil, id)
        }
        let commit = try resolve(revision)
        return (commit, try readCommit(commit).tree)
    }
}
