/// What is left in the repository of a linked worktree whose folder is gone.
package struct LostWorktree: Sendable, Hashable {
    /// The name of the folder below `worktrees/`.
    package var name: String
    /// That folder; absolute.
    package var folder: String
    /// Where the checkout was.
    package var checkout: String
    /// The commit that its own `HEAD` named.
    package var commit: ObjectID?

    package init(
        name: String, folder: String, checkout: String, commit: ObjectID? = nil
    ) {
        self.name = name
        self.folder = folder
        self.checkout = checkout
        self.commit = commit
    }
}

extension RepositoryLocation {
    /// The linked worktrees whose folder is gone and that nobody has locked.
    ///
    /// A locked one may stand on a disk that is not plugged in, as `git worktree lock` is for.
    package var lostWorktrees: [LostWorktree] {
        FileSystem.entries(of: "\(commonDirectory)/worktrees").compactMap { entry in
            // Only what is a worktree's by its files, so that nothing else is taken for one.
            guard entry.isFolder, entry.path != gitDirectory,
                FileSystem.status("\(entry.path)/locked") == nil,
                FileSystem.status("\(entry.path)/HEAD") != nil,
                FileSystem.status("\(entry.path)/commondir") != nil,
                let link = FileSystem.line(of: "\(entry.path)/gitdir"), !link.isEmpty,
                FileSystem.status(FileSystem.absolute(link, from: entry.path)) == nil
            else { return nil }
            return LostWorktree(
                name: entry.name, folder: entry.path,
                checkout: link.hasSuffix("/.git") ? String(link.dropLast(5)) : link,
                commit: FileSystem.line(of: "\(entry.path)/HEAD").flatMap { ObjectID(hex: $0) })
        }
    }
}
