import Git
import Ledger
import RunModel

/// Moves the refs that an event has planned, as often as it is asked, with the same result.
///
/// Every id was fixed when the event was written, so whoever opens a run after a crash goes on
/// from here (`storage.md`, Order of writes and recovery).
struct PlannedRefs {
    let ledger: RunLedger
    let command: GitCommand
    let author: Signature

    /// The run's own branches move through libgit2; branches that the user has through git, in a
    /// session of its own that outlives a kill.
    func move(_ planned: PlannedMove) async throws(RunError) {
        let repository = ledger.repository
        let own: Set<String> = [ledger.run.branch, ledger.run.preRunBranch]
        var movements: [RefMovement] = []
        for ref in planned.refs {
            let movement = try PlannedRefs.movement(ref)
            let found = try git { () throws(GitError) in try repository.lookUp(movement.name) }
            if found == movement.new { continue }
            guard let new = movement.new, own.contains(ref.name) else {
                movements.append(movement)
                continue
            }
            try git { () throws(GitError) in
                try repository.update(movement.name, from: movement.old, to: new)
            }
        }
        guard !movements.isEmpty else { return }
        let (all, reason, who) = (movements, "autopack \(planned.kind.rawValue)", author)
        try await RunError.mapping { () async throws(GitError) in
            try await command.updateRefs(all, reason: reason, committer: who)
        }
    }

    static func movement(_ ref: RefMove) throws(RunError) -> RefMovement {
        func id(_ text: String?) throws(GitError) -> ObjectID? {
            guard let text else { return nil }
            guard let id = ObjectID(hex: text) else {
                throw GitError(.invalid, "move \(ref.name)", detail: "'\(text)' is no object id")
            }
            return id
        }
        return try git { () throws(GitError) in
            RefMovement(
                name: try RefName(checking: ref.name), old: try id(ref.old.value),
                new: try id(ref.new.value))
        }
    }
}
