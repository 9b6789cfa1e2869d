package import Git
package import RunModel

/// What the tip of a journal says, read without its history.
package struct JournalTip: Sendable {
    package var commit: ObjectID
    package var entry: JournalEntry
    package var state: RunState
    /// The blob of the plan in force; nil before one was adopted.
    package var plan: ObjectID?
}

/// Reads journals; writes nothing.
package struct JournalReader {
    private let repository: Repository

    package init(_ repository: Repository) { self.repository = repository }

    /// The runs of this repository by name, each with its journal's tip.
    package func runs() throws(LedgerError) -> [(run: String, commit: ObjectID)] {
        let prefix = "refs/autopack/runs/"
        let refs = try git { () throws(GitError) in try repository.refs(prefix: prefix) }
        return refs.map { (String($0.name.name.dropFirst(prefix.count)), $0.id) }
    }

    /// Reads the state a run is in.
    ///
    /// - Throws: ``LedgerError`` `.notFound` or `.invalid`.
    package func tip(of run: RunID) throws(LedgerError) -> JournalTip {
        let name = try git { () throws(GitError) in try RefName(checking: run.journalRef) }
        let found = try git { () throws(GitError) in try repository.lookUp(name) }
        guard let commit = found else {
            throw LedgerError(
                .notFound, "read run \(run)", detail: "there is no such run",
                remedy: "git autopack log --all")
        }
        return try tip(at: commit, of: run)
    }

    /// Reads the state at one commit of a journal.
    package func tip(at commit: ObjectID, of run: RunID) throws(LedgerError) -> JournalTip {
        let tree = try tree(of: commit)
        let entry = try document("event.json", JournalEntry.self, tree, commit, run)
        // Else whoever opens this run would hold its lock and write to another's journal.
        guard entry.run == run else {
            throw invalid(run, commit, "it is an event of run \(entry.run)")
        }
        // Another program's fold may not even read: the events are the authority.
        var state = try? document("state.json", RunState.self, tree, commit, run)
        if state?.fold != RunState.currentFold || state?.run != run || state?.seq != entry.seq {
            state = try fold(entries(of: run, from: commit), run)
        }
        guard let state else { preconditionFailure("a fold has a state") }
        let plan = try git { () throws(GitError) in
            try repository.entry(at: "plan.yaml", in: tree)
        }
        return JournalTip(commit: commit, entry: entry, state: state, plan: plan?.id)
    }

    /// All events of a run, first to last.
    package func entries(of run: RunID) throws(LedgerError) -> [JournalEntry] {
        try entries(of: run, from: try tip(of: run).commit)
    }

    /// The events up to a commit of a journal, first to last.
    package func entries(
        of run: RunID, from commit: ObjectID
    ) throws(LedgerError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try walk(run, from: commit) { id, tree throws(LedgerError) in
            entries.append(try document("event.json", JournalEntry.self, tree, id, run))
        }
        return entries.reversed()
    }

    /// The events of some names up to a commit of a journal, first to last; others are not decoded.
    func entries(
        of run: RunID, from commit: ObjectID, where concerns: (EventName) -> Bool
    ) throws(LedgerError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        try walk(run, from: commit) { id, tree throws(LedgerError) in
            let bytes = try bytes("event.json", tree, id, run)
            if JournalEntry.name(in: bytes).map(concerns) ?? true {
                entries.append(try decoded("event.json", JournalEntry.self, bytes, id, run))
            }
        }
        return entries.reversed()
    }

    /// Visits a journal's commits and their trees, last to first.
    private func walk(
        _ run: RunID, from commit: ObjectID,
        _ visit: (_ commit: ObjectID, _ tree: ObjectID) throws(LedgerError) -> Void
    ) throws(LedgerError) {
        var next: ObjectID? = commit
        while let id = next {
            let commit = try git { () throws(GitError) in try repository.readCommit(id) }
            try visit(id, commit.tree)
            guard commit.parents.count <= 1 else {
                throw invalid(
                    run, id,
                    "a journal is a line, and this commit has \(commit.parents.count) parents")
            }
            next = commit.parents.first
        }
    }

    /// Folds events, naming the run where they do not follow one another.
    package func fold(
        _ entries: [JournalEntry], _ run: RunID
    ) throws(LedgerError) -> RunState {
        do {
            return try RunState(folding: entries)
        } catch {
            throw LedgerError(
                .invalid, "read run \(run)", detail: "\(error)",
                remedy: "git autopack fsck --repair \(run)")
        }
    }

    private func tree(of commit: ObjectID) throws(LedgerError) -> ObjectID {
        try git { () throws(GitError) in try repository.readCommit(commit).tree }
    }

    private func document<Value: Decodable>(
        _ name: TreePath, _ type: Value.Type, _ tree: ObjectID, _ commit: ObjectID, _ run: RunID
    ) throws(LedgerError) -> Value {
        try decoded(name, type, try bytes(name, tree, commit, run), commit, run)
    }

    /// No event and no state comes near it.
    private static let documentLimitBytes = 16 << 20

    private func bytes(
        _ name: TreePath, _ tree: ObjectID, _ commit: ObjectID, _ run: RunID
    ) throws(LedgerError) -> [UInt8] {
        let entry = try git { () throws(GitError) in try repository.entry(at: name, in: tree) }
        let size = try entry.map { entry throws(LedgerError) in
            try git { () throws(GitError) in try repository.header(of: entry.id)?.size ?? 0 }
        }
        if let size, size > Self.documentLimitBytes {
            throw invalid(run, commit, "\(name) has \(size) bytes")
        }
        let bytes = try git { () throws(GitError) in
            try repository.readFile(at: name, in: tree)
        }
        guard let bytes else { throw invalid(run, commit, "\(name) is missing") }
        return bytes
    }

    private func decoded<Value: Decodable>(
        _ name: TreePath, _ type: Value.Type, _ bytes: [UInt8], _ commit: ObjectID, _ run: RunID
    ) throws(LedgerError) -> Value {
        do {
            return try CanonicalJSON.decode(type, from: bytes)
        } catch {
            throw invalid(run, commit, "\(name): \(DocumentFault.sentence(error))")
        }
    }

    private func invalid(_ run: RunID, _ commit: ObjectID, _ detail: String) -> LedgerError {
        LedgerError(
            .invalid, "read run \(run) at \(repository.abbreviation(of: commit))", detail: detail,
            remedy: "git autopack fsck --repair \(run)")
    }
}
