import Agents
import Git
import Governance
import Healing
import Ledger
import RunModel

extension Run {
    /// Lets the gate decide, from the real difference and the recorded results.
    func decideGate() throws(RunError) {
        let attempt = attempt
        guard let candidate = attempt.candidate, let checked = attempt.checks else {
            preconditionFailure("the gate decides on a checked candidate")
        }
        let difference = try difference(to: candidate)
        var decided = gate(
            difference: difference, checked: checked, audit: attempt.audit, phase: phase)
        if checked.checks.isEmpty {
            let finding = GateRule.unchecked.finding(
                .needsReview, "no check judged the change: the plan and the phase have none")
            decided.findings.append(finding)
            decided.verdict = max(decided.verdict, finding.severity)
        }
        try recordInAttempt([.gateDecided(decided)])
    }

    /// What the gate says, given all evidence; also asked at landing.
    func gate(
        difference: Difference, checked: TreeChecked, audit: AuditFinished?, phase: Phase
    ) -> GateDecided {
        let common = ledger.state.plan.checks
        let mustPass = phase.mendsChecks ? common + phase.checks : phase.checks
        let own = Set(mustPass.map(\.name))
        return Gate.decide(
            GateEvidence(
                findings: policy.findings(
                    in: difference, of: phase,
                    at: .gate(
                        tests: checked.tests, baseline: ledger.state.baseline?.checks ?? [],
                        own: checked.checks)),
                planChecks: common.map(\.name).filter { !own.contains($0) },
                planResults: checked.checks.filter { !own.contains($0.name) },
                baseline: ledger.state.baseline?.checks ?? [],
                phaseChecks: mustPass.map(\.name),
                phaseResults: checked.checks.filter { own.contains($0.name) }, audit: audit,
                risk: RiskScore(of: difference)))
    }

    /// What separates the candidate from the run's tip.
    func difference(to candidate: CandidateCreated) throws(RunError) -> Difference {
        let (tip, tree) = (try commit(ledger.state.tip), try commit(candidate.tree))
        let repository = ledger.repository
        return try git { () throws(GitError) in
            try TreeDifference.read(
                from: try repository.readCommit(tip).tree, to: tree, in: repository)
        }
    }

    func requestApproval() throws(RunError) {
        try recordInAttempt([.approvalRequested(approval(who: "", verdict: .needsReview))])
    }

    /// `--yes` goes on, and the journal says so.
    func approveByFlag() throws(RunError) {
        let asked = approval(who: "", verdict: .needsReview)
        let given = approval(who: "--yes", verdict: .ok)
        try recordInAttempt([.approvalRequested(asked), .approvalGiven(given)])
    }

    private func approval(who: String, verdict: Verdict) -> Approval {
        let why = (attempt.gate?.findings ?? []).filter { $0.severity == .needsReview }
            .map(\.message).joined(separator: "; ")
        return Approval(
            what: attempt.candidate?.commit ?? "", verdict: verdict, who: who, why: why)
    }

    // MARK: Failed attempts

    /// Says in the one vocabulary why the attempt came to nothing, for the next prompt too.
    func failAttempt(_ fault: AttemptFault) throws(RunError) {
        try recordInAttempt([.attemptFailed(try failure(of: fault))])
    }

    /// What was refused, in a few words: of a path that may not be changed which one it is.
    private static func specific(_ refused: CandidateRefused) -> String {
        guard refused.category == .pathDenied || refused.category == .scopeDenied else {
            return refused.reason
        }
        let line = refused.message.split(separator: "\n").first.map(String.init)
        return line ?? refused.reason
    }

    private func failure(of fault: AttemptFault) throws(RunError) -> AttemptFailed {
        let attempt = attempt
        switch fault {
        case .refused:
            guard let refused = attempt.refusal else { preconditionFailure("nothing was refused") }
            if refused.reason == CandidateRefused.unfixable, failing(attempt) != nil {
                // What nobody mends is still what it was.
                var failed = try failureOfChecks(attempt)
                failed.rootCause += "; called unfixable: \(refused.message)"
                failed.detail = "\(refused.message)\n\(failed.detail)"
                return failed
            }
            return AttemptFailed(
                category: refused.category,
                signature: Classifier.signature(of: refused.category, message: refused.message),
                rootCause: "\(refused.category.rootCause): \(Self.specific(refused))",
                detail: refused.message)
        case .checks: return try failureOfChecks(attempt)
        case .blocked: return try failureAtGate(attempt)
        case .calls:
            let failed = attempt.callFailure
            let category = failed?.category ?? .providerUnreachable
            let message = failed?.message ?? "no provider answered"
            return AttemptFailed(
                category: category, signature: Classifier.signature(of: category, message: message),
                rootCause: "\(category.rootCause): \(message)", detail: message)
        }
    }

    private func failureOfChecks(_ attempt: AttemptState) throws(RunError) -> AttemptFailed {
        guard let result = failing(attempt) else {
            preconditionFailure("the checks did not fail")
        }
        let log = String(decoding: try log(of: result), as: UTF8.self)
        let classified = classify(result, log: log)
        return AttemptFailed(
            category: classified.category, signature: classified.signature,
            rootCause: classified.rootCause,
            detail: "\(result.name) (exit \(result.exit)):\n"
                + LogExcerpt.condense(log, limitBytes: Run.logLimitBytes))
    }

    func classify(_ result: CheckResult, log: String) -> Diagnosis {
        Classifier.classify(
            log: log, exit: result.exit, command: result.command,
            timedOut: result.exit == CheckResult.cutShort,
            // A check sees the private workspace where the checkout is.
            root: ledger.repository.location.workTree)
    }

    private func failureAtGate(_ attempt: AttemptState) throws(RunError) -> AttemptFailed {
        let blocking = (attempt.gate?.findings ?? []).filter { $0.severity == .blocked }
        let category = blocking.first?.gateRule?.category ?? .riskBlocked
        if category.failureClass == .checks, failing(attempt) != nil {
            return try failureOfChecks(attempt)
        }
        let messages = blocking.map { finding in
            finding.path.isEmpty
                ? finding.message : "\(finding.path):\(finding.line): \(finding.message)"
        }
        let suggestions = (attempt.audit?.issues ?? []).filter { !$0.suggestion.isEmpty }
            .map { "suggestion for \($0.path):\($0.line): \($0.suggestion)" }
        let message = messages.first ?? "the gate blocked it"
        return AttemptFailed(
            category: category, signature: Classifier.signature(of: category, message: message),
            rootCause: "\(category.rootCause): \(message)",
            detail: (messages + suggestions).joined(separator: "\n"))
    }

    /// The check that keeps the candidate, or where there is none yet the base, from going on.
    func failing(_ attempt: AttemptState) -> CheckResult? {
        if attempt.isUnparsable {
            // The refusal tells the rest.
            return CheckResult(name: "parse", command: [], exit: 1, seconds: 0)
        }
        let before = phase.mendsChecks ? ledger.state.baseline : nil
        return (attempt.checks ?? before)?.checks.failing
    }

    /// How much of a log the next prompt is told.
    static let logLimitBytes = 6000

    /// What a check printed, as it was recorded.
    func log(of result: CheckResult) throws(RunError) -> [UInt8] {
        guard let blob = result.log.value else { return [] }
        return try kept(blob)
    }
}

extension [CheckResult] {
    /// The check that tells most of what is wrong: one that fails anew, or else the first that fails.
    var failing: CheckResult? {
        let failing = filter { !$0.passed }
        return failing.first { !$0.newFailures.isEmpty } ?? failing.first
    }
}
