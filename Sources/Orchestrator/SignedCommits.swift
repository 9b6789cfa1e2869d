import Git
import Ledger
import RunModel

/// The run's commits once more, signed, as they land where `commit.gpgSign` is set (`storage.md`,
/// Checkpoints).
struct SignedCommits {
    let ledger: RunLedger
    let command: GitCommand
    let signing: CommitSigning
    let author: Signature

    /// Signs every commit of the tip's history that none of the excluded ones has.
    ///
    /// - Returns: The new commit of each old one.
    func make(
        from tip: ObjectID, excluding: [ObjectID]
    ) async throws(RunError) -> [ObjectID: ObjectID] {
        let repository = ledger.repository
        let old = try git { () throws(GitError) in
            try repository.history(from: tip, options: HistoryOptions(excluding: excluding))
        }
        var made: [ObjectID: ObjectID] = [:]
        for id in old.reversed() {
            let commit = try git { () throws(GitError) in try repository.readCommit(id) }
            let parents = commit.parents.map { made[$0] ?? $0 }
            do throws(GitError) {
                made[id] = try await command.sign(commit, parents: parents, with: signing)
            } catch {
                throw RunError(
                    .environment, "sign what lands of \(ledger.run)", detail: error.detail,
                    remedy: "git -c commit.gpgSign=false autopack land \(ledger.run)")
            }
        }
        return made
    }

    /// Gives the new commits the notes of the old ones: a view, which stops no landing.
    func copyNotes(_ made: [ObjectID: ObjectID]) {
        do throws(GitError) {
            let notes = Notes(
                ledger.repository, name: try RefName(checking: "refs/notes/autopack"))
            var copies: [Notes.Note] = []
            for (old, new) in made {
                guard let bytes = try notes.note(of: old) else { continue }
                copies.append(.init(commit: new, text: String(decoding: bytes, as: UTF8.self)))
            }
            try notes.write(
                copies, author: author,
                committer: Program.committer(at: ledger.state.updated.seconds),
                message: "note the signed checkpoints of \(ledger.run)\n")
        } catch {
            // `relink` finds the checkpoints again by their trees.
        }
    }
}
