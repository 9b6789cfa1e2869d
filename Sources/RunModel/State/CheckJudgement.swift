/// What a check's result means beside the baseline's (`decisions.md`, One attempt).
package enum CheckJudgement: String, Sendable, CaseIterable {
    /// It passes.
    case passed
    /// It fails as it did before.
    case notWorse
    /// It failed before without naming tests, and fails now: nobody can say whether it got worse.
    case undecided
    /// Something fails that did not fail before.
    case newFailure

    /// Judges a candidate's result beside the baseline's.
    ///
    /// Where there is no baseline, or it passed, every failure is new. So is one without names, or
    /// by a signal or the time limit, where the baseline failed with names: names that are missing
    /// may be hidden, not mended.
    package init(of result: CheckResult, beside baseline: CheckResult?) {
        guard !result.passed else {
            self = .passed
            return
        }
        guard let baseline, !baseline.passed else {
            self = .newFailure
            return
        }
        let before = Set(baseline.failed)
        if before.isEmpty {
            self = .undecided
        } else if result.failed.isEmpty || !before.isSuperset(of: result.failed) {
            self = .newFailure
        } else if result.exit < CheckResult.cutShort {
            self = .notWorse
        } else {
            self = result.exit == baseline.exit ? .undecided : .newFailure
        }
    }
}

extension CheckResult {
    /// The least exit status that says that a check did not come to its own end.
    package static let cutShort = 124
}

extension RunState {
    /// What the checks alone say of the candidate under way.
    ///
    /// `ok` where nothing fails that did not fail before and the phase's own checks pass;
    /// `needs_review` where nobody can say; `blocked` otherwise, from where no way leads to a
    /// checkpoint.
    package func verdict(of checked: TreeChecked) -> Verdict {
        let own = currentPhase?.checks ?? []
        let all = currentPhase?.mendsChecks == true
        let wanted = plan.checks + own
        let results = wanted.compactMap { check in
            checked.checks.first { $0.name == check.name }
        }
        guard results.count == wanted.count else { return .blocked }
        let names = Set(own.map(\.name))
        return results.map { result in
            if all || names.contains(result.name) { return result.passed ? .ok : .blocked }
            let before = baseline?.checks.first { $0.name == result.name }
            return switch CheckJudgement(of: result, beside: before) {
            case .passed, .notWorse: Verdict.ok
            case .undecided: Verdict.needsReview
            case .newFailure: Verdict.blocked
            }
        }.max() ?? .ok
    }
}
