import RunModel
import TestSupport
import Testing

/// What follows from the facts of a rule, and how two records become one.
struct LearnedRuleTests {
    // MARK: The union

    @Test(arguments: Seeds.first(200))
    func `joining is commutative, associative and idempotent`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let one = try RuleSamples.random("a", &random)
        let two = try RuleSamples.random("a", &random)
        let three = try RuleSamples.random("a", &random)
        #expect(one.joined(with: two) == two.joined(with: one), "seed \(seed)")
        #expect(
            one.joined(with: two).joined(with: three) == one.joined(with: two.joined(with: three)),
            "seed \(seed)")
        #expect(one.joined(with: one) == one, "seed \(seed)")
        let all = one.joined(with: two)
        #expect(all.joined(with: one) == all, "seed \(seed)")
    }

    @Test(arguments: Seeds.first(20))
    func `joining stays so where there is more than is kept`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var parts: [LearnedRule] = []
        for _ in 0..<3 {
            var evidence: [RuleEvidence] = []
            var measures: [RuleMeasure] = []
            for _ in 0..<LearnedRule.Limit.measures {
                let day = Int64.random(in: 0..<400, using: &random)
                evidence.append(
                    try RuleSamples.evidence("r\(day)", at: RuleSamples.day(day)))
                measures.append(
                    try RuleSamples.measure(
                        "r\(day)", at: RuleSamples.day(day),
                        with: (0, of: Int.random(in: 0..<4, using: &random))))
            }
            parts.append(try RuleSamples.rule(evidence: evidence, measures: measures))
        }
        let left = parts[0].joined(with: parts[1]).joined(with: parts[2])
        let right = parts[2].joined(with: parts[1]).joined(with: parts[0])
        #expect(left == right, "seed \(seed)")
        #expect(left.evidence.count == LearnedRule.Limit.evidence, "seed \(seed)")
        #expect(left.measures.count == LearnedRule.Limit.measures, "seed \(seed)")
    }

    @Test func `a run that is looked at again later counts once, with its later numbers`() throws {
        let early = try RuleSamples.rule(measures: [
            RuleSamples.measure(with: (1, of: 2), without: (0, of: 1))
        ])
        let late = try RuleSamples.rule(measures: [
            RuleSamples.measure(with: (2, of: 4), without: (0, of: 1))
        ])
        let effect = early.joined(with: late).effect
        #expect(effect.with == AttemptCount(attempts: 4, successes: 2))
        #expect(effect.without == AttemptCount(attempts: 1, successes: 0))
    }

    @Test func `of two patterns under one id the lesser stands whole`() throws {
        let one = try RuleSamples.rule(reached: .candidate)
        let other = try RuleSamples.rule(
            "import-error-0a1b2c3d4e", FailurePattern(category: .assertionFailed, signature: "z"))
        #expect(one.joined(with: other) == other)
        #expect(other.joined(with: one) == other)
    }

    // MARK: What follows

    @Test(
        arguments: [
            ([], RuleState.new), ([(RuleDecision.Verdict.approve, 1)], .rule),
            ([(.approve, 1), (.retire, 2)], .retired), ([(.retire, 1), (.approve, 2)], .rule),
            ([(.reject, 2), (.approve, 1)], .rejected),
            // At the same moment the more careful verdict stands.
            ([(.approve, 1), (.reject, 1)], .rejected), ([(.retire, 1), (.approve, 1)], .retired),
            ([(.retire, 1), (.reject, 1)], .retired),
        ] as [([(RuleDecision.Verdict, Int64)], RuleState)])
    func `the last decision stands`(
        decisions: [(RuleDecision.Verdict, Int64)], state: RuleState
    ) throws {
        let rule = try RuleSamples.rule(
            decisions: decisions.map { RuleSamples.decision($0, at: RuleSamples.day($1)) })
        #expect(rule.state == state)
    }

    @Test func `only a decision makes a rule`() throws {
        #expect(try RuleSamples.rule(reached: .rule).state == .candidate)
        #expect(try RuleSamples.rule(reached: .retired).state == .candidate)
    }

    @Test func `the newest words stand, until somebody decides about them`() throws {
        let evidence = [
            try RuleSamples.evidence("r2", at: RuleSamples.day(2), text: "new", failed: nil),
            try RuleSamples.evidence("r1", at: RuleSamples.day(1), text: "old"),
        ]
        let rule = try RuleSamples.rule(evidence: evidence)
        #expect(rule.text == "new" && rule.failed == nil)
        let approved = rule.joined(
            with: try RuleSamples.rule(decisions: [
                RuleSamples.decision(.approve, at: RuleSamples.day(1), text: "old")
            ]))
        #expect(approved.text == "old")
    }

    @Test func `its scope is all where it was learned`() throws {
        let narrow = try RuleSamples.rule(evidence: [
            RuleSamples.evidence("r1", scope: ["src/**", "lib/**"]),
            RuleSamples.evidence("r2", scope: ["lib/**"]),
        ])
        #expect(narrow.scope == ["lib/**", "src/**"])
        let wide = narrow.joined(
            with: try RuleSamples.rule(evidence: [RuleSamples.evidence("r3", scope: [])]))
        #expect(wide.scope == [])
    }

    @Test(arguments: [
        ((1, of: 2), (1, of: 2), false, 0.0 as Double?), ((1, of: 3), (1, of: 2), true, -1 / 6.0),
        ((2, of: 3), (1, of: 2), false, 1 / 6.0), ((0, of: 1), (0, of: 5), false, 0),
        ((0, of: 1), (1, of: 1), true, -1), ((0, of: 0), (1, of: 1), false, nil),
        ((0, of: 3), (0, of: 0), false, nil), ((0, of: 0), (0, of: 0), false, nil),
    ])
    func `an effect is compared as fractions, and not at all where a side has no attempt`(
        with: (Int, of: Int), without: (Int, of: Int), regresses: Bool, gain: Double?
    ) throws {
        let effect = try RuleSamples.rule(measures: [
            RuleSamples.measure(with: with, without: without)
        ]).effect
        #expect(effect.isRegression == regresses)
        #expect((effect.gain == nil) == (gain == nil))
        #expect(abs((effect.gain ?? 0) - (gain ?? 0)) < 1e-9)
    }

    // MARK: The form

    @Test(arguments: Seeds.first(50))
    func `it reads back as it was written, and fits its schema`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rule = try RuleSamples.random("import-error-0a1b2c3d4e", &random)
        let bytes = try CanonicalJSON.encode(rule)
        #expect(try CanonicalJSON.decode(LearnedRule.self, from: bytes) == rule, "seed \(seed)")
        let faults = Schemas.rule.faults(in: try JSON(parsing: bytes))
        #expect(faults == [], "seed \(seed)")
    }

    @Test func `its text holds what follows, and reading takes the facts alone`() throws {
        let rule = try RuleSamples.rule(
            decisions: [RuleSamples.decision(.approve)],
            measures: [RuleSamples.measure(with: (1, of: 2))])
        let text = String(decoding: try CanonicalJSON.encode(rule), as: UTF8.self)
        #expect(text.contains(#""state":"RULE""#))
        #expect(
            text.contains(
                #""effect":{"with":{"attempts":2,"successes":1},"without":{"attempts":0,"#
                    + #""successes":0}}"#))
        let lying = text.replacing(#""state":"RULE""#, with: #""state":"RETIRED""#)
        #expect(lying != text)
        #expect(
            try CanonicalJSON.decode(LearnedRule.self, from: Array(lying.utf8)).state == .rule)
    }

    @Test(arguments: [
        (#""v":1"#, #""v":2"#, "newer program"),
        (#""reached":"NEW""#, #""reached":"RULE""#, "takes a decision"),
        (#""attempts":2"#, #""attempts":0"#, "more successes"),
        (#""attempts":2"#, #""attempts":2000000"#, "too many"),
        (#""category":"import_error""#, #""category":"bad_luck""#, "bad_luck"),
        (#""id":"import"#, #""id":"../x"#, "rule's id"),
    ])
    func `a document that is none says what is wrong`(
        part: String, other: String, said: String
    ) throws {
        let rule = try RuleSamples.rule(measures: [RuleSamples.measure(with: (1, of: 2))])
        let text = String(decoding: try CanonicalJSON.encode(rule), as: UTF8.self)
        #expect(text.contains(part))
        let error = #expect(throws: DecodingError.self) {
            _ = try CanonicalJSON.decode(
                LearnedRule.self, from: Array(text.replacing(part, with: other).utf8))
        }
        #expect("\(error.map { "\($0)" } ?? "")".contains(said))
    }
}
