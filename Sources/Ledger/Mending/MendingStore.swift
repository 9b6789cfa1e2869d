package import Git
import RunModel

/// The mendings of a repository: `refs/autopack/doctor/<n>`, each a line of commits.
///
/// The first commit is written before anything is mended and holds all that may change; the next
/// says how it was afterwards; a third that it was taken back. Their further parents are the commits
/// that must stay, as a stash does it.
package struct MendingStore {
    /// One mending as it is stored.
    package struct Stored: Sendable {
        package var number: Int
        package var ref: RefName
        package var commit: ObjectID
        package var record: MendingRecord
    }

    private static let prefix = "refs/autopack/doctor/"

    private let repository: Repository

    package init(_ repository: Repository) { self.repository = repository }

    /// All mendings, the newest first.
    ///
    /// - Throws: ``LedgerError`` `.invalid` where a record cannot be read.
    package func all() throws(LedgerError) -> [Stored] {
        let repository = repository
        // Where libgit2 reads no ref at all, the files still tell.
        let refs =
            (try? repository.refs(prefix: Self.prefix))
            ?? repository.location.legibleRefs(prefix: Self.prefix)
        var found: [Stored] = []
        for (name, commit) in refs {
            guard let number = Int(name.name.dropFirst(Self.prefix.utf8.count)) else { continue }
            found.append(
                Stored(
                    number: number, ref: name, commit: commit, record: try record(at: commit)))
        }
        return found.sorted { $0.number > $1.number }
    }

    /// Pins what is there before anything is mended.
    ///
    /// - Parameters:
    ///   - index: The entries of the index that no commit may hold: staged ones, and the sides of a
    ///     merge that is open.
    ///   - pins: Commits that must stay.
    package func begin(
        _ record: MendingRecord, index: [IndexEntry], pins: [ObjectID]
    ) throws(LedgerError) -> Stored {
        let number = (try all().first?.number ?? 0) + 1
        let (repository, prefix) = (repository, Self.prefix)
        let ref = try git { () throws(GitError) in try RefName(checking: "\(prefix)\(number)") }
        let tree = try tree(record, index: index)
        let commits = Set(pins).filter { (try? repository.header(of: $0))??.kind == .commit }
        let subject = "doctor: before \(Self.list(record.findings))"
        let commit = try commit(tree, Array(commits).sorted(), subject, record)
        try move(ref, from: nil, to: commit)
        return Stored(number: number, ref: ref, commit: commit, record: record)
    }

    /// Says how it is afterwards, or that it was taken back.
    ///
    /// - Parameter image: One whose bytes are stored, and are to stay.
    package func append(
        _ record: MendingRecord, to stored: Stored, subject: String,
        keeping image: RepositoryImage? = nil
    ) throws(LedgerError) -> Stored {
        let repository = repository
        let bytes = try encoded(record)
        let tree = try git { () throws(GitError) in
            let old = try repository.readCommit(stored.commit).tree
            var changes = [
                TreeChange.put(Self.document, .regular, try repository.writeBlob(bytes))
            ]
            if let image { changes += Self.changes(image, below: "later/") }
            return try repository.writeTree(base: old, changes: changes)
        }
        let commit = try commit(tree, [stored.commit], subject, record)
        try move(stored.ref, from: stored.commit, to: commit)
        var next = stored
        next.commit = commit
        next.record = record
        return next
    }

    private static let document: TreePath = "mending.json"

    // MARK: Parts

    /// Moves a mending's own ref, where need be by its file.
    ///
    /// A `packed-refs` that is damaged keeps libgit2 and git from writing any ref, and that is what
    /// may be mended, or put back.
    private func move(
        _ ref: RefName, from old: ObjectID?, to new: ObjectID
    ) throws(LedgerError) {
        let repository = repository
        try git { () throws(GitError) in
            do throws(GitError) {
                try repository.update(ref, from: old, to: new)
            } catch {
                guard error.code == .corrupt || error.code == .failed,
                    !RefExamination(repository.location, isStored: { _ in true })
                        .packedLines.isEmpty
                else { throw error }
                try repository.location.moveLoose(ref, from: old, to: new)
            }
        }
    }

    private func record(at commit: ObjectID) throws(LedgerError) -> MendingRecord {
        let repository = repository
        let bytes = try git { () throws(GitError) in
            try repository.readFile(
                at: Self.document, in: try repository.readCommit(commit).tree)
        }
        func invalid(_ detail: String) -> LedgerError {
            LedgerError(.invalid, "read the mending at \(commit)", detail: detail)
        }
        guard let bytes else { throw invalid("\(Self.document) is missing") }
        do {
            return try CanonicalJSON.decode(MendingRecord.self, from: bytes)
        } catch {
            throw invalid(DocumentFault.sentence(error))
        }
    }

    /// `mending.json`, `state/…` with git's own files, `files/…` with those of the working tree,
    /// `index/<stage>/…`; what no tree may hold by its name stands in `more/`.
    private func tree(
        _ record: MendingRecord, index: [IndexEntry]
    ) throws(LedgerError) -> ObjectID {
        let repository = repository
        let bytes = try encoded(record)
        return try git { () throws(GitError) in
            var changes = [
                TreeChange.put(Self.document, .regular, try repository.writeBlob(bytes))
            ]
            changes += Self.changes(record.before, below: "")
            for entry in index where (try? repository.header(of: entry.id))??.kind == .blob {
                let place = TreePath("index/\(entry.stage)").appending(entry.path.bytes)
                changes.append(.put(Self.legal(place), entry.mode, entry.id))
            }
            return try repository.writeTree(base: nil, changes: changes)
        }
    }

    /// The bytes of an image as files of a tree.
    private static func changes(_ image: RepositoryImage, below folder: String) -> [TreeChange] {
        var changes: [TreeChange] = []
        for (name, entries) in [("state", image.state), ("files", image.files)] {
            for entry in entries {
                guard let blob = entry.blob else { continue }
                let place = TreePath("\(folder)\(name)").appending(entry.path.bytes)
                let isLink = entry.entry.kind == .link && name == "files"
                changes.append(
                    .put(
                        legal(place),
                        isLink
                            ? .symbolicLink
                            : entry.permissions & 0o100 == 0 ? .regular : .executable, blob))
            }
        }
        return changes
    }

    /// The path itself, or a name made of it where no tree may hold it.
    private static func legal(_ path: TreePath) -> TreePath {
        guard (try? path.check()) == nil else { return path }
        let name = (try? ObjectID(ofBlob: path.bytes)) ?? .zero
        return TreePath("more/\(name)")
    }

    private func commit(
        _ tree: ObjectID, _ parents: [ObjectID], _ subject: String, _ record: MendingRecord
    ) throws(LedgerError) -> ObjectID {
        let repository = repository
        let person = Program.committer(at: record.time.seconds)
        let body = record.findings.map { finding in
            "- \(finding.id): \(finding.what.filter { $0 != "\0" })"
        }.joined(separator: "\n")
        return try git { () throws(GitError) in
            try repository.writeCommit(
                tree: tree, parents: parents, author: person, committer: person,
                message: "\(subject)\n\n\(body)\n")
        }
    }

    private func encoded(_ record: MendingRecord) throws(LedgerError) -> [UInt8] {
        do {
            return try CanonicalJSON.encode(record)
        } catch {
            throw LedgerError(.invalid, "record a mending", detail: "\(error)")
        }
    }

    private static func list(_ findings: [HealthFinding]) -> String {
        Set(findings.map(\.id)).sorted().joined(separator: ", ")
    }
}
