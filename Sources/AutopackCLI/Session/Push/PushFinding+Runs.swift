import Git
import Governance
import Ledger
import RunModel

/// Findings about commits of runs, as a person reads them.
extension PushFinding {
    /// - Returns: Nil where there is nothing to find.
    init?(_ standing: CommitStanding, of claim: CommitClaim) {
        let (rule, what, fix): (PushRule, String, String)
        switch standing {
        case .checkpoint, .rewritten, .other: return nil
        case .abandoned:
            (rule, what, fix) = (
                .rolledBackRun, "its phase was rolled back since, in run \(claim.run)",
                "push what the run has now: git autopack show \(claim.run)"
            )
        case .candidate:
            (rule, what, fix) = (
                .candidate, "it is a candidate of run \(claim.run), which no gate has let through",
                "push the run's checkpoints: git autopack land \(claim.run)"
            )
        case .altered:
            (rule, what, fix) = (
                .alteredCheckpoint,
                "it says that it is a checkpoint of run \(claim.run), and is another change than"
                    + " the one that was checked",
                "take its Autopack- lines away: git commit --amend"
            )
        case .notSucceeded(let status):
            (rule, what, fix) = PushFinding.reading(status, claim.run)
        }
        self.init(rule, commit: claim.commit, what: what, fix: fix)
    }

    private static func reading(
        _ status: RunStatus, _ run: RunID
    ) -> (PushRule, String, String) {
        switch status {
        case .failed:
            (.failedRun, "run \(run), which made it, has failed", "git autopack resume \(run)")
        case .aborted:
            (.abortedRun, "run \(run), which made it, was aborted", "git autopack rollback \(run)")
        case .rolledBack:
            (
                .rolledBackRun, "run \(run), which made it, was rolled back",
                "git autopack rollback --undo \(run)"
            )
        default:
            (
                .unfinishedRun,
                "run \(run), which made it, is not finished (\(status.rawValue))",
                "git autopack status \(run)"
            )
        }
    }

    static func record(_ claim: CommitClaim) -> PushFinding {
        PushFinding(
            .record, commit: claim.commit,
            what: "it is a record of run \(claim.run), and no work",
            fix: "push it to refs/autopack/")
    }

    /// - Parameter commit: One that ``Program/records(_:)``.
    static func record(_ commit: Commit) -> PushFinding {
        PushFinding(
            .record, commit: commit.id.hex,
            what: "it is of what git autopack keeps for itself, and no work",
            fix: "push it to refs/autopack/")
    }

    static func malformed(_ commit: Commit) -> PushFinding {
        PushFinding(
            .alteredCheckpoint, commit: commit.id.hex,
            what: "its Autopack- lines are of no run that could be",
            fix: "take its Autopack- lines away: git commit --amend")
    }

    static func noRecord(_ claim: CommitClaim) -> PushFinding {
        PushFinding(
            .noRecord, .warning, commit: claim.commit,
            what: "run \(claim.run), which made it, is not recorded here",
            fix: "git fetch origin 'refs/autopack/runs/*:refs/autopack/runs/*'")
    }

    static func preRun(_ run: RunID, ref: String) -> PushFinding {
        PushFinding(
            .preRunBranch, ref: ref, what: "it is the rollback point of run \(run)",
            fix: "leave it out: it is of use only here")
    }
}
