package import RunModel

/// All that the gate looks at.
package struct GateEvidence: Sendable, Equatable {
    /// What ``ChangePolicy`` found.
    package var findings: [Finding]
    /// The names of the plan's checks: each must have a result.
    package var planChecks: [String]
    package var planResults: [CheckResult]
    /// What the plan's checks said of the last checkpoint, or the base commit.
    package var baseline: [CheckResult]
    /// The names of the phase's own checks: each must have a result, and pass.
    package var phaseChecks: [String]
    package var phaseResults: [CheckResult]
    /// Nil where nobody audited.
    package var audit: AuditFinished?
    package var risk: RiskScore

    package init(
        findings: [Finding], planChecks: [String], planResults: [CheckResult],
        baseline: [CheckResult], phaseChecks: [String], phaseResults: [CheckResult],
        audit: AuditFinished?, risk: RiskScore
    ) {
        self.findings = findings
        self.planChecks = planChecks
        self.planResults = planResults
        self.baseline = baseline
        self.phaseChecks = phaseChecks
        self.phaseResults = phaseResults
        self.audit = audit
        self.risk = risk
    }
}

/// Decides what becomes of a candidate (`decisions.md`, Governance and the quality gate).
///
/// The verdict is the strictest of the findings, so nothing weighs a new failure up: from a new
/// failure, or a failing check of the phase, no way leads to `ok`.
package enum Gate {
    package static func decide(_ evidence: GateEvidence) -> GateDecided {
        let findings =
            evidence.findings + checkFindings(evidence) + auditFindings(evidence.audit)
            + riskFindings(evidence.risk)
        return GateDecided(
            verdict: findings.map(\.severity).max() ?? .ok, findings: findings,
            risk: evidence.risk.points)
    }

    /// What the checks alone say; the orchestrator asks before it spends an audit on a candidate.
    package static func checkFindings(_ evidence: GateEvidence) -> [Finding] {
        var findings: [Finding] = []
        findings += missing(evidence.planChecks, in: evidence.planResults)
        findings += missing(evidence.phaseChecks, in: evidence.phaseResults)
        for result in evidence.planResults {
            let baseline = evidence.baseline.first { $0.name == result.name }
            findings += flaky(result)
            switch CheckJudgement(of: result, beside: baseline) {
            case .passed, .notWorse: break
            case .undecided:
                findings.append(
                    GateRule.undecidedCheck.finding(
                        .needsReview,
                        "check '\(result.name)' failed before and fails now (exit \(result.exit)), "
                            + "and names no tests to compare"))
            case .newFailure:
                findings.append(
                    GateRule.newFailure.finding(
                        .blocked, "check '\(result.name)' fails anew: \(failures(of: result))"))
            }
        }
        for result in evidence.phaseResults {
            findings += flaky(result)
            guard !result.passed else { continue }
            findings.append(
                GateRule.phaseCheckFailed.finding(
                    .blocked, "the phase's check '\(result.name)' fails: \(failures(of: result))"))
        }
        return findings
    }

    private static func auditFindings(_ audit: AuditFinished?) -> [Finding] {
        guard let audit else {
            return [GateRule.notAudited.finding(.needsReview, "nobody audited the change")]
        }
        var findings = audit.issues.map { issue in
            GateRule.auditIssue.finding(
                issue.severity >= .major ? .blocked : .ok, path: issue.path, line: issue.line,
                "\(issue.severity.rawValue): \(issue.description)")
        }
        if !audit.approved {
            let summary = audit.summary.isEmpty ? "" : ": \(audit.summary)"
            findings.append(
                GateRule.auditRejected.finding(
                    .blocked, "the auditor does not approve\(summary)"))
        }
        return findings
    }

    private static func riskFindings(_ risk: RiskScore) -> [Finding] {
        let message = "risk \(risk.points), \(risk.level.rawValue): \(risk.explanation)"
        return switch risk.level {
        case .low, .medium: []
        case .high: [GateRule.risk.finding(.needsReview, message)]
        case .critical: [GateRule.risk.finding(.blocked, message)]
        }
    }

    private static func missing(_ names: [String], in results: [CheckResult]) -> [Finding] {
        names.filter { name in !results.contains { $0.name == name } }.map { name in
            GateRule.checkMissing.finding(.blocked, "check '\(name)' has no result")
        }
    }

    private static func flaky(_ result: CheckResult) -> [Finding] {
        guard !result.flaky.isEmpty else { return [] }
        return [
            GateRule.flakyCheck.finding(
                .ok, "check '\(result.name)' is flaky: \(listed(result.flaky))")
        ]
    }

    private static func failures(of result: CheckResult) -> String {
        let names = result.newFailures.isEmpty ? result.failed : result.newFailures
        return names.isEmpty ? "exit \(result.exit)" : listed(names)
    }

    private static func listed(_ names: [String]) -> String {
        let shown = names.prefix(5).joined(separator: ", ")
        return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
    }
}

extension GateDecided {
    /// The first finding that blocks; nil where none does.
    package var blocking: Finding? { findings.first { $0.severity == .blocked } }
}
