import Governance
import RunModel
import Testing

struct GateTests {
    @Test func `a candidate that nothing speaks against is ok`() {
        let decided = Gate.decide(evidence())
        #expect(decided.verdict == .ok)
        #expect(decided.blocking == nil)
    }

    @Test(
        arguments: [
            (AuditIssue.Severity.info, Verdict.ok), (.minor, .ok), (.major, .blocked),
            (.critical, .blocked),
        ])
    func `an approval does not outweigh an issue`(
        severity: AuditIssue.Severity, verdict: Verdict
    ) {
        var evidence = evidence()
        evidence.audit?.issues = [AuditIssue(severity: severity, description: "d")]
        #expect(Gate.decide(evidence).verdict == verdict)
    }

    @Test func `an audit that does not approve blocks, and none waits for a person`() {
        var evidence = evidence()
        evidence.audit?.approved = false
        #expect(Gate.decide(evidence).blocking?.gateRule == .auditRejected)
        evidence.audit = nil
        #expect(Gate.decide(evidence).verdict == .needsReview)
    }

    @Test(arguments: [(69, Verdict.needsReview), (70, .blocked), (50, .needsReview), (49, .ok)])
    func `risk weighs by its level`(points: Int, verdict: Verdict) {
        var evidence = evidence()
        evidence.risk.factors = [RiskScore.Factor(points: points, why: "size")]
        let decided = Gate.decide(evidence)
        #expect(decided.verdict == verdict)
        #expect(decided.risk == points)
    }

    @Test func `a finding of the policy decides by its own severity`() {
        var evidence = evidence()
        evidence.findings = [GateRule.agentInstructions.finding(.needsReview, "")]
        #expect(Gate.decide(evidence).verdict == .needsReview)
        evidence.findings.append(GateRule.protectedPath.finding(.blocked, ""))
        #expect(Gate.decide(evidence).verdict == .blocked)
    }

    @Test func `a check without a result blocks`() {
        var evidence = evidence()
        evidence.planChecks.append("lint")
        #expect(Gate.decide(evidence).blocking?.gateRule == .checkMissing)
        evidence = self.evidence()
        evidence.phaseChecks.append("smoke")
        #expect(Gate.decide(evidence).blocking?.gateRule == .checkMissing)
    }

    @Test func `a failing check of the phase blocks though it failed before`() {
        var evidence = evidence()
        evidence.phaseResults[0].exit = 1
        evidence.baseline.append(evidence.phaseResults[0])
        #expect(Gate.decide(evidence).blocking?.gateRule == .phaseCheckFailed)
    }

    @Test func `a red baseline without names leaves a red candidate to a person`() {
        var evidence = evidence()
        evidence.baseline[0].exit = 1
        evidence.planResults[0].exit = 1
        #expect(Gate.decide(evidence).verdict == .needsReview)
    }

    @Test func `a test that failed before may go on failing`() {
        var evidence = evidence()
        evidence.baseline[0] = result("tests", 1, ["a", "b"])
        evidence.planResults[0] = result("tests", 1, ["a"])
        #expect(Gate.decide(evidence).verdict == .ok)
    }

    @Test func `what is flaky is said`() {
        var evidence = evidence()
        evidence.planResults[0].flaky = ["a"]
        let decided = Gate.decide(evidence)
        #expect(decided.verdict == .ok)
        #expect(decided.findings.map(\.gateRule) == [.flakyCheck])
    }

    /// From a new failure, or a failing check of the phase, no way leads to `ok`.
    @Test(arguments: 0..<40)
    func `no new failure is ever ok`(seed: UInt64) {
        var random = Generator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        var blockedSeen = 0
        for round in 0..<250 {
            let evidence = anything(&random)
            let verdict = Gate.decide(evidence).verdict
            let newFailure = evidence.planResults.contains { result in
                guard result.exit != 0 else { return false }
                let baseline = evidence.baseline.first { $0.name == result.name }
                guard let baseline, baseline.exit != 0 else { return true }
                return !Set(result.failed).isSubset(of: baseline.failed)
                    || result.failed.isEmpty
            }
            let phaseFails = evidence.phaseResults.contains { $0.exit != 0 }
            if newFailure || phaseFails {
                blockedSeen += 1
                #expect(verdict != .ok, "seed \(seed), round \(round): \(evidence)")
            }
            if phaseFails { #expect(verdict == .blocked, "seed \(seed), round \(round)") }
        }
        #expect(blockedSeen > 50, "seed \(seed): the inputs are no test")
    }

    private func anything(_ random: inout Generator) -> GateEvidence {
        func some(_ most: Int) -> Int { Int.random(in: 0...most, using: &random) }
        func results(_ names: [String]) -> [CheckResult] {
            names.filter { _ in some(9) > 0 }.map { name in
                let exit = [0, 0, 1, 2, 124, 139][some(5)]
                let names = ["a", "b", "c"].filter { _ in some(2) == 0 }
                var made = result(name, exit, exit == 0 ? [] : names)
                made.flaky = some(3) == 0 ? ["z"] : []
                made.newFailures = ["a", "b"].filter { _ in some(2) == 0 }
                return made
            }
        }
        let plan = ["one", "two"]
        return GateEvidence(
            findings: some(3) == 0 ? [GateRule.grownFile.finding(.needsReview, "")] : [],
            planChecks: plan, planResults: results(plan), baseline: results(plan),
            phaseChecks: ["own"], phaseResults: results(["own"]),
            audit: some(4) == 0
                ? nil
                : AuditFinished(approved: some(3) > 0, issues: [], auditors: ["t/a"], summary: ""),
            risk: RiskScore(of: Difference(files: [])))
    }

    private func evidence() -> GateEvidence {
        GateEvidence(
            findings: [], planChecks: ["tests"], planResults: [result("tests", 0)],
            baseline: [result("tests", 0)], phaseChecks: ["own"], phaseResults: [result("own", 0)],
            audit: AuditFinished(approved: true, issues: [], auditors: ["tape/any"], summary: ""),
            risk: RiskScore(of: Difference(files: [])))
    }

    private func result(_ name: String, _ exit: Int, _ failed: [String] = []) -> CheckResult {
        CheckResult(name: name, command: [name], exit: exit, seconds: 1, failed: failed)
    }
}

/// A small generator (splitmix64) whose seed replays a failure.
private struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
