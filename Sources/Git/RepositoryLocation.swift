/// Where the parts of a repository are; all paths are absolute and end without a slash.
package struct RepositoryLocation: Sendable, Hashable {
    /// `.git`, or `.git/worktrees/<name>` for a linked worktree: `HEAD` and the index.
    package var gitDirectory: String
    /// Refs, objects and configuration; the same as `gitDirectory` but for linked worktrees.
    package var commonDirectory: String
    /// The checkout, nil for a bare repository.
    package var workTree: String?

    package init(gitDirectory: String, commonDirectory: String, workTree: String?) {
        self.gitDirectory = gitDirectory
        self.commonDirectory = commonDirectory
        self.workTree = workTree
    }

    /// It is a worktree added by `git worktree add`.
    package var isLinkedWorktree: Bool { gitDirectory != commonDirectory }
}
