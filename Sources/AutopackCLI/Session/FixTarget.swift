import Git
import Ledger
import RunModel

/// What `fix` is to mend: a commit, the branch that it is the tip of, the run that made it.
struct FixTarget {
    /// Nil: `HEAD`, or what is uncommitted on it.
    var base: String?
    /// Where the result is landed; nil: on the branch that HEAD is on.
    var branch: RefName?
    /// Of the run whose candidate it is; they judge the mended one too.
    var checks: [RunModel.Check] = []
    /// How a person would name it.
    var name = "HEAD"

    /// Reads a revision, a branch, or `RUN:PHASE[:ATTEMPT]` for a candidate of a run.
    ///
    /// - Throws: ``UserError`` `.usage` for a name that means none of these.
    init(_ revision: String?, _ session: Session) throws(UserError) {
        guard let revision else { return }
        name = revision
        let repository = session.repository
        do throws(GitError) {
            let commit = try repository.resolve(revision)
            base = revision
            branch = try FixTarget.branch(revision, repository)
            if branch == nil { checks = FixTarget.checks(of: commit, session) }
        } catch {
            guard let address = try? RunAddress(revision), let run = address.run,
                let tip = try? session.find(run),
                // A part of a name alone is sooner a branch that is misspelt than a run.
                address.phase != nil || run.hasPrefix("@") || run == tip.state.run.description
            else { throw UserError(error) }
            try take(address, of: tip.state)
        }
    }

    /// A branch of the user's own; a run's branch holds checkpoints only.
    private static func branch(
        _ revision: String, _ repository: Repository
    ) throws(GitError) -> RefName? {
        for text in [revision, "refs/heads/\(revision)"] {
            guard let name = RefName(text), name.isBranch, !name.shortName.hasPrefix("autopack/"),
                try repository.lookUp(name) != nil
            else { continue }
            return name
        }
        return nil
    }

    // MARK: Candidates of runs

    private mutating func take(
        _ address: RunAddress, of state: RunState
    ) throws(UserError) {
        let phase =
            address.phase ?? state.attempt?.phase ?? state.phases.last { $0.attempts > 0 }?.id
        guard let phase, let known = state[phase: phase] else {
            throw UserError(
                .usage, "not_found",
                "run \(state.run) has no phase '\(address.phase?.description ?? "")'",
                hint: "its phases: \(state.phases.map(\.id.description).joined(separator: ", "))")
        }
        guard let commit = state.candidate(of: known, attempt: address.attempt) else {
            throw UserError(
                .usage, "not_found", "there is no candidate of \(name)",
                hint: "git autopack show \(state.run):\(phase)")
        }
        base = commit
        checks = state.checks(of: phase)
    }

    /// Those of the run that a commit says it is of; none where it says nothing, or the run is gone.
    private static func checks(of commit: ObjectID, _ session: Session) -> [RunModel.Check] {
        let repository = session.repository
        guard let trailers = try? repository.readCommit(commit).trailers,
            let run = trailers["Autopack-Run"].flatMap(RunID.init),
            let phase = trailers["Autopack-Phase"].flatMap(PhaseID.init),
            let tip = try? session.find(run.description)
        else { return [] }
        return tip.state.checks(of: phase)
    }
}

extension RunState {
    /// The last candidate of a phase, or of one attempt; nil where there is none.
    fileprivate func candidate(of phase: PhaseState, attempt number: Int?) -> String? {
        let current = attempt.flatMap { $0.phase == phase.id ? $0 : nil }
        guard let number else {
            return phase.checkpoint ?? current?.candidate?.commit
                ?? phase.failures.last { $0.candidate != nil }?.candidate
        }
        if number == phase.attempts, let checkpoint = phase.checkpoint { return checkpoint }
        if number == current?.number { return current?.candidate?.commit }
        return phase.failures.last { $0.attempt == number }?.candidate
    }

    /// What a candidate of the phase has to pass.
    fileprivate func checks(of phase: PhaseID) -> [RunModel.Check] {
        let own = plan[phase]?.checks ?? []
        let names = Set(own.map(\.name))
        return plan.checks.filter { !names.contains($0.name) } + own
    }
}
