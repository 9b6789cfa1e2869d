package import Git
import Ledger
package import RunModel

/// Takes a run's work back, exactly, and takes that back again.
package struct RollingBack {
    /// What a rollback would do.
    package struct Preview: Sendable, Hashable {
        package var refs: [RefMove]
        /// `reset`, where no later commit is lost; `revert`, where commits came after.
        package var way: String
        /// The commits that leave the branches, newest first.
        package var commits: [ObjectID]
        /// The tip of the run's branch afterwards.
        package var tip: ObjectID
    }

    private let held: HeldRun
    private var ledger: RunLedger { held.ledger }
    private var command: GitCommand { held.command }
    private var author: Signature { held.author }
    private var committer: Signature { held.committer }

    package init(_ held: HeldRun) { self.held = held }

    /// Says what ``rollBack(to:)`` would do, and does nothing.
    ///
    /// - Parameter phase: The last phase to keep; nil: none.
    package func preview(to phase: PhaseID?) throws(RunError) -> Preview {
        try preview(to: phase, storing: false)
    }

    /// Resets the run's branch, and where the run has landed, the branch it landed on.
    ///
    /// - Throws: ``RunError`` `.held` where files of the checkout are in the way, or the branch has
    ///   changed the same lines since; nothing has changed then.
    package func rollBack(to phase: PhaseID?) async throws(RunError) -> Preview {
        let preview = try preview(to: phase, storing: true)
        let snapshot = try await pin(preview.refs)
        let tip = try RollingBack.id(ledger.state.tip)
        ledger.pin(tip)
        if let landed = ledger.state.landed, landed.refs.isEmpty {
            try await rewriteFiles(from: tip, to: preview.tip)
        }
        try append(
            .rollbackPlanned(
                RefsPlanned(refs: preview.refs, snapshot: snapshot?.hex, way: preview.way)))
        try await finish()
        return preview
    }

    /// Takes the last rollback back.
    ///
    /// - Throws: ``RunError`` `.refused` where none happened, `.held` where a branch has moved
    ///   since.
    package func undo() async throws(RunError) -> [RefMove] {
        guard let rollback = ledger.state.rollback else {
            throw RunError(
                .refused, "take a rollback of \(ledger.run) back",
                detail: "it is not rolled back", remedy: "git autopack show \(ledger.run)")
        }
        let refs = rollback.refs.map { ref in
            RefMove(name: ref.name, old: ref.new.value, new: ref.old.value)
        }
        let snapshot = try await pin(refs)
        if let landed = rollback.landed, landed.refs.isEmpty {
            try await rewriteFiles(
                from: try RollingBack.id(ledger.state.tip), to: try RollingBack.id(rollback.tip))
        }
        try append(
            .rollbackPlanned(
                RefsPlanned(refs: refs, snapshot: snapshot?.hex, way: Rollback.undo)))
        try await finish()
        return refs
    }

    /// Does what was planned; also the way back into a rollback that a crash cut short.
    package func finish() async throws(RunError) {
        guard let planned = ledger.state.planned, planned.kind == .rollback else { return }
        do throws(RunError) {
            try await PlannedRefs(ledger: ledger, command: command, author: author).move(planned)
        } catch {
            // A branch moved in between, for good: the plan cannot be carried out any more.
            if error.code == .held {
                try append(.runRolledBack(RefsMoved(commit: ledger.state.tip, refs: [])))
            }
            throw error
        }
        for ref in planned.refs where ref.name != ledger.run.branch {
            let movement = try PlannedRefs.movement(ref)
            guard let old = movement.old, let new = movement.new,
                let checkout = try await held.checkedOut(movement.name).checkout()
            else { continue }
            try await RunError.mapping { () async throws(GitError) in
                try await checkout.follow(from: old, to: new)
            }
        }
        let tip = planned.refs.first { $0.name == ledger.run.branch }?.new.value
        let moved = RefsMoved(commit: tip ?? ledger.state.tip, refs: planned.refs)
        try append(.runRolledBack(moved))
    }

    // MARK: The plan

    private func preview(to phase: PhaseID?, storing: Bool) throws(RunError) -> Preview {
        let state = ledger.state
        guard state.status != .rolledBack else {
            throw RunError(
                .refused, "roll back run \(state.run)", detail: "it is rolled back already",
                remedy: "git autopack rollback --undo \(state.run)")
        }
        let (tip, goal) = (try RollingBack.id(state.tip), try goal(phase))
        var refs: [RefMove] = []
        let commits = try git { () throws(GitError) in
            try ledger.repository.history(
                from: tip, options: HistoryOptions(excluding: [goal]))
        }
        if goal != tip {
            refs.append(RefMove(name: state.run.branch, old: tip.hex, new: goal.hex))
        }
        var way = "reset"
        if let landed = state.landed, let ref = landed.refs.first {
            let (move, isRevert) = try landedMove(ref, goal: goal, tip: tip, storing: storing)
            refs.append(move)
            if isRevert { way = "revert" }
        }
        guard !refs.isEmpty else {
            throw RunError(
                .refused, "roll back run \(state.run)", detail: "it has no checkpoint to take back",
                remedy: "git autopack abort \(state.run)")
        }
        return Preview(refs: refs, way: way, commits: commits, tip: goal)
    }

    private func goal(_ phase: PhaseID?) throws(RunError) -> ObjectID {
        let state = ledger.state
        guard let phase else { return try RollingBack.id(state.base) }
        guard let checkpoint = state[phase: phase]?.checkpoint else {
            let done = state.phases.filter { $0.checkpoint != nil }.map(\.id.description)
            throw RunError(
                .usage, "roll back run \(state.run) to \(phase)",
                detail: state[phase: phase] == nil
                    ? "it has no such phase" : "the phase has no checkpoint",
                remedy: done.isEmpty
                    ? nil : "phases with a checkpoint: \(done.joined(separator: ", "))")
        }
        return try RollingBack.id(checkpoint)
    }

    /// Where the branch that the run landed on goes: back, or on to a revert.
    private func landedMove(
        _ ref: RefMove, goal: ObjectID, tip: ObjectID, storing: Bool
    ) throws(RunError) -> (move: RefMove, isRevert: Bool) {
        let movement = try PlannedRefs.movement(ref)
        let repository = ledger.repository
        let now = try git { () throws(GitError) in try repository.lookUp(movement.name) }
        guard let now, let landed = movement.new else {
            throw RunError(
                .held, "roll back run \(ledger.run)",
                detail: "\(movement.name.shortName), on which it landed, is gone")
        }
        // A branch that was made for the run goes back to the tip that is left.
        let before = movement.old ?? goal
        let target = goal == (try RollingBack.id(ledger.state.base)) ? before : goal
        if now == landed {
            return (RefMove(name: ref.name, old: now.hex, new: target.hex), false)
        }
        guard storing else { return (RefMove(name: ref.name, old: now.hex, new: nil), true) }
        let revert = try revert(from: landed, to: target, on: now, name: movement.name)
        ledger.pin(revert)
        return (RefMove(name: ref.name, old: now.hex, new: revert.hex), true)
    }

    /// A commit on the branch that undoes the run's change and keeps what came after.
    private func revert(
        from landed: ObjectID, to target: ObjectID, on now: ObjectID, name: RefName
    ) throws(RunError) -> ObjectID {
        let repository = ledger.repository
        let merge = try git { () throws(GitError) in
            try repository.mergeTrees(
                ancestor: try repository.readCommit(landed).tree,
                ours: try repository.readCommit(now).tree,
                theirs: try repository.readCommit(target).tree)
        }
        switch merge {
        case .clean(let tree):
            let trailers = Trailers([.init("Autopack-Run", ledger.run.description)])
            let (author, committer) = (author, committer)
            let message = trailers.appended(
                to: "Revert run \(ledger.run)\n\nThis takes back \(landed).\n")
            return try git { () throws(GitError) in
                try repository.writeCommit(
                    tree: tree, parents: [now], author: author, committer: committer,
                    message: message)
            }
        case .conflicts(let conflicts):
            throw RunError(
                .held, "roll back run \(ledger.run)",
                detail: "\(name.shortName) has changed the same lines since, in "
                    + conflicts.map(\.path.description).joined(separator: ", "),
                remedy: "git revert, by hand")
        }
    }

    // MARK: Parts

    /// Pins the checkout of every branch of the user's that is to move, after looking for files
    /// in the way.
    private func pin(_ refs: [RefMove]) async throws(RunError) -> ObjectID? {
        var pinned: ObjectID?
        for ref in refs where ref.name != ledger.run.branch {
            let movement = try PlannedRefs.movement(ref)
            guard let old = movement.old, let new = movement.new,
                let checkout = try await held.checkedOut(movement.name).checkout()
            else { continue }
            let paths = try await RunError.mapping { () async throws(GitError) in
                try await checkout.overlaps(from: old, to: new)
            }
            guard paths.isEmpty else {
                throw RunError(
                    .held, "roll back run \(ledger.run)",
                    detail: "these files of the checkout are changed and would be overwritten: "
                        + paths.map(\.description).joined(separator: ", "),
                    remedy: "git stash push -u, then again")
            }
            let snapshot = try await RunSnapshot.take(of: checkout, author: author)
            ledger.pin(snapshot.commit)
            pinned = snapshot.commit
        }
        return pinned
    }

    /// Changes the working tree alone, for a run that landed in it.
    ///
    /// Only files that are still as the run left them are written, so no edit of the person's is
    /// lost, and what they held is in the run's commits.
    private func rewriteFiles(from old: ObjectID, to new: ObjectID) async throws(RunError) {
        let (command, folder) = (command, held.temporaryDirectory)
        let checkout = try git { () throws(GitError) in
            try Checkout(command, temporaryDirectory: folder)
        }
        try await RunError.mapping { () async throws(GitError) in
            try await checkout.writeDifference(from: old, to: new)
        }
    }

    private func append(_ event: Event) throws(RunError) {
        try RunError.recording { () throws(LedgerError) in try ledger.append([event]) }
    }

    private static func id(_ text: String) throws(RunError) -> ObjectID {
        guard let id = ObjectID(hex: text) else {
            throw RunError(.invalid, "roll back", detail: "'\(text)' is no commit")
        }
        return id
    }
}
