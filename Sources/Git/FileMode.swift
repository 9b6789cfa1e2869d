/// What an entry of a tree is.
package struct FileMode: Sendable, Hashable, RawRepresentable {
    /// The bits as in `0o100644`.
    package let rawValue: UInt32

    /// Takes the bits as they are: old trees hold modes such as `0o100664`.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let regular = FileMode(rawValue: 0o100644)
    package static let executable = FileMode(rawValue: 0o100755)
    package static let symbolicLink = FileMode(rawValue: 0o120000)
    /// A folder.
    package static let tree = FileMode(rawValue: 0o040000)
    /// A submodule: the id is a commit of another repository.
    package static let commit = FileMode(rawValue: 0o160000)

    private static let typeMask: UInt32 = 0o170000

    /// A file, executable or not.
    package var isFile: Bool { rawValue & Self.typeMask == 0o100000 }
    package var isTree: Bool { rawValue & Self.typeMask == Self.tree.rawValue }
    package var isSymbolicLink: Bool { rawValue & Self.typeMask == Self.symbolicLink.rawValue }
    package var isSubmodule: Bool { rawValue & Self.typeMask == Self.commit.rawValue }

    /// One of the modes that git writes today.
    var isCanonical: Bool {
        [Self.regular, .executable, .symbolicLink, .tree, .commit].contains(self)
    }

    func hasSameType(as other: FileMode) -> Bool {
        rawValue & Self.typeMask == other.rawValue & Self.typeMask
    }
}

extension FileMode: CustomStringConvertible {
    /// Six octal digits.
    package var description: String {
        let digits = String(rawValue, radix: 8)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }
}
