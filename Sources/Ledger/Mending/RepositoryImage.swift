package import Git
import RunModel

/// What a mending of the checkout may change, as it was at one moment.
///
/// The bytes are blobs; whoever stores an image keeps them by a tree. Names are quoted as git does.
package struct RepositoryImage: Sendable, Hashable, Codable {
    /// A file of git's own or of the working tree, or that there was none.
    package struct Entry: Sendable, Hashable, Codable {
        /// Relative to the common directory, or to the working tree.
        package var path: TreePath
        package var kind: String
        package var permissions: UInt32
        package var modifiedNanoseconds: Int64
        /// Of a file's bytes or a link's target; null for what has none.
        package var blob: ObjectID?

        enum CodingKeys: String, CodingKey {
            case path, kind, permissions, blob
            case modifiedNanoseconds = "modified_ns"
        }

        package init(_ path: TreePath, _ entry: DiskEntry, blob: ObjectID?) {
            self.path = path
            kind = entry.kind.rawValue
            permissions = entry.permissions
            modifiedNanoseconds = entry.modifiedNanoseconds
            self.blob = blob
        }

        /// As it is put back.
        package var entry: DiskEntry {
            DiskEntry(
                kind: DiskEntry.Kind(rawValue: kind) ?? .nothing, permissions: permissions,
                modifiedNanoseconds: modifiedNanoseconds)
        }

        /// The same content, whenever it was written.
        func isSame(as other: Entry) -> Bool {
            kind == other.kind && blob == other.blob
                && (kind != DiskEntry.Kind.file.rawValue
                    || permissions & 0o100 == other.permissions & 0o100)
        }
    }

    /// A ref and what it named; null where there was none that could be read.
    package struct Ref: Sendable, Hashable, Codable {
        package var name: RefName
        package var id: ObjectID?
    }

    /// Git's own files, folders before what is in them.
    package var state: [Entry]
    package var refs: [Ref]
    /// Files of the working tree, by path.
    package var files: [Entry]
    /// The id that the list of the index's entries has as a blob; null where git cannot read it.
    package var index: ObjectID?

    package init(state: [Entry], refs: [Ref], files: [Entry], index: ObjectID?) {
        self.state = state
        self.refs = refs
        self.files = files
        self.index = index
    }

    /// Where this image and another differ in what a person would miss, each a name.
    ///
    /// Of git's own files those do not count that change with every command, as the index with the
    /// times that it remembers.
    package func differences(to other: RepositoryImage) -> [String] {
        var names: [String] = []
        let states = Dictionary(other.state.map { ($0.path, $0) }) { first, _ in first }
        for entry in state where !Self.isVolatile(entry.path) {
            guard let counterpart = states[entry.path], entry.isSame(as: counterpart) else {
                names.append("\(entry.path)")
                continue
            }
        }
        if index != other.index { names.append("index") }
        for (ref, counterpart) in zip(refs, other.refs) where ref != counterpart {
            names.append(ref.name.name)
        }
        let others = Dictionary(other.files.map { ($0.path, $0) }) { first, _ in first }
        for file in files where others[file.path].map(file.isSame) != true {
            names.append("\(file.path)")
        }
        return names
    }

    static func isVolatile(_ path: TreePath) -> Bool {
        let name = String(decoding: path.components.last ?? [], as: UTF8.self)
        return name == "index" || name == "ORIG_HEAD" || name == "AUTO_MERGE"
            || name.hasPrefix("sharedindex.")
    }
}
