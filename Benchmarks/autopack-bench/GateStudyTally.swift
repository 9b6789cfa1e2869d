import Governance
import RunModel

/// Counts of what the gate says.
struct GateStudyTally {
    /// What the gate says of one change, by the evidence that it has.
    struct Judged {
        let alone: [Finding]
        let withPassing: [Finding]
        let measured: [Finding]
        /// The tests of before ran on it.
        let isMeasured: Bool
        /// No test that was there is touched.
        let addsOnly: Bool
    }

    /// What is counted.
    let what: String
    private var count = 0
    private var measuredCount = 0
    private var addingCount = 0
    private var tests: [Verdict: Int] = [:]
    private var testsWithPassing: [Verdict: Int] = [:]
    private var testsMeasured: [Verdict: Int] = [:]
    private var others: [Verdict: Int] = [:]

    private static let testRules: Set<String> = [
        GateRule.testsTampered.rawValue, GateRule.testsChanged.rawValue,
        GateRule.newTestsPass.rawValue,
    ]

    init(what: String) { self.what = what }

    mutating func add(_ judged: Judged) {
        count += 1
        if judged.isMeasured { measuredCount += 1 }
        if judged.addsOnly { addingCount += 1 }
        tests[verdict(judged.alone), default: 0] += 1
        testsWithPassing[verdict(judged.withPassing), default: 0] += 1
        testsMeasured[verdict(judged.measured), default: 0] += 1
        others[verdict(judged.alone, ofTests: false), default: 0] += 1
    }

    private func verdict(_ findings: [Finding], ofTests: Bool = true) -> Verdict {
        findings.filter { Self.testRules.contains($0.rule) == ofTests }.map(\.severity).max() ?? .ok
    }

    var text: String {
        [
            "\(count) \(what); \(addingCount) of them only add test files",
            line("the rules on tests, reading alone (goal: ≤ 2 % blocked, ≤ 15 % asked)", tests),
            line(
                "  with the tests of before run on the new code (\(measuredCount) could be run)",
                testsMeasured),
            line(
                "  were the tests of before to pass on each: the least it can be", testsWithPassing),
            line("all other rules", others),
        ].joined(separator: "\n")
    }

    private func line(_ name: String, _ verdicts: [Verdict: Int]) -> String {
        let parts = [Verdict.blocked, .needsReview].map { verdict in
            let found = verdicts[verdict, default: 0]
            let share = (Double(found) / Double(max(1, count)) * 1000).rounded() / 10
            return "\(verdict.rawValue) \(found) (\(share) %)"
        }
        return "\(name): \(parts.joined(separator: ", "))"
    }
}
