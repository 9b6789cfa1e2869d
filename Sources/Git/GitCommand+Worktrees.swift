/// A checkout of a repository, the first or a linked one.
package struct Worktree: Sendable, Hashable {
    /// Absolute.
    package var path: String
    /// The branch it has checked out; nil where its HEAD is detached.
    package var branch: RefName?
}

extension GitCommand {
    /// All checkouts of the repository.
    package func worktrees() async throws(GitError) -> [Worktree] {
        let output = try await run(["worktree", "list", "--porcelain", "-z"])
        var found: [Worktree] = []
        for line in output.split(separator: 0).map({ String(decoding: $0, as: UTF8.self) }) {
            if line.hasPrefix("worktree ") {
                found.append(Worktree(path: String(line.dropFirst(9)), branch: nil))
            } else if line.hasPrefix("branch "), let last = found.indices.last {
                found[last].branch = RefName(String(line.dropFirst(7)))
            }
        }
        return found
    }
}
