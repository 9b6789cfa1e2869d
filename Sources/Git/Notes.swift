/// Text beside commits, kept in a tree of its own as `git notes` reads it.
///
/// Written with one fan-out always (`aa/bbcc…`), so that a note costs the same however many there
/// are; read at any depth. Each write is one commit on top of the last, by compare-and-swap and
/// without a reflog; a writer that loses begins again from what the winner wrote, so concurrent
/// writers lose nothing.
package struct Notes {
    /// Text for one commit.
    package struct Note: Sendable, Hashable {
        package var commit: ObjectID
        package var text: String

        package init(commit: ObjectID, text: String) {
            self.commit = commit
            self.text = text
        }
    }

    /// What is done with a note that a commit has already.
    package enum Existing: Sendable {
        /// The new text follows it on a line of its own.
        case append
        /// The new text replaces it.
        case replace
    }

    private let repository: Repository
    private let name: RefName

    /// Names the notes.
    ///
    /// - Parameter name: As in `refs/notes/autopack`.
    package init(_ repository: Repository, name: RefName) {
        self.repository = repository
        self.name = name
    }

    /// The note of a commit, nil where it has none.
    ///
    /// Where other programs left several at different depths, all of them, one after the other.
    package func note(of commit: ObjectID) throws(GitError) -> [UInt8]? {
        guard let tip = try repository.lookUp(name) else { return nil }
        let tree = try repository.readCommit(tip).tree
        let found = try stored(commit, in: tree)
        guard !found.isEmpty else { return nil }
        return try joined(
            found.map { item throws(GitError) in
                try repository.readBlob(item.id)
            })
    }

    /// The commits that have a note, by id.
    package func commits() throws(GitError) -> [ObjectID] {
        guard let tip = try repository.lookUp(name) else { return [] }
        var found: Set<ObjectID> = []
        try repository.walk(try repository.readCommit(tip).tree) {
            (path, entry) throws(GitError) in
            let digits = path.bytes.filter { $0 != UInt8(ascii: "/") }
            if entry.mode.isTree { return Self.isFanout(entry) ? .proceed : .skip }
            if let bytes = Hexadecimal.bytes(digits), let id = ObjectID(bytes: bytes) {
                found.insert(id)
            }
            return .proceed
        }
        return found.sorted()
    }

    /// Writes notes in one commit.
    ///
    /// - Parameters:
    ///   - notes: Several for one commit follow each other in order.
    ///   - author: Of the commit on the notes ref, like `committer` and `message`.
    /// - Returns: The commit on the notes ref; nil where there was nothing to write.
    /// - Throws: ``GitError`` `.conflict` where other writers won for the whole time that
    ///   ``Repository/patience`` allows.
    @discardableResult
    package func write(
        _ notes: [Note], existing: Existing = .append, author: Signature, committer: Signature,
        message: String
    ) throws(GitError) -> ObjectID? {
        guard !notes.isEmpty else { return nil }
        return try advance(author: author, committer: committer, message: message) {
            (tree) throws(GitError) in
            try changes(for: notes, existing: existing, in: tree)
        }
    }

    /// Removes the notes of commits, in one commit; nothing there is no error.
    @discardableResult
    package func remove(
        _ commits: [ObjectID], author: Signature, committer: Signature, message: String
    ) throws(GitError) -> ObjectID? {
        try advance(author: author, committer: committer, message: message) {
            (tree) throws(GitError) in
            guard let tree else { return [] }
            var changes: [TreeChange] = []
            for commit in Set(commits) {
                changes += try stored(commit, in: tree).map { .remove($0.path) }
            }
            return changes
        }
    }

    /// Makes changes on the latest tree until the ref moves.
    private func advance(
        author: Signature, committer: Signature, message: String,
        changes: (ObjectID?) throws(GitError) -> [TreeChange]
    ) throws(GitError) -> ObjectID? {
        var waits = Patience.Waits(repository.patience)
        while true {
            let tip = try repository.lookUp(name)
            let base = try tip.map { id throws(GitError) in try repository.readCommit(id).tree }
            let wanted = try changes(base)
            guard !wanted.isEmpty else { return nil }
            let tree = try repository.writeTree(base: base, changes: wanted)
            let commit = try repository.writeCommit(
                tree: tree, parents: tip.map { [$0] } ?? [], author: author,
                committer: committer, message: message)
            do {
                try repository.update(name, from: tip, to: commit)
                return commit
            } catch {
                guard error.code == .conflict, let seconds = waits.next() else { throw error }
                repository.patience.sleep(seconds)
            }
        }
    }

    private func changes(
        for notes: [Note], existing: Existing, in tree: ObjectID?
    ) throws(GitError) -> [TreeChange] {
        var order: [ObjectID] = []
        var texts: [ObjectID: [[UInt8]]] = [:]
        for note in notes {
            if texts[note.commit] == nil { order.append(note.commit) }
            texts[note.commit, default: []].append(Array(note.text.utf8))
        }
        var changes: [TreeChange] = []
        for commit in order {
            let path = Self.path(commit)
            let found =
                try tree.map { id throws(GitError) in try stored(commit, in: id) } ?? []
            var parts = texts[commit] ?? []
            if existing == .append {
                parts =
                    try found.map { item throws(GitError) in
                        try repository.readBlob(item.id)
                    } + parts
            }
            let blob = try repository.writeBlob(joined(parts))
            changes.append(.put(path, .regular, blob))
            // A second note at another depth would appear twice.
            changes += found.filter { $0.path != path }.map { .remove($0.path) }
        }
        return changes
    }

    /// Where a commit's note is, at every depth.
    private func stored(
        _ commit: ObjectID, in tree: ObjectID
    ) throws(GitError) -> [(path: TreePath, id: ObjectID)] {
        var found: [(path: TreePath, id: ObjectID)] = []
        var folder = tree
        var above = TreePath(bytes: [])
        var rest = Array(commit.hex.utf8)[...]
        while true {
            let bytes = try repository.read(folder, as: .tree)
            if let entry = try TreeFormat.find(rest, in: bytes, of: folder), entry.mode.isFile {
                found.append((above.appending(rest), entry.id))
            }
            guard rest.count > 2,
                let entry = try TreeFormat.find(rest.prefix(2), in: bytes, of: folder),
                entry.mode.isTree
            else { return found }
            folder = entry.id
            above = above.appending(rest.prefix(2))
            rest = rest.dropFirst(2)
        }
    }

    /// The one depth that is written.
    private static func path(_ commit: ObjectID) -> TreePath {
        let digits = Array(commit.hex.utf8)
        return TreePath(bytes: digits.prefix(2)).appending(digits.dropFirst(2))
    }

    private static func isFanout(_ entry: TreeEntry) -> Bool {
        entry.name.count == 2 && entry.name.allSatisfy { Hexadecimal.value($0) != nil }
    }

    /// Each part ended by a line's end.
    private func joined(_ parts: [[UInt8]]) -> [UInt8] {
        var joined: [UInt8] = []
        for part in parts where !part.isEmpty {
            joined += part
            if part.last != UInt8(ascii: "\n") { joined.append(UInt8(ascii: "\n")) }
        }
        return joined
    }
}
