package import Git
package import RunModel

/// What a commit says of itself in its trailers.
package struct CommitClaim: Sendable, Hashable {
    /// In full.
    package var commit: String
    package var tree: String
    package var run: RunID
    /// Nil in what a landing or a rollback makes.
    package var phase: PhaseID?
    package var attempt: Int?
    /// It is of a journal.
    package var isRecord: Bool

    /// Nil where a commit is of no run.
    package init?(_ commit: Commit) {
        guard let trailers = Self.trailers(of: commit),
            let run = trailers["Autopack-Run"].flatMap(RunID.init)
        else { return nil }
        self.commit = commit.id.hex
        tree = commit.tree.hex
        self.run = run
        phase = trailers["Autopack-Phase"].flatMap(PhaseID.init)
        attempt = trailers["Autopack-Attempt"].flatMap { Int($0) }
        isRecord = trailers["Autopack-Event"] != nil && trailers["Autopack-Seq"] != nil
    }

    /// The commit's trailers speak of a run in a way that no run of this program does.
    package static func isMalformed(_ commit: Commit) -> Bool {
        guard let trailers = trailers(of: commit), let run = trailers["Autopack-Run"] else {
            return false
        }
        return RunID(run) == nil
            || trailers["Autopack-Phase"].map { PhaseID($0) == nil } ?? false
    }

    /// Nil where they say nothing of a run: most commits are spared the reading of them.
    private static func trailers(of commit: Commit) -> Trailers? {
        let mark = Array("autopack-run".utf8)
        let message = commit.message.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
        return message.contains(mark) ? commit.trailers : nil
    }
}

/// What the record of a run says of commits.
package struct RunStanding: Sendable {
    package var state: RunState
    /// Every checkpoint that ever was, by commit.
    package private(set) var checkpoints: [String: CheckpointRecord] = [:]
    /// Every candidate that ever was, by commit.
    package private(set) var candidates: Set<String> = []

    /// Reads a run's journal.
    ///
    /// - Returns: Nil where there is no such run.
    /// - Throws: ``LedgerError`` `.invalid`.
    package static func read(
        _ run: RunID, in repository: Repository
    ) throws(LedgerError) -> RunStanding? {
        let reader = JournalReader(repository)
        do throws(LedgerError) {
            let tip = try reader.tip(of: run)
            var standing = RunStanding(state: tip.state)
            // Where the run has failed no more is asked of it.
            guard tip.state.status == .succeeded else { return standing }
            let concerns = Gathering.concerns
            let entries = try reader.entries(of: run, from: tip.commit, where: concerns)
            var gathering = Gathering()
            for entry in entries { gathering.take(entry, into: &standing) }
            return standing
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    private init(state: RunState) { self.state = state }

    /// Says how the run stands to a commit that claims to be of it.
    ///
    /// - Parameter isSameChange: Whether a record's change is the commit's; asked where the trees
    ///   differ.
    package func standing(
        of claim: CommitClaim, isSameChange: (CheckpointRecord) throws(GitError) -> Bool
    ) throws(GitError) -> CommitStanding {
        guard claim.phase != nil else {
            return state.status == .succeeded || !landings.contains(claim.commit)
                ? .other : .notSucceeded(state.status)
        }
        guard state.status == .succeeded else { return .notSucceeded(state.status) }
        if let record = checkpoints[claim.commit] {
            let isCurrent = state.phases.contains { $0.checkpoint == claim.commit }
            return isCurrent ? .checkpoint(record) : .abandoned
        }
        if candidates.contains(claim.commit) { return .candidate }
        let current = state.phases.compactMap { $0.checkpoint.flatMap { checkpoints[$0] } }
        if let same = current.first(where: { $0.tree == claim.tree }) { return .rewritten(same) }
        for record in current where record.phase == claim.phase {
            if try isSameChange(record) { return .rewritten(record) }
        }
        return .altered
    }

    /// The commits that took the run's work back on branches that had moved on.
    package var reverts: Set<String> {
        guard state.status == .rolledBack else { return [] }
        return Set((state.rollback?.refs ?? []).compactMap(\.new.value))
    }

    /// What landings made of the work.
    private var landings: Set<String> {
        Set([state.landed, state.rollback?.landed].compactMap { $0?.commit })
    }
}

/// Puts together what a journal says of checkpoints, event by event.
private struct Gathering {
    static func concerns(_ event: EventName) -> Bool {
        switch event {
        case .attemptStarted, .candidateCreated, .checksFinished, .auditFinished, .gateDecided,
            .approvalGiven, .checkpointCommitted:
            true
        default: false
        }
    }

    private var candidate: CandidateCreated?
    private var checks: [CheckResult] = []
    private var audit: AuditFinished?
    private var verdict: Verdict?

    mutating func take(_ entry: JournalEntry, into standing: inout RunStanding) {
        switch entry.event {
        case .attemptStarted: self = Gathering()
        case .candidateCreated(let created):
            self = Gathering()
            candidate = created
            standing.add(candidate: created.commit)
        case .checksFinished(let checked) where checked.tree == candidate?.tree:
            checks = checked.checks
        case .auditFinished(let finished):
            audit = audit.map { $0.stricter(with: finished) } ?? finished
        case .gateDecided(let decided): verdict = decided.verdict
        case .approvalGiven(let given): verdict = given.verdict
        case .checkpointCommitted(let moved):
            guard let candidate, candidate.commit == moved.commit, let phase = entry.phase,
                let attempt = entry.attempt
            else { return }
            standing.add(
                CheckpointRecord(
                    commit: candidate.commit, tree: candidate.tree, phase: phase,
                    attempt: attempt, checks: checks, audit: audit, verdict: verdict))
        default: break
        }
    }
}

extension RunStanding {
    fileprivate mutating func add(candidate: String) { candidates.insert(candidate) }

    fileprivate mutating func add(_ record: CheckpointRecord) {
        checkpoints[record.commit] = record
    }
}
