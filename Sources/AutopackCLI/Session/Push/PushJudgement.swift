import Git
import Governance
import Ledger
import RunModel

/// What was found about commits that leave, or that CI looks at.
struct PushJudgement {
    var findings: [PushFinding] = []
    /// What kept something from being judged: trouble of the judge, not of the commits.
    var troubles: [String] = []
    /// The record of a run is not what its format says.
    var hasInvalidRecord = false
    /// Commits that were looked at.
    var commits = 0
    /// Those of them that are checkpoints as recorded, with the run that made them.
    var checkpoints: [(commit: ObjectID, record: CheckpointRecord, state: RunState)] = []

    /// Nothing was found that a push is refused for.
    var isSound: Bool { !findings.contains { $0.severity == .error } }

    /// Takes another judgement in, each finding once.
    mutating func add(_ other: PushJudgement) {
        findings += other.findings.filter { new in
            !findings.contains { old in
                var old = old
                old.ref = new.ref
                return old == new
            }
        }
        troubles += other.troubles.filter { !troubles.contains($0) }
        hasInvalidRecord = hasInvalidRecord || other.hasInvalidRecord
        commits += other.commits
        checkpoints += other.checkpoints
    }
}
