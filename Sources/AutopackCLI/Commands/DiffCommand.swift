import ArgumentParser
import Git
import Ledger
import RunModel

/// `git autopack diff`.
struct DiffCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what a run, or one phase of it, changed.")

    @Argument(help: "RUN[:PHASE]; else the newest run started from this branch.")
    var run: String?

    @Flag(help: "Print JSON: one object with the files.")
    var json = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        let address = try RunAddress(run)
        let state = try session.find(address.run).state
        let (old, new) = try ends(of: state, phase: address.phase, session)
        let repository = session.repository
        let (oldTree, newTree) = try userGit { () throws(GitError) in
            (try repository.readCommit(old).tree, try repository.readCommit(new).tree)
        }
        if session.output.isJSON {
            let entries = try userGit { () throws(GitError) in
                try repository.difference(from: oldTree, to: newTree)
            }
            return session.output.json(DiffDocument(old: old.hex, new: new.hex, entries: entries))
        }
        let bytes = try userGit { () throws(GitError) in
            try repository.patch(from: oldTree, to: newTree)
        }
        // A pipe gets the patch as it is, so that it can be applied.
        if session.output.isTerminal {
            session.output.print(Visible.text(String(decoding: bytes, as: UTF8.self)))
        } else {
            session.output.write(bytes)
        }
    }

    private func ends(
        of state: RunState, phase: PhaseID?, _ session: Session
    ) throws(UserError) -> (ObjectID, ObjectID) {
        guard let phase else { return (try session.id(state.base), try session.id(state.tip)) }
        guard let checkpoint = state[phase: phase]?.checkpoint else {
            throw UserError(
                .usage, "not_found", "phase '\(phase)' of run \(state.run) has no checkpoint",
                hint: "git autopack show \(state.run)")
        }
        let commit = try session.id(checkpoint)
        let repository = session.repository
        let parent = try userGit { () throws(GitError) in
            try repository.readCommit(commit).parents.first
        }
        guard let parent else { return (try session.id(state.base), commit) }
        return (parent, commit)
    }
}

private struct DiffDocument: Encodable {
    struct File: Encodable {
        var path: String
        var oldPath: String?
        var kind: String
        var added: Int
        var removed: Int

        enum CodingKeys: String, CodingKey {
            case path, kind, added, removed
            case oldPath = "old_path"
        }
    }

    var version = 1
    var old: String
    var new: String
    var files: [File]

    init(old: String, new: String, entries: [DifferenceEntry]) {
        self.old = old
        self.new = new
        files = entries.map { entry in
            File(
                path: entry.path.description, oldPath: entry.oldPath?.description,
                kind: entry.kind.rawValue, added: entry.added, removed: entry.removed)
        }
    }

    enum CodingKeys: String, CodingKey {
        case old, new, files
        case version = "v"
    }
}
