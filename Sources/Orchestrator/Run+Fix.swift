import Agents
import Git
import Governance
import Healing
import Ledger
import RunModel
import Workspace

extension Run {
    /// Runs the Doctor's commands in the private workspace (`decisions.md`, `execute_fix`).
    ///
    /// What they change in the files becomes a candidate like any other, and its checks are the
    /// operation that had failed. Where nothing is changed the Builder works once more.
    func executeFix() async throws(RunError) {
        let (state, attempt) = (ledger.state, attempt)
        guard let proposed = attempt.fix else { preconditionFailure("a fix is proposed") }
        let failure = state[phase: attempt.phase]?.failures.last
        let commit = try commit(failure?.candidate ?? attempt.start)
        try recordInAttempt([.fixStarted(Fix(proposed))])
        let outcome = try await tools.bench.execute(
            CommandFix(
                type: proposed.fixType, commands: proposed.commands, verify: proposed.verify),
            on: leftHalfWay(failure) ? .asLeft : .commit(commit),
            under: fixRules)
        let results = outcome.results.map { tools.redactor.redact($0).text.text }
        guard outcome.isVerified else {
            return try recordInAttempt([
                .fixFinished(Fix(proposed, results: results, fixed: false)),
                .attemptFailed(failed(failure, results)),
            ])
        }
        let base = try tree(of: commit)
        guard !outcome.difference.isEmpty || failure?.candidate != nil else {
            return try recordInAttempt([
                .fixFinished(Fix(proposed, results: results, fixed: true))
            ])
        }
        try candidate(of: outcome.difference, on: base)
    }

    /// An agent program left the workspace's own git in the middle of something.
    private func leftHalfWay(_ failure: PhaseFailure?) -> Bool {
        guard case .command = phase.builder, let failure else { return false }
        return failure.candidate == nil && failure.category.failureClass == .gitState
    }

    /// What the commands of a fix may do in this run.
    var fixRules: FixRules {
        let settings = ledger.state.settings
        return FixRules(
            allowedTypes: Set(settings.doctor.allowedFixTypes),
            protected: ProtectedPaths(denied: settings.protected), run: ledger.run)
    }

    /// The failure that is still there, with what the commands said.
    private func failed(_ failure: PhaseFailure?, _ results: [String]) -> AttemptFailed {
        let said = results.joined(separator: "\n")
        guard let failure else {
            return AttemptFailed(
                category: .dirtyTree,
                signature: Classifier.signature(of: .dirtyTree, message: said),
                rootCause: FailureCategory.dirtyTree.rootCause, detail: said)
        }
        return AttemptFailed(
            category: failure.category, signature: failure.signature,
            rootCause: failure.rootCause,
            detail: "\(failure.detail)\nthe fix did not help:\n\(said)")
    }

    /// The end of a fix, where the candidate's checks say it; nil where no fix is under way.
    func outcomeOfFix(_ checked: TreeChecked) -> Event? {
        guard let proposed = attempt.fix, attempt.fixed == nil else { return nil }
        let fixed = ledger.state.verdict(of: checked) != .blocked
        return .fixFinished(
            Fix(
                proposed, results: checked.checks.map { "\($0.name): exit \($0.exit)" },
                fixed: fixed))
    }
}

extension Fix {
    init(_ proposed: ProposedFix, results: [String] = [], fixed: Bool = false) {
        self.init(
            fixType: proposed.fixType.rawValue, commands: proposed.commands.map { [$0] },
            verify: proposed.verify.isEmpty ? [] : [proposed.verify], results: results,
            fixed: fixed)
    }
}
