package import RunModel

/// What `doctor --fix` did to a repository, with what it takes to take it back.
///
/// `mending.json` in the tree of each commit of `refs/autopack/doctor/<n>`.
package struct MendingRecord: Sendable, Hashable, Codable {
    package static let version = 1

    package var version = MendingRecord.version
    /// When it began.
    package var time: Timestamp
    package var tool: String
    /// The linked worktree it was done in; empty for the first one.
    package var worktree: String
    /// The findings that were to be mended.
    package var findings: [HealthFinding]
    package var before: RepositoryImage
    /// Nil while it goes on, and where it was cut short.
    package var after: RepositoryImage?
    /// When it was taken back; nil where it was not.
    package var undone: Timestamp?

    package init(
        time: Timestamp, tool: String, worktree: String, findings: [HealthFinding],
        before: RepositoryImage
    ) {
        self.time = time
        self.tool = tool
        self.worktree = worktree
        self.findings = findings
        self.before = before
    }

    enum CodingKeys: String, CodingKey {
        case time, tool, worktree, findings, before, after, undone
        case version = "v"
    }
}
