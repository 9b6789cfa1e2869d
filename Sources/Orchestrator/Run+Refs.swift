import Git
import Healing
import Ledger
import RunModel

extension Run {
    /// Makes the run's branches where they are missing; a crash may have come before them.
    func ensureBranches() throws(RunError) {
        let state = ledger.state
        guard state.planned == nil, state.status.isUnderWay else { return }
        for (name, id) in [(state.run.preRunBranch, state.base), (state.run.branch, state.tip)] {
            let commit = try commit(id)
            let repository = ledger.repository
            try git { () throws(GitError) in
                let ref = try RefName(checking: name)
                if try repository.lookUp(ref) == nil {
                    try repository.update(ref, from: nil, to: commit)
                }
            }
        }
    }

    /// Plans that the candidate becomes the tip of the run's branch.
    func planCheckpoint() throws(RunError) {
        guard let candidate = attempt.candidate else { preconditionFailure("no candidate") }
        let move = RefMove(
            name: ledger.run.branch, old: ledger.state.tip, new: candidate.commit)
        try recordInAttempt([.checkpointPlanned(RefsPlanned(refs: [move]))])
    }

    /// Moves what was planned, and records that it has moved.
    func move(_ planned: PlannedMove) async throws(RunError) {
        let (command, author) = (tools.command, tools.author)
        switch planned.kind {
        case .checkpoint:
            try await PlannedRefs(ledger: ledger, command: command, author: author).move(planned)
            try writeNote()
            let commit = planned.refs.first?.new.value ?? ledger.state.tip
            try recordInAttempt(
                hintsOfCheckpoint(commit) + [
                    .checkpointCommitted(RefsMoved(commit: commit, refs: planned.refs))
                ])
        case .rollback where planned.way == Rollback.byDoctor:
            try await PlannedRefs(ledger: ledger, command: command, author: author).move(planned)
            try record([
                .runRolledBack(RefsMoved(commit: ledger.state.base, refs: planned.refs))
            ])
        case .land, .rollback, .archive:
            throw RunError(
                .refused, "go on with \(ledger.run)",
                detail: "a \(planned.kind.rawValue) was cut short",
                remedy: "git autopack \(planned.kind.rawValue) \(ledger.run)")
        }
    }

    /// Writes the checkpoint's note: a view, which never stops a run.
    private func writeNote() throws(RunError) {
        guard let candidate = attempt.candidate else { return }
        let note = try CheckpointNote(of: ledger.state, patchID: patchID(of: candidate))
        let (repository, author) = (ledger.repository, tools.author)
        let seconds = ledger.state.updated.seconds
        let commit = try commit(candidate.commit)
        do throws(GitError) {
            let notes = Notes(repository, name: try RefName(checking: "refs/notes/autopack"))
            let line = note.line
            if let found = try notes.note(of: commit),
                String(decoding: found, as: UTF8.self).split(separator: "\n")
                    .contains(where: { $0 == line })
            {
                return
            }
            try notes.write(
                [.init(commit: commit, text: line)], author: author,
                committer: Program.committer(at: seconds),
                message: "note the checkpoint of \(attempt.phase) in \(ledger.run)\n")
        } catch {
            tools.warn("the note of \(candidate.commit.prefix(10)) is missing: \(error.detail)")
        }
    }

    private func patchID(of candidate: CandidateCreated) throws(RunError) -> String {
        let repository = ledger.repository
        let (tip, tree) = (try commit(ledger.state.tip), try commit(candidate.tree))
        return try git { () throws(GitError) in
            try repository.patchID(from: try repository.readCommit(tip).tree, to: tree)
        }
    }
}

extension CheckpointNote {
    /// What the state knows of the attempt under way, whose candidate becomes the checkpoint.
    init(of state: RunState, patchID: String) throws(RunError) {
        guard let attempt = state.attempt, let candidate = attempt.candidate else {
            preconditionFailure("a note is of an attempt with a candidate")
        }
        let phase = state[phase: attempt.phase]
        self.init(
            run: state.run, phase: attempt.phase, attempt: attempt.number,
            models: [attempt.model]
                + (attempt.audit?.auditors ?? []).filter { $0 != attempt.model },
            tokens: phase?.tokens ?? .zero,
            cost: state.spend.hasUnknownCost ? nil : phase?.cost,
            checks: (attempt.checks?.checks ?? []).map { result in
                CheckNote(
                    name: result.name,
                    command: SHA256.hex(
                        of: result.command.flatMap { Array($0.utf8) + [0] }),
                    exit: result.exit, seconds: result.seconds)
            },
            audit: attempt.audit.map { $0.approved ? "approved" : "rejected" } ?? "none",
            gate: attempt.gate?.verdict ?? .ok, patchID: patchID, tree: candidate.tree)
    }

    /// The one line of JSON.
    var line: String {
        guard let bytes = try? CanonicalJSON.encode(self) else {
            preconditionFailure("a note has no number that is no number")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
