package import RunModel

/// Learned rules for tests, small and readable.
package enum RuleSamples {
    /// 2026-01-01T00:00:00Z.
    package static let start: Int64 = 1_767_225_600_000

    /// So many days after ``start``, and milliseconds more.
    package static func day(_ days: Int64, plus milliseconds: Int64 = 0) -> Timestamp {
        Timestamp(milliseconds: start + days * 86_400_000 + milliseconds)
    }

    package static func run(_ name: String) throws -> RunID {
        guard let run = RunID(name) else { throw TestFailure("\(name) is no run id") }
        return run
    }

    package static func id(_ name: String = "import-error-0a1b2c3d4e") throws -> RuleID {
        guard let id = RuleID(name) else { throw TestFailure("\(name) is no rule's id") }
        return id
    }

    package static let pattern = FailurePattern(category: .importError, signature: "5ca1ab1e")

    /// A failure that a run overcame on a day.
    package static func evidence(
        _ run: String = "r1", seq: Int = 9, at time: Timestamp = day(0),
        scope: [String] = ["src/**"], text: String = "import it from calc.text",
        failed: String? = "importing it from calc"
    ) throws -> RuleEvidence {
        guard let phase = PhaseID("build") else { throw TestFailure("build is no phase id") }
        return RuleEvidence(
            run: try self.run(run), seq: seq, phase: phase, time: time,
            commit: String(repeating: "c", count: 40), scope: scope, text: text, failed: failed)
    }

    package static func decision(
        _ verdict: RuleDecision.Verdict, at time: Timestamp = day(9), who: String = "Ada <a@b>",
        why: String = "it holds", text: String = "import it from calc.text"
    ) -> RuleDecision {
        RuleDecision(verdict, who: who, when: time, why: why, text: text)
    }

    /// A measure as `with 3 of 4, without 1 of 2`.
    package static func measure(
        _ run: String = "r1", at time: Timestamp = day(0), with: (Int, of: Int) = (0, of: 0),
        without: (Int, of: Int) = (0, of: 0)
    ) throws -> RuleMeasure {
        RuleMeasure(
            run: try self.run(run), time: time,
            with: AttemptCount(attempts: with.of, successes: with.0),
            without: AttemptCount(attempts: without.of, successes: without.0))
    }

    package static func rule(
        _ name: String = "import-error-0a1b2c3d4e", _ pattern: FailurePattern = pattern,
        reached: RuleState = .new, evidence: [RuleEvidence]? = nil,
        decisions: [RuleDecision] = [], measures: [RuleMeasure] = []
    ) throws -> LearnedRule {
        LearnedRule(
            id: try id(name), pattern: pattern, reached: reached,
            evidence: try evidence ?? [self.evidence()], decisions: decisions, measures: measures)
    }

    /// A rule of few possible facts, so that two of them often have some in common.
    package static func random(
        _ name: String, _ random: inout SeededGenerator
    ) throws -> LearnedRule {
        let isOther = Int.random(in: 0..<12, using: &random) == 0
        let pattern =
            isOther ? FailurePattern(category: .typeError, signature: "0ddba11") : self.pattern
        var evidence: [RuleEvidence] = []
        var decisions: [RuleDecision] = []
        var measures: [RuleMeasure] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let number = Int.random(in: 0..<5, using: &random)
            evidence.append(
                try self.evidence(
                    "r\(number)", seq: Int.random(in: 1...2, using: &random),
                    at: day(Int64(number)), scope: Bool.random(using: &random) ? [] : ["src/**"],
                    text: "text \(Int.random(in: 0..<3, using: &random))"))
        }
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let verdict = RuleDecision.Verdict.allCases.randomElement(using: &random) ?? .approve
            decisions.append(
                decision(
                    verdict, at: day(Int64.random(in: 0..<3, using: &random)),
                    why: "why \(Int.random(in: 0..<2, using: &random))"))
        }
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let number = Int.random(in: 0..<5, using: &random)
            let (attempts, others) = (
                Int.random(in: 0..<4, using: &random), Int.random(in: 0..<4, using: &random)
            )
            measures.append(
                try measure(
                    "r\(number)", at: day(Int64(number)),
                    with: (Int.random(in: 0...attempts, using: &random), of: attempts),
                    without: (Int.random(in: 0...others, using: &random), of: others)))
        }
        let reached = [RuleState.new, .applied, .candidate].randomElement(using: &random) ?? .new
        return try rule(
            name, pattern, reached: reached, evidence: evidence, decisions: decisions,
            measures: measures)
    }
}
