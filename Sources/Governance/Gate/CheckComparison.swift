package import RunModel

/// One execution of a check, as it was seen.
package struct CheckTry: Hashable, Sendable {
    /// The exit status; 128 + the signal where one ended it; 124 past the time limit.
    package var exit: Int
    package var seconds: Double
    /// Failing tests by name; empty where the log names none.
    package var failed: [String]
    /// The blob of the log.
    package var log: String?
    /// How many tests ran, where the log says so.
    package var counts: TestCounts?

    package init(
        exit: Int, seconds: Double, failed: [String] = [], log: String? = nil,
        counts: TestCounts? = nil
    ) {
        self.exit = exit
        self.seconds = seconds
        self.failed = failed
        self.log = log
        self.counts = counts
    }
}

/// Compares what checks say of a candidate with what they said of the baseline.
package enum CheckComparison {
    /// Says whether a failing check has to be run once more, to tell flaky from failing.
    package static func wantsSecondRun(_ run: CheckTry, baseline: CheckResult?) -> Bool {
        guard run.exit != 0 else { return false }
        let once = result(of: "", command: [], first: run, second: nil, baseline: baseline)
        return CheckJudgement(of: once, beside: baseline) != .notWorse
    }

    /// Makes one result of a check's runs on a candidate.
    ///
    /// A second run that passes makes the check pass, and what failed at first is flaky; a run that
    /// named no test is there with its exit status, so that it is not lost. Where
    /// both fail, a test that failed in only one of them is flaky, and the others have failed; but
    /// where no test failed twice, all of them have: a check that fails twice is no accident.
    package static func result(
        of name: String, command: [String], first: CheckTry, second: CheckTry?,
        baseline: CheckResult?
    ) -> CheckResult {
        let last = second ?? first
        var failed = last.exit == 0 ? [] : unique(last.failed)
        var flaky: [String] = []
        if let second {
            let (one, two) = (Set(first.failed), Set(second.failed))
            if second.exit == 0 {
                flaky = first.failed.isEmpty ? ["exit \(first.exit)"] : unique(first.failed)
            } else if one.isDisjoint(with: two) {
                failed = unique(first.failed + second.failed)
            } else {
                failed = unique(second.failed).filter(one.contains)
                flaky = unique(first.failed + second.failed).filter {
                    one.contains($0) != two.contains($0)
                }
            }
        }
        let before = Set(baseline?.failed ?? [])
        let now = Set(failed)
        // A run that was cut short says nothing of the tests that it did not reach.
        let complete = last.exit == 0 || (!failed.isEmpty && last.exit < CheckResult.cutShort)
        return CheckResult(
            name: name, command: command, exit: last.exit,
            seconds: first.seconds + (second?.seconds ?? 0), failed: failed,
            newFailures: failed.filter { !before.contains($0) },
            fixed: complete ? (baseline?.failed ?? []).filter { !now.contains($0) } : [],
            flaky: flaky, log: last.log, counts: last.counts)
    }

    /// The names in order, each once.
    private static func unique(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { seen.insert($0).inserted }
    }
}
