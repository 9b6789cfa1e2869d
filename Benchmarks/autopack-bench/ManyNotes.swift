import Git
import TestSupport

/// Notes of checkpoints, more and more of them, written one at a time where it is measured.
struct ManyNotes {
    /// How many notes there are when the later figure is taken.
    static let many = 20_000
    /// How many there are when the earlier one is taken.
    static let few = 100

    private let scratch: ScratchRepository
    private let notes: Notes
    private let person = Signature(
        name: "Ada Author", email: "ada@example.org", seconds: 1_767_323_045)
    private var random = SeededGenerator(seed: 20_000)
    private var count = 0

    init() throws {
        scratch = try ScratchRepository(bare: true)
        notes = Notes(
            try Repository.open(gitDirectory: scratch.path, environment: scratch.environment),
            name: try RefName(checking: "refs/notes/autopack"))
    }

    /// Writes notes in one commit until only `half` are missing to a number.
    mutating func fill(to number: Int, less half: Int) throws {
        let batch = (count..<max(count, number - half)).map { _ in another() }
        try notes.write(batch, author: person, committer: person, message: "many notes\n")
    }

    /// Writes one more note, as a run does after a checkpoint.
    mutating func writeOne() throws {
        try notes.write([another()], author: person, committer: person, message: "a note\n")
    }

    /// Writes one more note with git itself.
    mutating func writeOneWithGit() throws {
        let note = another()
        try scratch.git("notes", "--ref=autopack", "add", "--message", note.text, note.commit.hex)
    }

    /// A note as long as a checkpoint's, of a commit that no other note is of.
    private mutating func another() -> Notes.Note {
        count += 1
        var bytes: [UInt8] = []
        for _ in 0..<20 { bytes.append(UInt8.random(in: 0...255, using: &random)) }
        guard let commit = ObjectID(bytes: bytes) else { preconditionFailure("20 bytes") }
        return Notes.Note(
            commit: commit,
            text: #"{"number":\#(count),"text":"\#(String(repeating: "checkpoint ", count: 60))"}"#)
    }
}
