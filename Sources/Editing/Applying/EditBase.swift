/// The tree that edits are applied to, as far as this module needs to know it.
///
/// Paths are UTF-8 with `/` between components, relative to the root. An entry whose
/// path is not UTF-8 cannot be named by a reply and need not be reported.
package protocol EditBase {
    /// What reading the tree can fail with; `Never` for a tree in memory.
    associatedtype Failure: Error

    /// Tells what is at a path, or `nil` where there is nothing.
    func entry(at path: String) throws(Failure) -> EditBaseEntry?

    /// Reads a file; only asked for paths whose entry is `.file` or `.executable`.
    func bytes(at path: String) throws(Failure) -> [UInt8]

    /// Lists the files whose last component is a name, in any order.
    ///
    /// Asked when a path as written does not exist, so that a short path can be found.
    func paths(named name: String) throws(Failure) -> [String]
}

/// What there is at a path of the base tree.
package enum EditBaseEntry: Sendable, Hashable {
    /// A regular file, mode `100644`.
    case file
    /// An executable file, mode `100755`.
    case executable
    /// A symbolic link, mode `120000`.
    case symlink
    /// A submodule, mode `160000`.
    case submodule
    /// A folder.
    case directory
}
