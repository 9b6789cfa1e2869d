import Git
import RunModel

/// Writes the commits of a journal; the ref moves last.
struct JournalWriter {
    /// An event in the form in which it is stored.
    struct Stored {
        var entry: JournalEntry
        var json: Redacted
    }

    private let repository: Repository
    private let author: Signature
    private let redactor: Redactor

    init(_ repository: Repository, author: Signature, redactor: Redactor) {
        self.repository = repository
        self.author = author
        self.redactor = redactor
    }

    /// The event with every secret marked; what is folded is what is stored.
    func redacted(_ entry: JournalEntry) throws(LedgerError) -> Stored {
        let (entry, json) = try redacted(document: entry)
        return Stored(entry: entry, json: json)
    }

    /// Writes one commit of the chain.
    func commit(
        _ stored: Stored, _ state: RunState, plan: ObjectID?, parent: ObjectID?
    ) throws(LedgerError) -> ObjectID {
        let event = try blob(stored.json)
        let fold = try blob(try redacted(document: state).text)
        var changes: [TreeChange] = [
            .put("event.json", .regular, event), .put("state.json", .regular, fold),
        ]
        if let plan { changes.append(.put("plan.yaml", .regular, plan)) }
        var author = author
        author.seconds = stored.entry.time.seconds
        let message = redactor.redact(JournalMessage.write(stored.entry, state)).text.text
        let (repository, person, all) = (repository, author, changes)
        return try git { () throws(GitError) in
            let tree = try repository.writeTree(base: nil, changes: all)
            return try repository.writeCommit(
                tree: tree, parents: parent.map { [$0] } ?? [], author: person,
                committer: Program.committer(at: stored.entry.time.seconds), message: message)
        }
    }

    /// Moves the journal's ref by compare-and-swap: from here on the events have happened.
    func move(_ run: RunID, from old: ObjectID?, to new: ObjectID) throws(LedgerError) {
        let repository = repository
        try git { () throws(GitError) in
            try repository.update(RefName(checking: run.journalRef), from: old, to: new)
        }
    }

    /// Stores text.
    func blob(_ text: Redacted) throws(LedgerError) -> ObjectID {
        let repository = repository
        return try git { () throws(GitError) in try repository.writeBlob(text.bytes) }
    }

    private func redacted<Document: Codable>(
        document: Document
    ) throws(LedgerError) -> (document: Document, text: Redacted) {
        do {
            let (document, text, _) = try redactor.redact(document: document)
            return (document, text)
        } catch {
            throw LedgerError(
                .invalid, "record an event",
                detail: "it cannot be redacted: \(DocumentFault.sentence(error))")
        }
    }
}
