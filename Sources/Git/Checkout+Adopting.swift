extension Checkout {
    /// Writes a branch's files into a checkout that has none of them yet, and its index.
    ///
    /// Files that are there already and equal count as written.
    ///
    /// - Parameter revision: As in `refs/heads/main`.
    package func adopt(_ revision: String) async throws(GitError) {
        _ = try await command.run(["read-tree", "--reset", revision])
        _ = try await command.run(["checkout-index", "--all", "--force"])
        _ = try await command.run(
            ["update-index", "-q", "--refresh"], GitCommand.Call(accepted: [0, 1]))
    }
}
