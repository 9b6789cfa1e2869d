import Git

/// Whether files are written as they are stored.
///
/// Nearly all are, and are then written without asking git. Where an attribute or the user's
/// settings say otherwise, git itself writes them: nobody else knows its rules to the letter.
struct Conversion: Equatable {
    /// The `.gitattributes` files that were read.
    private let files: [TreePath: ObjectID]
    /// Some file is written other than stored.
    let converts: Bool
    /// Some path has a filter, which is never run.
    let filters: Bool

    init(
        index: WorkTreeIndex, settings: Configuration, repository: Repository
    ) throws(WorkspaceError) {
        var files: [TreePath: ObjectID] = [:]
        var converts =
            settings.bool("core.autocrlf") == true
            || settings.string("core.eol")?.lowercased() == "crlf"
        var filters = false
        for (position, entry) in index.entries.enumerated() where entry.mode.isFile {
            let path = index.path(position)
            guard Self.decides(path) else { continue }
            files[TreePath(bytes: path)] = entry.id
            let bytes = try asking { () throws(GitError) in
                try repository.readBlob(entry.id, limitBytes: 16 << 20)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if ["crlf", "eol", "ident", "working-tree-encoding", "[attr]"].contains(
                where: text.contains)
            {
                converts = true
            }
            if text.contains("filter") || text.contains("[attr]") { filters = true }
        }
        self.files = files
        self.converts = converts
        self.filters = filters
    }

    /// The file at this path holds attributes.
    static func decides(_ path: some RandomAccessCollection<UInt8>) -> Bool {
        path.last == name.last && path.count >= name.count
            && path.suffix(name.count).elementsEqual(name)
            && (path.count == name.count || path.dropLast(name.count).last == UInt8(ascii: "/"))
    }

    private static let name = Array(".gitattributes".utf8)

    /// After a step from the other state, unchanged files may have to be written anew.
    func differsInEffect(from other: Conversion) -> Bool {
        (converts || other.converts) && self != other
    }
}
