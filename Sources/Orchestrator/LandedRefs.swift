import Git
import Ledger
import RunModel

/// The second half of a landing: what was planned is done, whoever does it.
struct LandedRefs {
    let ledger: RunLedger
    let command: GitCommand
    let author: Signature

    /// Moves the refs, brings the checkout along, takes the pre-run branch away, and records it.
    ///
    /// - Parameter checkout: Of the branch that moves; nil where none has it.
    func finish(checkout: Checkout?) async throws(RunError) {
        guard let planned = ledger.state.planned, planned.kind == .land else { return }
        // Whether a crash came before or after the files were written nobody knows: the person
        // lands again, and is told of files that are not as they were.
        guard planned.way != Landing.Way.worktree.rawValue else { return try takeBack() }
        do throws(RunError) {
            try await PlannedRefs(ledger: ledger, command: command, author: author).move(planned)
        } catch {
            // The target moved in between, for good: the plan cannot be carried out any more.
            if error.code == .held { try takeBack() }
            throw error
        }
        for ref in planned.refs {
            let movement = try PlannedRefs.movement(ref)
            guard let old = movement.old, let new = movement.new, let checkout else { continue }
            try await RunError.mapping { () async throws(GitError) in
                try await checkout.follow(from: old, to: new)
            }
        }
        let commit = planned.refs.first?.new.value ?? ledger.state.tip
        let moved = RefsMoved(commit: commit, refs: planned.refs)
        try RunError.recording { () throws(LedgerError) in try ledger.append([.runLanded(moved)]) }
        try await removePreRunBranch()
    }

    /// Records that nothing landed.
    func takeBack() throws(RunError) {
        let nothing = RefsMoved(commit: ledger.state.base, refs: [])
        try RunError.recording { () throws(LedgerError) in try ledger.append([.runLanded(nothing)])
        }
    }

    /// The rollback point goes after a successful landing (`storage.md`, Names).
    private func removePreRunBranch() async throws(RunError) {
        let repository = ledger.repository
        let name = try git { () throws(GitError) in
            try RefName(checking: ledger.run.preRunBranch)
        }
        guard let found = try git({ () throws(GitError) in try repository.lookUp(name) }) else {
            return
        }
        let author = author
        try await RunError.mapping { () async throws(GitError) in
            try await command.updateRefs(
                [RefMovement(name: name, old: found, new: nil)],
                reason: "autopack: the run has landed", committer: author)
        }
    }
}
