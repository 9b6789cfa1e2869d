package import Git

/// Who this program is where it commits by itself.
package enum Program {
    /// The committer of journal, keep, rules and notes commits (`storage.md`).
    package static func committer(at seconds: Int64) -> Signature {
        Signature(name: "git autopack", email: "autopack@localhost", seconds: seconds)
    }

    /// The subject of the commit that a run from uncommitted work begins on.
    package static func subject(ofWorkOn branch: String) -> String {
        uncommitted + branch
    }

    /// The commit is the program's own record, and nobody's work: a text that a run keeps, notes,
    /// rules, the format.
    ///
    /// The journals' own commits say so by their trailers, too.
    package static func records(_ commit: Commit) -> Bool {
        let own = committer(at: 0)
        return commit.committer.name == own.name && commit.committer.email == own.email
            && !commit.message.hasPrefix(uncommitted)
    }

    private static let uncommitted = "uncommitted work on "
}
