extension GitCommand {
    /// The files of the working tree that are not in the index, sorted.
    ///
    /// A folder that holds a repository of its own is one entry, whose path ends with a slash.
    ///
    /// - Parameter patterns: A file of patterns as `.gitignore` has them, for the whole tree; what
    ///   they match is left out. No other ignore file counts.
    package func untracked(leavingOut patterns: String) async throws(GitError) -> [TreePath] {
        let output = try await run(
            ["ls-files", "--others", "-z", "--exclude-from=\(patterns)"])
        return output.split(separator: 0).map { TreePath(bytes: $0) }.sorted()
    }

    /// Stores files of the working tree as git would add them: line ends and encodings by the
    /// attributes that stand beside them.
    ///
    /// - Returns: A blob's id for each path, in the order of the paths.
    package func storedForms(of paths: [TreePath]) async throws(GitError) -> [ObjectID] {
        try await hashed(paths, ["-w"])
    }
}
