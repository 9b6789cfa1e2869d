import Git

/// The checkout of a branch: ours, or none.
struct CheckedOut {
    let branch: RefName
    let command: GitCommand
    let repository: Repository
    let temporaryDirectory: String

    init(
        _ branch: RefName, command: GitCommand, repository: Repository, temporaryDirectory: String
    ) {
        self.branch = branch
        self.command = command
        self.repository = repository
        self.temporaryDirectory = temporaryDirectory
    }

    /// This worktree's checkout, where it has the branch.
    ///
    /// - Throws: ``RunError`` `.held` where another worktree has it: its files would no longer be
    ///   what its branch says. `.environment` where an operation of git's is half-way on it, which
    ///   would lose its ground.
    func checkout() async throws(RunError) -> Checkout? {
        let (repository, command, folder) = (repository, command, temporaryDirectory)
        let head = try git { () throws(GitError) in try repository.head() }
        var others = try await RunError.mapping { () async throws(GitError) in
            try await command.worktrees()
        }
        // The first one is listed first. Where its repository is not in it, as that of a submodule,
        // git names the repository instead.
        if repository.location.gitDirectory == repository.location.commonDirectory {
            others.removeFirst(min(1, others.count))
        }
        let elsewhere = others.first { $0.branch == branch && $0.path != repository.workTree }
        if let elsewhere {
            throw RunError(
                .held, "move \(branch.shortName)",
                detail: "the worktree \(elsewhere.path) has it checked out",
                remedy: "run the command there: cd '\(elsewhere.path)'")
        }
        try refuseUnfinishedOperation(head)
        guard head.branch == branch, !repository.isBare else { return nil }
        return try git { () throws(GitError) in
            try Checkout(command, temporaryDirectory: folder)
        }
    }

    private func refuseUnfinishedOperation(_ head: Head) throws(RunError) {
        let location = repository.location
        guard head.branch == branch || location.rebasedBranch == branch,
            let operation = location.unfinishedOperations.first(where: { $0.kind != .bisect })
        else { return }
        throw RunError(
            .environment, "move \(branch.shortName)", detail: "\(operation.noun) is half-way",
            remedy: operation.remedy)
    }
}
