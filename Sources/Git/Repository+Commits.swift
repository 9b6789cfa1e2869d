extension Repository {
    /// Reads a commit.
    ///
    /// - Throws: ``GitError`` `.missingObject`, `.corrupt`, or `.invalid` where it is no commit.
    package func readCommit(_ id: ObjectID) throws(GitError) -> Commit {
        try CommitFormat.read(read(id, as: .commit), of: id)
    }

    /// Stores a commit; no ref moves.
    ///
    /// - Parameters:
    ///   - tree: Has to be stored, like the parents.
    ///   - message: Written as it is, ended by a line's end.
    /// - Throws: ``GitError`` `.missingObject` for a tree or parent that is not stored, `.invalid` for
    ///   a message with a NUL byte, `.noIdentity` for a signature without name or address.
    @discardableResult
    package func writeCommit(
        tree: ObjectID, parents: [ObjectID], author: Signature, committer: Signature,
        message: String
    ) throws(GitError) -> ObjectID {
        let operation = "write a commit"
        guard !message.utf8.contains(0) else {
            throw GitError(.invalid, operation, detail: "its message has a NUL byte")
        }
        for person in [author, committer] where Signature.cleaned(person.name).isEmpty {
            throw GitError(.noIdentity, operation, detail: "its author or committer has no name")
        }
        // A commit names its tree by id, so the empty one has to be stored after all.
        if tree == .emptyTree {
            _ = try write([], as: .tree)
        } else {
            try require(tree, .tree, for: operation)
        }
        for parent in parents { try require(parent, .commit, for: operation) }
        let bytes = CommitFormat.write(
            tree: tree, parents: parents, author: author, committer: committer, message: message)
        return try write(bytes, as: .commit)
    }
}
