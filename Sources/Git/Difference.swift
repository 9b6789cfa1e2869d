/// What changed at one path between two trees.
package struct DifferenceEntry: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case added, deleted, modified, renamed
        /// A file became a link or a submodule, or the other way round.
        case typeChanged
        /// Only the executable bit changed.
        case modeChanged
    }

    /// One side of it.
    package struct Side: Sendable, Hashable {
        package var mode: FileMode
        package var id: ObjectID

        package init(mode: FileMode, id: ObjectID) {
            self.mode = mode
            self.id = id
        }
    }

    package var kind: Kind
    /// The path afterwards; before, where it was deleted.
    package var path: TreePath
    /// Where it was, if it was renamed.
    package var oldPath: TreePath?
    /// Nil where it was added.
    package var old: Side?
    /// Nil where it was deleted.
    package var new: Side?
    /// Lines added; 0 for a binary file.
    package var added: Int
    /// Lines removed; 0 for a binary file.
    package var removed: Int
    package var isBinary: Bool
}

/// A run of changed lines with what surrounds them.
package struct Hunk: Sendable, Hashable {
    /// One line.
    package struct Line: Sendable, Hashable {
        package enum Origin: String, Sendable {
            case context = " "
            case added = "+"
            case removed = "-"
        }

        package var origin: Origin
        /// With its end, which the last line of a file may lack.
        package var bytes: [UInt8]
        /// From 1; nil for an added line.
        package var oldNumber: Int?
        /// From 1; nil for a removed line.
        package var newNumber: Int?
    }

    /// The first line in the old file, from 1; 0 where the hunk has none there.
    package var oldStart: Int
    package var oldCount: Int
    /// The first line in the new file, from 1; 0 where the hunk has none there.
    package var newStart: Int
    package var newCount: Int
    /// The function or section it stands in, as git guesses it; empty where there is none.
    package var heading: [UInt8]
    package var lines: [Line]
}

/// How two trees are compared.
package struct DifferenceOptions: Sendable {
    /// Files moved with at least half of their content count as renamed.
    package var findsRenames: Bool
    /// Unchanged lines around each change.
    package var contextLines: Int
    /// Lines are counted; without it `added`, `removed` and `isBinary` stay 0 and false, and no
    /// blob is read but for renames.
    package var countsLines: Bool

    package init(findsRenames: Bool = true, contextLines: Int = 3, countsLines: Bool = true) {
        self.findsRenames = findsRenames
        self.contextLines = contextLines
        self.countsLines = countsLines
    }
}
