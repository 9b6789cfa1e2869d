/// What the checks of a candidate say, compared with the run's last checkpoint.
package enum CheckJudgement: String, Sendable, Codable, CaseIterable {
    /// Nothing failed that did not fail before, and the phase's own checks pass.
    case passed
    /// Red before and red now, and no test names to compare: a person has to look.
    case unclear
    /// Something fails that did not fail before, or one of the phase's own checks fails.
    case failed
}

extension RunState {
    /// Judges the checks of the attempt under way; there is no way from `failed` to a checkpoint.
    package func judgement(of checked: TreeChecked) -> CheckJudgement {
        let own = Set(currentPhase?.checks.map(\.name) ?? [])
        let judgements = checked.checks.map { result in
            own.contains(result.name)
                ? (result.passed ? .passed : .failed)
                : CheckJudgement(
                    of: result, baseline: baseline?.checks.first { $0.name == result.name })
        }
        if judgements.contains(.failed) { return .failed }
        let missing = (plan.checks + (currentPhase?.checks ?? [])).contains { check in
            !checked.checks.contains { $0.name == check.name }
        }
        if missing { return .failed }
        return judgements.contains(.unclear) ? .unclear : .passed
    }
}

extension CheckJudgement {
    /// Judges one of the plan's checks by what it said of the last checkpoint.
    package init(of result: CheckResult, baseline: CheckResult?) {
        if result.passed {
            self = .passed
        } else if !result.newFailures.isEmpty || baseline?.passed ?? true {
            self = .failed
        } else if result.failed.isEmpty || baseline?.failed.isEmpty ?? true {
            self = .unclear
        } else {
            self = .passed
        }
    }
}
