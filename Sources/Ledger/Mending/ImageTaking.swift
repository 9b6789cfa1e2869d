package import Git
import RunModel

/// Takes an image of a repository: everything of it that a mending may change.
package struct ImageTaking {
    private let repository: Repository
    /// Nil where git cannot work here, as without a `HEAD`.
    private let command: GitCommand?

    package init(_ repository: Repository, _ command: GitCommand?) {
        self.repository = repository
        self.command = command
    }

    /// What an image holds.
    package struct Scope: Sendable {
        /// Further files of git's own, by name relative to the common directory.
        package var names: [String]
        package var refs: [RefName]
        /// Of the working tree.
        package var paths: [TreePath]
        /// The index is compared by its entries.
        package var hasIndex: Bool

        package init(
            names: [String] = [], refs: [RefName] = [], paths: [TreePath] = [],
            hasIndex: Bool = true
        ) {
            self.names = names
            self.refs = refs
            self.paths = paths
            self.hasIndex = hasIndex
        }

        /// The scope of an image, so that a later one can be compared with it.
        package init(of image: RepositoryImage) {
            names = image.state.compactMap(\.path.text)
            refs = image.refs.map(\.name)
            paths = image.files.map(\.path)
            hasIndex = image.index != nil
        }
    }

    /// Looks at everything now.
    ///
    /// - Parameter storing: The bytes are stored as objects; no ref holds them yet.
    /// - Throws: ``LedgerError`` where something cannot be read: an image is complete or there is
    ///   none.
    package func take(
        _ scope: Scope, storing: Bool
    ) async throws(LedgerError) -> RepositoryImage {
        var names = repository.location.stateNames
        for name in scope.names where !names.contains(name) { names.append(name) }
        var state: [RepositoryImage.Entry] = []
        for name in names {
            let entry = try entry(TreePath(name), below: repository.commonDirectory, storing)
            state.append(entry)
        }
        let repository = repository
        let refs = scope.refs.map { name in
            // A ref that is damaged names nothing; its file is among the state.
            RepositoryImage.Ref(name: name, id: (try? repository.lookUp(name)).flatMap { $0 })
        }
        return RepositoryImage(
            state: state, refs: refs, files: try await files(scope.paths, storing: storing),
            index: scope.hasIndex ? try await index() : nil)
    }

    private func entry(
        _ path: TreePath, below folder: String, _ storing: Bool
    ) throws(LedgerError) -> RepositoryImage.Entry {
        let place = Array("\(folder)/".utf8) + path.bytes
        let entry = DiskEntry(at: place)
        let repository = repository
        guard entry.kind == .file || entry.kind == .link else {
            return RepositoryImage.Entry(path, entry, blob: nil)
        }
        let id = try git { () throws(GitError) in
            let bytes = try DiskEntry.read(place)
            return storing ? try repository.writeBlob(bytes) : try ObjectID(ofBlob: bytes)
        }
        return RepositoryImage.Entry(path, entry, blob: id)
    }

    /// Regular files go through git, which reads large ones piece by piece.
    private func files(
        _ paths: [TreePath], storing: Bool
    ) async throws(LedgerError) -> [RepositoryImage.Entry] {
        guard let workTree = repository.workTree, !paths.isEmpty else { return [] }
        var found: [RepositoryImage.Entry] = []
        var regular: [Int] = []
        for path in Set(paths).sorted() {
            let place = Array("\(workTree)/".utf8) + path.bytes
            // What stands behind a link is not in the checkout.
            let isBehindLink = path.ancestors.contains { folder in
                DiskEntry(at: Array("\(workTree)/".utf8) + folder.bytes).kind == .link
            }
            let entry = isBehindLink ? DiskEntry(kind: .nothing) : DiskEntry(at: place)
            if entry.kind == .file {
                regular.append(found.count)
                found.append(RepositoryImage.Entry(path, entry, blob: nil))
            } else if entry.kind == .link {
                found.append(try self.entry(path, below: workTree, storing))
            } else {
                found.append(RepositoryImage.Entry(path, entry, blob: nil))
            }
        }
        guard let command, !regular.isEmpty else { return found }
        let asked = regular.map { found[$0].path }
        let ids = try await mapping { () async throws(GitError) in
            try await command.rawForms(of: asked, storing: storing)
        }
        for (index, id) in zip(regular, ids) { found[index].blob = id }
        return found
    }

    /// What git lists of the index, as a blob's id; nil where git cannot read it.
    private func index() async throws(LedgerError) -> ObjectID? {
        guard let command, let entries = try? await command.indexEntries() else { return nil }
        var lines: [UInt8] = []
        for entry in entries {
            lines += Array("\(entry.mode) \(entry.id) \(entry.stage) ".utf8)
            lines += entry.path.bytes + [0]
        }
        let list = lines
        return try git { () throws(GitError) in try ObjectID(ofBlob: list) }
    }
}

/// Runs a command of git's and speaks of its errors as the ledger's.
func mapping<Value>(
    _ body: () async throws(GitError) -> Value
) async throws(LedgerError) -> Value {
    do { return try await body() } catch { throw LedgerError(error) }
}
