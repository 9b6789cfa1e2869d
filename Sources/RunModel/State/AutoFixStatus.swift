/// How far an automatic fix has come (`cli.md`, States); derived from the state, never stored.
package enum AutoFixStatus: String, Sendable, Codable, CaseIterable {
    /// Nothing was tried yet, or a change is being made.
    case proposed
    /// A change is in the sandbox, and the checks are running.
    case sandboxDeployed = "sandbox_deployed"
    case testsFailed = "tests_failed"
    case testsPassed = "tests_passed"
    /// The result is on a branch, or in the working tree.
    case applied
}

extension RunState {
    /// How far the run has come with mending what its checks find; nil where it is no `fix`.
    package var autoFixStatus: AutoFixStatus? {
        guard !plan.phases.isEmpty, plan.phases.allSatisfy(\.mendsChecks) else { return nil }
        if landed != nil { return .applied }
        if status == .succeeded || phases.contains(where: { $0.checkpoint != nil }) {
            return .testsPassed
        }
        guard let attempt else {
            return status.isOver || phases.contains { !$0.failures.isEmpty }
                ? .testsFailed : .proposed
        }
        switch attempt.stage {
        case .apply, .fix: return .proposed
        case .check: return .sandboxDeployed
        case .call(.fixer), .call(.builder), .judge, .call(.planner), .call(.doctor):
            if attempt.refusal != nil || status.isOver { return .testsFailed }
            return attempt.checks.map(status(of:)) ?? .proposed
        case .call(.auditor), .readAudit, .gate, .decided:
            return attempt.checks.map(status(of:)) ?? .testsPassed
        }
    }

    private func status(of checked: TreeChecked) -> AutoFixStatus {
        verdict(of: checked) == .blocked ? .testsFailed : .testsPassed
    }
}
