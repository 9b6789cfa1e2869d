import Agents
package import Git
import Governance
import Ledger
import Providers
package import RunModel

extension Run {
    /// Judges a merge at landing like any other candidate: checks, audit, gate.
    ///
    /// The verdict is recorded outside any phase. Its checks are held against the baseline that
    /// the run's last checkpoint left.
    package func judge(_ merge: ObjectID) async throws(RunError) -> GateDecided {
        let repository = ledger.repository
        let (parents, tree) = try git { () throws(GitError) in
            let commit = try repository.readCommit(merge)
            return (commit.parents, commit.tree)
        }
        guard let target = parents.first else { preconditionFailure("a merge has a parent") }
        try await tools.bench.bring(to: merge)
        var results: [CheckResult] = []
        for check in ledger.state.plan.checks {
            let outcome = try await tools.bench.run(check)
            results.append(try result(of: check, outcome))
        }
        let checked = TreeChecked(
            tree: tree.hex, checks: results, environment: try await tools.bench.environment())
        try record([.checksFinished(checked)])
        let difference = try git { () throws(GitError) in
            try TreeDifference.read(
                from: try repository.readCommit(target).tree, to: tree, in: repository)
        }
        // The parts were audited in their phases; what is new is how they meet, and that the
        // checks judge.
        let audit = AuditFinished(
            approved: true, issues: [], auditors: [],
            summary: "each phase was audited before it was committed")
        guard let id = ledger.state.phases.first?.id else {
            preconditionFailure("a run that succeeded has a phase")
        }
        let whole = Phase(id: id, goal: ledger.state.goal, allow: Allowance.allCases)
        let decided = gate(
            difference: difference, checked: checked, audit: audit, phase: whole)
        try record([.gateDecided(decided)])
        return decided
    }

    private func result(of check: Check, _ outcome: CheckOutcome) throws(RunError) -> CheckResult {
        let baseline = ledger.state.baseline?.checks.first { $0.name == check.name }
        return CheckComparison.result(
            of: check.name, command: check.run, first: try run(outcome, of: check), second: nil,
            baseline: baseline)
    }
}
