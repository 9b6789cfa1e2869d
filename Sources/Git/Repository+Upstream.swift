import CLibgit2

/// How far a branch and the one it follows have gone apart.
package struct UpstreamDistance: Sendable, Hashable {
    package var branch: RefName
    /// The remote-tracking branch.
    package var upstream: RefName
    /// Commits of the branch that the upstream does not have.
    package var ahead: Int
    /// Commits of the upstream that the branch does not have.
    package var behind: Int

    package init(branch: RefName, upstream: RefName, ahead: Int, behind: Int) {
        self.branch = branch
        self.upstream = upstream
        self.ahead = ahead
        self.behind = behind
    }
}

extension Repository {
    /// How far a branch is from its upstream; nil where it has none or one of them is missing.
    ///
    /// What is known here counts; nothing is fetched.
    package func upstreamDistance(of branch: RefName) throws(GitError) -> UpstreamDistance? {
        var name = unsafe git_buf()
        defer { unsafe git_buf_dispose(&name) }
        guard unsafe git_branch_upstream_name(&name, pointer, branch.name) == 0,
            let text = unsafe name.ptr, let upstream = RefName(unsafe String(cString: text)),
            let local = try lookUp(branch), let remote = try lookUp(upstream)
        else { return nil }
        guard local != remote else {
            return UpstreamDistance(branch: branch, upstream: upstream, ahead: 0, behind: 0)
        }
        var (ahead, behind) = (0, 0)
        var (localID, remoteID) = (local.raw, remote.raw)
        try Library.check(
            unsafe git_graph_ahead_behind(&ahead, &behind, pointer, &localID, &remoteID),
            "compare \(branch) with \(upstream)")
        return UpstreamDistance(
            branch: branch, upstream: upstream, ahead: ahead, behind: behind)
    }
}
