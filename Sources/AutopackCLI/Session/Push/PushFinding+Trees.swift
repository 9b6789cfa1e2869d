import Git
import Governance

/// Findings about trees that git refuses.
extension PushFinding {
    init(_ fault: TreeFault, in commit: Commit) {
        let id = commit.id.hex.prefix(10)
        let fix =
            commit.parents.isEmpty
            ? "begin the history anew without it: git switch --orphan NEW-BRANCH"
            : "leave the commit out: git rebase --onto \(id)^ \(id)"
        self.init(
            .brokenTree, commit: commit.id.hex, path: fault.path.description, what: fault.what,
            fix: fix)
    }
}
