package import Git

extension Workspace {
    /// The paths here that have a `filter` attribute, with the filter's name.
    ///
    /// Their bytes here are those that are stored, such as the pointer of a large file: the filter
    /// is a program, and it is not run. So they can be read only.
    package func filteredPaths() async throws(WorkspaceError) -> [TreePath: String] {
        guard conversion?.filters ?? true else { return [:] }
        let files = (0..<index.count).filter { index.entries[$0].mode.isFile }
        let git = try await git()
        do throws(GitError) {
            return try await git.attribute("filter", of: files.map { index.treePath($0) })
        } catch {
            throw WorkspaceError(error)
        }
    }
}
