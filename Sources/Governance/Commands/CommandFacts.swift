package import RunModel

/// What the command policy has to know of the world: a value, so that a verdict depends on nothing
/// else.
package struct CommandFacts: Sendable {
    /// What stands at a path of the workspace, links not followed.
    package enum Entry: Hashable, Sendable {
        case file, folder
        /// A symbolic link, with its target as it is stored.
        case link(String)
        case other
    }

    /// The kinds of commands that the user allows (`doctor.allowed_fix_types`).
    package var allowedTypes: Set<FixType>
    package var protected: ProtectedPaths
    /// Local branches, by their short names.
    package var branches: Set<String>
    /// The branches a hard reset may go to: `autopack/pre-run-<run>` of the run that is meant.
    package var preRunBranches: Set<String>
    /// What else git takes for a revision: tags, remote branches.
    package var otherRevisions: Set<String>
    /// The commits that are there, by their full names, of those that are asked for.
    package var commits: Set<String>
    /// What stands at a path of plain components; nil for nothing.
    package var entry: @Sendable (_ path: String) -> Entry?

    /// Of a place without a repository: no branch, no commit, no file.
    package init(
        allowedTypes: Set<FixType>, protected: ProtectedPaths = ProtectedPaths(),
        branches: Set<String> = [], preRunBranches: Set<String> = [],
        otherRevisions: Set<String> = [],
        commits: Set<String> = [],
        entry: @escaping @Sendable (String) -> Entry? = { _ in nil }
    ) {
        self.allowedTypes = allowedTypes
        self.protected = protected
        self.branches = branches
        self.preRunBranches = preRunBranches
        self.otherRevisions = otherRevisions
        self.commits = commits
        self.entry = entry
    }
}

extension CommandFacts {
    /// What might be the full name of a commit in some lines: these have to be looked up.
    package static func possibleCommits(in lines: [String]) -> Set<String> {
        var found: Set<String> = []
        for line in lines {
            for piece in line.utf8.split(whereSeparator: { !isHexadecimal($0) })
            where piece.count == 40 {
                found.insert(String(decoding: piece, as: UTF8.self))
            }
        }
        return found
    }

    /// A digit as git writes it in the names of objects.
    static func isHexadecimal(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
