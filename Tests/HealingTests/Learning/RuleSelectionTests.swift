import Healing
import RunModel
import TestSupport
import Testing

/// Which learned rules a prompt holds.
struct RuleSelectionTests {
    private static let selection = RuleSelection(DiscoveryPromotion())
    private static let topic = AttemptTopic(
        scope: ["src/**"],
        failures: [FailurePattern(category: .importError, signature: "5ca1ab1e")])

    /// An approved rule.
    private func rule(
        _ name: String, category: FailureCategory = .lintError, signature: String = "x",
        scope: [String] = ["src/a.py"], day: Int64 = 0,
        with: (Int, of: Int) = (0, of: 0), without: (Int, of: Int) = (0, of: 0),
        decisions: [RuleDecision.Verdict] = [.approve]
    ) throws -> LearnedRule {
        try RuleSamples.rule(
            name, FailurePattern(category: category, signature: signature), reached: .candidate,
            evidence: [RuleSamples.evidence(at: RuleSamples.day(day), scope: scope)],
            decisions: decisions.enumerated().map { place, verdict in
                RuleSamples.decision(verdict, at: RuleSamples.day(Int64(place)))
            },
            measures: [RuleSamples.measure(with: with, without: without)])
    }

    private func names(_ rules: [LearnedRule], _ topic: AttemptTopic = topic) -> [String] {
        Self.selection.rules(for: topic, from: rules).map(\.id.description)
    }

    @Test func `only what is a rule enters a prompt`() throws {
        let rules = [
            try RuleSamples.rule("new"), try RuleSamples.rule("applied", reached: .applied),
            try RuleSamples.rule("candidate", reached: .candidate), try rule("rule"),
            try rule("rejected", decisions: [.reject]),
            try rule("retired", decisions: [.approve, .retire]),
            try rule("again", decisions: [.retire, .approve]),
        ]
        #expect(names(rules) == ["again", "rule"])
    }

    @Test func `a rule that harms is left out before anybody has retired it`() throws {
        #expect(names([try rule("bad", with: (0, of: 5), without: (5, of: 5))]) == [])
        #expect(names([try rule("early", with: (0, of: 4), without: (5, of: 5))]) == ["early"])
    }

    @Test func `signature before category before scope`() throws {
        let rules = [
            try rule("elsewhere", scope: ["docs/**"]), try rule("project", scope: []),
            try rule("paths"),
            try rule("category", category: .importError, scope: ["docs/**"]),
            try rule("both", category: .importError),
            try rule(
                "failure", category: .importError, signature: "5ca1ab1e", scope: ["docs/**"]),
            // The same signature under another category is another failure.
            try rule("other", signature: "5ca1ab1e", scope: ["docs/**"]),
        ]
        #expect(names(rules) == ["failure", "both", "category", "paths", "project"])
        #expect(names(rules, AttemptTopic(scope: ["docs/**"])).count == 5)
    }

    @Test func `then by measured effect, then by when it was seen, then by name`() throws {
        let rules = [
            try rule("b"), try rule("a"), try rule("late", day: 5),
            try rule("loss", day: 9, with: (1, of: 2), without: (2, of: 2)),
            try rule("gain", with: (2, of: 2), without: (1, of: 2)),
            try rule("more", with: (2, of: 2), without: (0, of: 2)),
        ]
        #expect(names(rules) == ["more", "gain", "late", "a", "b", "loss"])
        #expect(names(rules.reversed()) == names(rules))
    }

    @Test func `ten at most`() throws {
        let rules = try (0..<12).map { try rule("r\($0)", day: $0) }
        #expect(names(rules) == (2..<12).reversed().map { "r\($0)" })
        let few = RuleSelection(DiscoveryPromotion(maxRulesPerPrompt: 1))
        #expect(few.rules(for: Self.topic, from: rules).count == 1)
    }

    @Test func `an attempt is about its phase's scope and its failures so far`() throws {
        var story = try LearningStory()
        try story.start("one")
        try story.attempt("one", 1)
        try story.fail("one", 1)
        let phase = try LearningStory.phase("one")
        #expect(AttemptTopic(of: phase, in: story.state) == Self.topic)
        let known = [try rule("far", scope: ["docs/**"]), try rule("near")]
        #expect(
            Self.selection.rules(for: phase, in: story.state, from: known).map(\.id.description)
                == ["near"])
    }
}
