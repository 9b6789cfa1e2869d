package import Git

/// An operation of git's that somebody began and did not end.
package struct OperationInProgress: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case merge, rebase, am, bisect, revert
        case cherryPick = "cherry-pick"
    }

    package var kind: Kind
    /// The paths whose conflicts are open, in order.
    package var conflicts: [TreePath]

    package init(kind: Kind, conflicts: [TreePath] = []) {
        self.kind = kind
        self.conflicts = conflicts
    }
}

extension OperationInProgress: CustomStringConvertible {
    package var description: String {
        let paths = conflicts.map(\.description).joined(separator: ", ")
        return "a \(kind.rawValue) is in progress"
            + (conflicts.isEmpty ? "" : ", with conflicts in \(paths)")
    }
}
