import Git
import Governance
import Healing
import Ledger
import RunModel

/// Compares the notes of checkpoints with what the journals say.
struct CheckpointNotes {
    private let repository: Repository
    private let notes: Notes?

    init(_ repository: Repository) {
        self.repository = repository
        let name = RefName("refs/notes/autopack")
        // Where nobody keeps notes, none is missed.
        let isKept = name.flatMap { (try? repository.lookUp($0)) ?? nil } != nil
        notes = isKept ? name.map { Notes(repository, name: $0) } : nil
    }

    /// What is wrong with the note of a checkpoint; nil where nothing is.
    func finding(
        of record: CheckpointRecord, in run: RunID, commit: Commit
    ) throws(GitError) -> PushFinding? {
        guard let notes else { return nil }
        guard let bytes = try notes.note(of: commit.id) else {
            return PushFinding(
                .noteMissing, commit: commit.id.hex,
                what: "the checkpoint of \(record.phase) has no note",
                fix: "git autopack fsck --repair")
        }
        let read = bytes.split(separator: 0x0a).compactMap {
            try? CanonicalJSON.decode(CheckpointNote.self, from: Array($0))
        }
        let patchID = try Self.patchID(of: commit, in: repository)
        let faults = read.map { record.differences(from: $0, run: run, patchID: patchID) }
        // Several lines are of several machines; one that says what is so is enough.
        guard !faults.contains([]) else { return nil }
        return PushFinding(
            .noteDiffers, commit: commit.id.hex,
            what: "the note of the checkpoint of \(record.phase) is not what the journal says"
                + " (\(faults.first?.joined(separator: ", ") ?? "form"))",
            fix: "git notes --ref=autopack show \(commit.id.hex.prefix(10))\n"
                + "git autopack fsck --repair")
    }

    /// The id of the change that a commit makes to its first parent.
    static func patchID(
        of commit: Commit, in repository: Repository
    ) throws(GitError) -> String {
        let parent = try commit.parents.first.map { id throws(GitError) in
            try repository.readCommit(id).tree
        }
        return try repository.patchID(from: parent ?? .emptyTree, to: commit.tree)
    }
}

extension CheckpointRecord {
    /// What a note says otherwise, by the names of its fields.
    func differences(from note: CheckpointNote, run: RunID, patchID: String) -> [String] {
        let recorded = checks.map { check in
            CheckpointNote.CheckNote(
                name: check.name,
                command: SHA256.hex(of: check.command.flatMap { Array($0.utf8) + [0] }),
                exit: check.exit, seconds: check.seconds)
        }
        let audit = audit.map { $0.approved ? "approved" : "rejected" } ?? "none"
        let pairs: [(String, Bool)] = [
            ("run", note.run == run), ("tree", note.tree == tree), ("phase", note.phase == phase),
            ("attempt", note.attempt == attempt), ("checks", note.checks == recorded),
            ("audit", note.audit == audit), ("gate", note.gate == verdict ?? .ok),
            ("patch_id", note.patchID == patchID),
        ]
        return pairs.filter { !$0.1 }.map(\.0)
    }
}
