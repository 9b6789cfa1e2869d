package import RunModel

/// What separates a candidate's tree from its base, as the policy looks at it.
package struct Difference: Hashable, Sendable {
    package var files: [DifferenceFile]

    package init(files: [DifferenceFile]) { self.files = files }

    /// Lines added and removed.
    package var changedLines: Int { files.reduce(0) { $0 + $1.added + $1.removed } }
}

/// One path that differs.
package struct DifferenceFile: Hashable, Sendable {
    /// The path afterwards; for what was deleted, the path that it had.
    package var path: String
    /// The path before, for what was renamed.
    package var oldPath: String?
    package var kind: ChangedFile.Kind
    /// Nil where nothing was there.
    package var oldMode: TreeMode?
    /// Nil where nothing is there any more.
    package var newMode: TreeMode?
    /// Lines; 0 for binary files.
    package var added: Int
    package var removed: Int
    package var addedLines: [AddedLine]
    package var oldSizeBytes: Int
    package var newSizeBytes: Int
    /// The whole content, where it is wanted and at hand: policy looks into text files of a
    /// language that it can parse, and into the targets of symbolic links.
    package var oldBytes: [UInt8]?
    package var newBytes: [UInt8]?

    package init(
        path: String, oldPath: String? = nil, kind: ChangedFile.Kind,
        oldMode: TreeMode? = .regular, newMode: TreeMode? = .regular, added: Int = 0,
        removed: Int = 0, addedLines: [AddedLine] = [], oldSizeBytes: Int = 0,
        newSizeBytes: Int = 0, oldBytes: [UInt8]? = nil, newBytes: [UInt8]? = nil
    ) {
        self.path = path
        self.oldPath = oldPath
        self.kind = kind
        self.oldMode = oldMode
        self.newMode = newMode
        self.added = added
        self.removed = removed
        self.addedLines = addedLines
        self.oldSizeBytes = oldSizeBytes
        self.newSizeBytes = newSizeBytes
        self.oldBytes = oldBytes
        self.newBytes = newBytes
    }

    /// The paths on both sides: a rename touches two.
    package var touchedPaths: [String] {
        if let oldPath, oldPath != path { [oldPath, path] } else { [path] }
    }

    /// The file as an event records it.
    package var changedFile: ChangedFile {
        ChangedFile(path: path, oldPath: oldPath, kind: kind, added: added, removed: removed)
    }
}

/// A line that a change adds.
package struct AddedLine: Hashable, Sendable {
    /// Counted from 1, in the file afterwards.
    package var number: Int
    package var text: String

    package init(number: Int, text: String) {
        self.number = number
        self.text = text
    }
}

/// The kinds of entry that a git tree may have, beside trees themselves.
package enum TreeMode: Hashable, Sendable {
    case regular, executable, symlink, submodule

    /// - Parameter raw: As git stores it: 0o100644, 0o100755, 0o120000, 0o160000.
    /// - Returns: nil for trees and what git never writes.
    package init?(raw: UInt32) {
        switch raw {
        case 0o100644, 0o100664: self = .regular
        case 0o100755: self = .executable
        case 0o120000: self = .symlink
        case 0o160000: self = .submodule
        default: return nil
        }
    }
}
