import RunModel

/// The test-tamper gate (`decisions.md`, Governance and the quality gate).
extension ChangePolicy {
    /// More findings than this are counted, not shown.
    private static let shownFindings = 20

    /// What keeps tests from running or failing blocks.
    ///
    /// What the base's tests claimed and the candidate's do not needs the plan's permission and a
    /// person, unless the base's own tests pass on the candidate's code: then a claim that was told differently hides nothing. A test
    /// or claim that is gone, or says less, protects less than it did, whatever passes today.
    func testFindings(
        in difference: Difference, of phase: Phase, at stage: PolicyStage
    ) -> [Finding] {
        let change = TestChange(of: difference)
        let allowed = phase.allow.contains(.testChanges)
        let tampered = change.issues.filter(\.kind.isTampering).map { issue in
            GateRule.testsTampered.finding(
                .blocked, path: issue.path, line: issue.line, issue.message)
        }
        let changed = change.issues.filter { !$0.kind.isTampering }.map { issue in
            let severity: Verdict =
                switch Self.excuse(for: issue, at: stage) {
                case .given: .ok
                case .possible: .needsReview
                // Weakening stays blocked, whatever the plan allows (`cli.md`, Plan file).
                case .none: allowed && issue.kind != .weakenedAssertion ? .needsReview : .blocked
                }
            return GateRule.testsChanged.finding(
                severity, path: issue.path, line: issue.line,
                issue.message
                    + (allowed || issue.kind == .weakenedAssertion
                        ? "" : "; allow: [test_changes] permits"))
        }
        return Self.bounded(tampered) + Self.bounded(changed)
            + Self.broken(at: stage, allowed: allowed)
            + Self.hidden(at: stage, allowed: allowed) + Self.unseen(at: stage, allowed: allowed)
            + Self.runnersTouched(in: difference)
            + Self.unproven(change, of: phase, at: stage)
    }

    private enum Excuse { case given, possible, none }

    private static func excuse(for issue: TestIssue, at stage: PolicyStage) -> Excuse {
        guard issue.kind.isExcusable else { return .none }
        switch stage {
        case .beforeChecks: return .possible
        case .gate(let tests, let baseline, _):
            guard let results = tests?.baseTests, !results.isEmpty else { return .none }
            let own = issue.test.split(separator: ".").last.map(String.init) ?? ""
            let holds = results.allSatisfy { result in
                let before = baseline.first { $0.name == result.name }
                switch CheckJudgement(of: result, beside: before) {
                case .passed: return true
                // What failed before and was changed hides its failure.
                case .notWorse:
                    return !own.isEmpty && !result.failed.contains { $0.contains(own) }
                case .undecided, .newFailure: return false
                }
            }
            return holds ? .given : .none
        }
    }

    /// The base's tests fail on the candidate's code where its own pass: the tests followed.
    private static func broken(at stage: PolicyStage, allowed: Bool) -> [Finding] {
        guard case .gate(let tests?, let baseline, _) = stage else { return [] }
        return tests.baseTests.compactMap { result in
            let before = baseline.first { $0.name == result.name }
            guard CheckJudgement(of: result, beside: before) == .newFailure else { return nil }
            let names = result.newFailures.isEmpty ? result.failed : result.newFailures
            let shown =
                names.isEmpty ? "exit \(result.exit)" : names.prefix(5).joined(separator: ", ")
            return GateRule.testsChanged.finding(
                allowed ? .needsReview : .blocked,
                "the tests of before fail on the new code: check '\(result.name)': \(shown)"
                    + (allowed ? "" : "; allow: [test_changes] permits"))
        }
    }

    /// A test of a fix that passes without the fix proves nothing.
    private static func unproven(
        _ change: TestChange, of phase: Phase, at stage: PolicyStage
    ) -> [Finding] {
        guard case .gate(let tests?, let baseline, _) = stage, !tests.newTests.isEmpty,
            !change.addedTests.isEmpty, isFix(phase)
        else { return [] }
        let fails = tests.newTests.contains { result in
            let before = baseline.first { $0.name == result.name }
            return switch CheckJudgement(of: result, beside: before) {
            case .passed, .notWorse: false
            case .undecided, .newFailure: true
            }
        }
        guard !fails else { return [] }
        let names = change.addedTests.prefix(3).joined(separator: ", ")
        return [
            GateRule.newTestsPass.finding(
                .needsReview,
                "the new tests (\(names)) pass without the fix, so they do not show it")
        ]
    }

    /// The phase says that something was wrong before it.
    private static func isFix(_ phase: Phase) -> Bool {
        let words = (phase.category + " " + phase.title + " " + phase.goal).lowercased()
            .split { !$0.isLetter }
        return words.contains { fixWords.contains($0) }
    }

    private static let fixWords: Set<Substring> = [
        "fix", "fixes", "fixed", "bug", "bugs", "bugfix", "regression", "mend", "mends", "repair",
        "repairs",
    ]

    private static func bounded(_ findings: [Finding]) -> [Finding] {
        guard findings.count > shownFindings else { return findings }
        let rest = findings.dropFirst(shownFindings)
        var last = findings[shownFindings]
        last.severity = rest.map(\.severity).max() ?? last.severity
        last.message = "and \(rest.count) more like these"
        return findings.prefix(shownFindings) + [last]
    }
}
