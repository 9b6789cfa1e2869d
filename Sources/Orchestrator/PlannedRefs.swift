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

    /// First the user's branches, all or none, then the run's own.
    ///
    /// The user's move through git, in a session of its own that outlives a kill. Only they can
    /// have been moved by somebody else: where they are refused nothing has moved.
    func move(_ planned: PlannedMove) async throws(RunError) {
        let repository = ledger.repository
        let isOwn: Set<String> = [ledger.run.branch, ledger.run.preRunBranch]
        var theirs: [RefMovement] = []
        var own: [RefMovement] = []
        for ref in planned.refs {
            let movement = try PlannedRefs.movement(ref)
            let found = try git { () throws(GitError) in try repository.lookUp(movement.name) }
            if found == movement.new { continue }
            if movement.new != nil, isOwn.contains(ref.name) {
                own.append(movement)
            } else {
                theirs.append(movement)
            }
        }
        if !theirs.isEmpty {
            let (all, reason, who) = (theirs, "autopack \(planned.kind.rawValue)", author)
            try await RunError.mapping { () async throws(GitError) in
                try await command.updateRefs(all, reason: reason, committer: who)
            }
        }
        for movement in own {
            guard let new = movement.new else { continue }
            try git { () throws(GitError) in
                try repository.update(movement.name, from: movement.old, to: new)
            }
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
