extension GitCommand {
    /// What git prints for a person, as `git log` does.
    ///
    /// - Parameter arguments: A command that only reads, and its arguments.
    package func show(_ arguments: [String]) async throws(GitError) -> [UInt8] {
        try await run(arguments)
    }
}
