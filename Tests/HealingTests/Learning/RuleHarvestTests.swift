import Healing
import RunModel
import TestSupport
import Testing

/// What a run's journal adds to the learned rules.
struct RuleHarvestTests {
    private static let id = RuleID(of: RuleSamples.pattern)

    private func take(_ story: LearningStory, knowing known: [LearnedRule] = []) -> [LearnedRule] {
        RuleHarvest.take(story.entries, knowing: known, settings: DiscoveryPromotion())
    }

    /// Approved, and learned in another run on the day before.
    private func known(
        _ decisions: [RuleDecision.Verdict] = [.approve], reached: RuleState = .candidate,
        scope: [String] = ["src/**"], at time: Timestamp = RuleSamples.day(-1)
    ) throws -> LearnedRule {
        try RuleSamples.rule(
            Self.id.description, reached: reached,
            evidence: [RuleSamples.evidence("r0", at: time, scope: scope)],
            decisions: decisions.map { RuleSamples.decision($0, at: time) })
    }

    /// One attempt fails, the next overcomes it.
    private func overcome(_ name: String = "r1") throws -> LearningStory {
        var story = try LearningStory(name)
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.attempt("one", 2)
        try story.succeed("one", 2)
        try story.hint("one", LearningStory.overcome())
        return story
    }

    // MARK: What was learned

    @Test func `a failure that was overcome is learned with its evidence`() throws {
        let story = try overcome()
        let rule = try #require(take(story).first)
        #expect(take(story).count == 1)
        #expect(rule.id == Self.id && rule.pattern == RuleSamples.pattern && rule.state == .new)
        let evidence = try #require(rule.evidence.first)
        #expect(evidence.run.description == "r1" && evidence.phase.description == "one")
        #expect(evidence.seq == story.entries.count - 1)
        #expect(evidence.time == story.entries.last?.time)
        #expect(evidence.scope == ["src/**"] && evidence.commit.hasPrefix("cccc"))
        #expect(rule.text == "import it from calc.text" && rule.failed == "importing it from calc")
        // The attempts before it could not have held it.
        #expect(rule.measures == [])
    }

    @Test(arguments: [
        HintRecorded(text: "a person's", scope: ["src/**"], evidence: "c", source: .person),
        HintRecorded(
            text: "the Doctor's", signature: "s", evidence: "c", category: .importError,
            source: .doctor),
        LearningStory.overcome(evidence: ""), LearningStory.overcome(signature: ""),
        LearningStory.overcome(""),
        HintRecorded(text: "of an older program", signature: "s", evidence: "c"),
    ])
    func `what shows nothing is not learned`(hint: HintRecorded) throws {
        var story = try LearningStory()
        try story.start("one")
        try story.hint("one", hint)
        #expect(take(story) == [])
    }

    @Test func `harvesting the same run twice changes nothing`() throws {
        var story = try overcome()
        try story.hint("one", LearningStory.overcome(signature: "second"))
        let rules = take(story)
        #expect(rules.count == 2)
        #expect(take(story, knowing: rules) == [])
        // Beside what other runs did meanwhile, too.
        let more = try rules.map { rule in
            rule.joined(
                with: LearnedRule(
                    id: rule.id, pattern: rule.pattern, reached: .candidate,
                    evidence: [try RuleSamples.evidence("r7", at: RuleSamples.day(5))]))
        }
        #expect(take(story, knowing: more) == [])
    }

    @Test func `three runs make a candidate`() throws {
        var known: [LearnedRule] = []
        for name in ["r1", "r2", "r3"] {
            known = take(try overcome(name), knowing: known)
        }
        let promotion = Promotion(DiscoveryPromotion())
        let rule = try #require(known.first)
        #expect(promotion.advanced(rule, now: RuleSamples.day(1)).state == .candidate)
        #expect(rule.runs.count == 3)
    }

    // MARK: What was used

    @Test func `a hint that was in a later prompt is applied, and its attempts count`() throws {
        var story = try LearningStory(scopes: ["one": ["src/**"], "two": ["src/a.py"]])
        try story.start("one")
        try story.attempt("one", 1)
        try story.hint("one", LearningStory.overcome())
        try story.fail("one", 1)
        try story.attempt("one", 2, hints: ["5ca1ab1e"])
        try story.fail("one", 2)
        try story.attempt("one", 3, hints: ["5ca1ab1e"])
        try story.fail("one", 3)
        try story.attempt("one", 4)
        try story.succeed("one", 4)
        let rule = try #require(take(story).first)
        #expect(rule.state == .applied)
        // Attempt 1 began before it was learned.
        #expect(rule.effect.with == AttemptCount(attempts: 2, successes: 0))
        #expect(rule.effect.without == AttemptCount(attempts: 1, successes: 1))
    }

    @Test func `a Doctor's hint of the same failure is not what was learned later`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        try story.attempt("one", 2, hints: ["5ca1ab1e", ""])
        try story.succeed("one", 2)
        try story.hint("one", LearningStory.overcome())
        #expect(take(story).first?.state == .new)
    }

    @Test func `attempts with a rule and without it are told apart`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1, rules: [Self.id])
        try story.fail("one", 1)
        try story.attempt("one", 2)
        try story.fail("one", 2)
        // The fixer's prompt held it, though the Builder's did not.
        try story.attempt("one", 3)
        try story.call("one", 3, rules: [Self.id], role: .fixer)
        try story.succeed("one", 3)
        let rule = try #require(take(story, knowing: [try known()]).first)
        #expect(rule.effect.with == AttemptCount(attempts: 2, successes: 1))
        #expect(rule.effect.without == AttemptCount(attempts: 1, successes: 0))
        #expect(rule.evidence.count == 1)
    }

    @Test(arguments: [
        (FailureCategory.providerTimeout, 0), (.missingFile, 0), (.syntaxError, 1),
        (.notFound, 1), (.replyEmpty, 1), (.auditRejected, 1), (.riskBlocked, 1),
    ])
    func `what the world did to an attempt does not count`(
        category: FailureCategory, attempts: Int
    ) throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1, rules: [Self.id])
        try story.fail(
            "one", 1,
            AttemptFailed(category: category, signature: "s", rootCause: "r", detail: "d"))
        let rule = take(story, knowing: [try known(reached: .new)]).first
        #expect((rule?.effect.with.attempts ?? 0) == attempts)
        // It was in a prompt all the same.
        #expect(rule?.reached == .applied)
    }

    @Test(
        arguments: [
            // Candidates and rules are watched, the rest only where it is used.
            ([], RuleState.new, 0), ([], .applied, 0), ([], .candidate, 1),
            ([RuleDecision.Verdict.approve], .candidate, 1), ([.reject], .candidate, 0),
            ([.retire], .candidate, 0),
        ] as [([RuleDecision.Verdict], RuleState, Int)])
    func `attempts without it count once it is a candidate`(
        decisions: [RuleDecision.Verdict], reached: RuleState, attempts: Int
    ) throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1)
        try story.succeed("one", 1)
        let rule = take(story, knowing: [try known(decisions, reached: reached)]).first
        #expect((rule?.effect.without.attempts ?? 0) == attempts)
    }

    @Test func `attempts elsewhere, and those before it was learned, do not count`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1)
        try story.succeed("one", 1)
        #expect(take(story, knowing: [try known(scope: ["docs/**"])]) == [])
        #expect(take(story, knowing: [try known(at: RuleSamples.day(1))]) == [])
        #expect(take(story, knowing: [try known(scope: [])]).count == 1)
    }

    @Test func `a run that goes on after its harvest is harvested again, and counts once`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1, rules: [Self.id])
        try story.fail("one", 1)
        let first = take(story, knowing: [try known()])
        #expect(first.first?.effect.with == AttemptCount(attempts: 1, successes: 0))
        try story.attempt("one", 2, rules: [Self.id])
        try story.succeed("one", 2)
        let second = take(story, knowing: first)
        #expect(second.first?.effect.with == AttemptCount(attempts: 2, successes: 1))
        #expect(take(story, knowing: second) == [])
    }

    @Test func `an empty journal teaches nothing`() {
        #expect(RuleHarvest.take([], knowing: [], settings: DiscoveryPromotion()) == [])
    }

    // MARK: Names

    @Test func `the same pattern has the same id everywhere, another one another`() {
        #expect(Self.id.description == "import-error-de212ea976")
        let others = [
            FailurePattern(category: .importError, signature: "5ca1ab1f"),
            FailurePattern(category: .typeError, signature: "5ca1ab1e"),
        ]
        for other in others { #expect(RuleID(of: other) != Self.id) }
        for category in FailureCategory.allCases {
            let id = RuleID(of: FailurePattern(category: category, signature: "ü \u{0}"))
            #expect(id.description.utf8.count <= 34)
        }
    }
}
