import Governance
import RunModel
import Testing

struct CheckComparisonTests {
    @Test func `a failure that the baseline has is not new, and one that is gone is fixed`() {
        let result = compare(run(1, "a", "c"), nil, baseline: red("a", "b"))
        #expect(result.failed == ["a", "c"])
        #expect(result.newFailures == ["c"])
        #expect(result.fixed == ["b"])
    }

    @Test func `what passes when run again was flaky`() {
        let result = compare(run(1, "a"), run(0), baseline: green)
        #expect(result.passed)
        #expect(result.flaky == ["a"])
        #expect(result.failed == [] && result.newFailures == [])
        #expect(result.seconds == 2)
    }

    @Test func `a run without names that passes the second time leaves a trace`() {
        let result = compare(run(124), run(0), baseline: green)
        #expect(result.passed && result.failed == [])
        #expect(result.flaky == ["exit 124"])
    }

    @Test func `what fails in one run of two is flaky, the rest has failed`() {
        let result = compare(run(1, "a", "b"), run(1, "b", "c"), baseline: green)
        #expect(result.failed == ["b"])
        #expect(result.newFailures == ["b"])
        #expect(result.flaky == ["a", "c"])
    }

    @Test func `two runs that fail differently have both failed`() {
        let result = compare(run(1, "a"), run(1, "b"), baseline: green)
        #expect(result.failed == ["a", "b"] && result.flaky == [])
        #expect(result.newFailures == ["a", "b"])
    }

    @Test func `a run that was cut short mends nothing`() {
        #expect(compare(run(124, "a"), nil, baseline: red("a", "b")).fixed == [])
        #expect(compare(run(1), nil, baseline: red("a")).fixed == [])
        #expect(compare(run(0), nil, baseline: red("a", "b")).fixed == ["a", "b"])
    }

    @Test(
        arguments: [
            ([0], [], nil, .passed), ([0], [], [1], .passed),
            ([1], [], nil, .newFailure), ([1], [], [0], .newFailure),
            ([1], [], [1], .undecided), ([1], ["a"], [1], .undecided),
            ([139], [], [1], .undecided),
        ] as [([Int], [String], [Int]?, CheckJudgement)])
    func `a result is judged beside a baseline without names`(
        exit: [Int], failed: [String], baseline: [Int]?, judgement: CheckJudgement
    ) {
        let result = CheckResult(name: "t", command: [], exit: exit[0], seconds: 0, failed: failed)
        let before = baseline.map { CheckResult(name: "t", command: [], exit: $0[0], seconds: 0) }
        #expect(CheckJudgement(of: result, beside: before) == judgement)
    }

    @Test(
        arguments: [
            (1, ["a"], CheckJudgement.notWorse), (1, ["a", "b"], .notWorse),
            (1, ["c"], .newFailure), (1, [], .newFailure), (2, ["a"], .notWorse),
            (124, ["a"], .newFailure), (139, ["a"], .newFailure), (0, [], .passed),
        ])
    func `a result is judged beside a baseline with names`(
        exit: Int, failed: [String], judgement: CheckJudgement
    ) {
        let result = CheckResult(name: "t", command: [], exit: exit, seconds: 0, failed: failed)
        #expect(CheckJudgement(of: result, beside: red("a", "b")) == judgement)
    }

    @Test func `only what may be new is run again`() {
        #expect(!CheckComparison.wantsSecondRun(run(0), baseline: green))
        #expect(!CheckComparison.wantsSecondRun(run(1, "a"), baseline: red("a")))
        #expect(CheckComparison.wantsSecondRun(run(1, "b"), baseline: red("a")))
        #expect(CheckComparison.wantsSecondRun(run(1), baseline: nil))
    }

    private let green = CheckResult(name: "t", command: [], exit: 0, seconds: 1)

    private func red(_ failed: String...) -> CheckResult {
        CheckResult(name: "t", command: [], exit: 1, seconds: 1, failed: failed)
    }

    private func run(_ exit: Int, _ failed: String...) -> CheckTry {
        CheckTry(exit: exit, seconds: 1, failed: failed)
    }

    private func compare(
        _ first: CheckTry, _ second: CheckTry?, baseline: CheckResult
    ) -> CheckResult {
        CheckComparison.result(
            of: "t", command: ["t"], first: first, second: second, baseline: baseline)
    }
}
