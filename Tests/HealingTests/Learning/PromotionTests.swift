import Healing
import RunModel
import TestSupport
import Testing

/// How something learned becomes a rule, and ceases to be one.
struct PromotionTests {
    private static let promotion = Promotion(DiscoveryPromotion())

    /// A pattern that runs learned at these moments.
    private func seen(_ moments: [(run: String, time: Timestamp)]) throws -> LearnedRule {
        try RuleSamples.rule(
            evidence: moments.enumerated().map { place, moment in
                try RuleSamples.evidence(moment.run, seq: place, at: moment.time)
            })
    }

    @Test(
        arguments: [
            // Two runs, three runs, and a run that saw it twice.
            ([("a", 0), ("b", 1)], RuleState.new), ([("a", 0), ("b", 1), ("c", 2)], .candidate),
            ([("a", 0), ("a", 1), ("b", 2)], .new),
            ([("a", 0), ("a", 1), ("b", 2), ("c", 3)], .candidate),
            // A window of exactly thirty days, and one of a day more.
            ([("a", 0), ("b", 15), ("c", 30)], .candidate),
            ([("a", 0), ("b", 15), ("c", 31)], .new),
            // Any window counts, wherever it lies.
            ([("a", 0), ("b", 100), ("c", 110), ("d", 120), ("e", 400)], .candidate),
            ([("a", 0), ("b", 40), ("c", 80), ("d", 120)], .new),
            ([], .new), ([("a", 0)], .new),
        ] as [([(String, Int64)], RuleState)])
    func `three runs within thirty days make a candidate`(
        days: [(String, Int64)], state: RuleState
    ) throws {
        let rule = try seen(days.map { ($0.0, RuleSamples.day($0.1)) })
        #expect(Self.promotion.advanced(rule, now: RuleSamples.day(500)).state == state)
    }

    @Test func `the window ends to the millisecond`() throws {
        for (late, state) in [(Int64(0), RuleState.candidate), (1, .new)] {
            let rule = try seen([
                ("a", RuleSamples.day(0)), ("b", RuleSamples.day(9)),
                ("c", RuleSamples.day(30, plus: late)),
            ])
            #expect(Self.promotion.reached(rule) == state, "\(late) ms")
        }
    }

    @Test(arguments: [
        (DiscoveryPromotion(candidateRuns: 1, windowDays: 0), RuleState.candidate),
        (DiscoveryPromotion(candidateRuns: 2, windowDays: 0), .new),
        (DiscoveryPromotion(candidateRuns: 2, windowDays: 1), .candidate),
        (DiscoveryPromotion(candidateRuns: 3, windowDays: .max), .candidate),
        (DiscoveryPromotion(candidateRuns: 0, windowDays: -1), .candidate),
        (DiscoveryPromotion(candidateRuns: .max, windowDays: .max), .new),
    ])
    func `the settings decide`(settings: DiscoveryPromotion, state: RuleState) throws {
        let rule = try seen([
            ("a", RuleSamples.day(0)), ("b", RuleSamples.day(1)), ("c", RuleSamples.day(400)),
        ])
        #expect(Promotion(settings).reached(rule) == state)
    }

    @Test func `what was in a prompt is applied, and a candidate does not go back`() throws {
        let used = try RuleSamples.rule(measures: [RuleSamples.measure(with: (0, of: 1))])
        #expect(Self.promotion.reached(used) == .applied)
        let unused = try RuleSamples.rule(measures: [RuleSamples.measure(without: (1, of: 1))])
        #expect(Self.promotion.reached(unused) == .new)
        let before = try RuleSamples.rule(reached: .candidate)
        #expect(Self.promotion.advanced(before, now: RuleSamples.day(0)).state == .candidate)
    }

    // MARK: Approval

    @Test(arguments: [
        // Zero attempts on a side compare with nothing.
        ((0, of: 0), (0, of: 0), true), ((0, of: 3), (0, of: 0), true),
        ((0, of: 0), (3, of: 3), true),
        // A tie is no regression; one attempt less is.
        ((1, of: 2), (2, of: 4), true), ((0, of: 1), (1, of: 1), false),
        ((3, of: 4), (2, of: 4), true), ((3, of: 4), (4, of: 5), false),
    ])
    func `a candidate can be approved where the numbers do not speak against it`(
        with: (Int, of: Int), without: (Int, of: Int), isFree: Bool
    ) throws {
        let rule = try RuleSamples.rule(
            reached: .candidate, measures: [RuleSamples.measure(with: with, without: without)])
        let obstacles = Self.promotion.obstacles(to: rule)
        #expect(obstacles.isEmpty == isFree)
        if !isFree { #expect(obstacles[0].contains("\(with.0) of \(with.of)")) }
    }

    @Test func `what is missing is said in numbers`() throws {
        let rule = try seen([("a", RuleSamples.day(0)), ("b", RuleSamples.day(1))])
        #expect(
            Self.promotion.obstacles(to: rule)
                == ["2 runs within 30 days learned it, and 3 are needed"])
        let one = try seen([("a", RuleSamples.day(0))])
        #expect(Self.promotion.obstacles(to: one)[0].hasPrefix("1 run within"))
    }

    // MARK: Retirement

    @Test(arguments: [
        // Worse, with the fewest attempts that count, and with one less on either side.
        ((3, of: 5), (4, of: 5), RuleState.retired), ((0, of: 4), (5, of: 5), .rule),
        ((0, of: 5), (4, of: 4), .rule), ((4, of: 5), (4, of: 5), .rule),
        ((5, of: 5), (0, of: 5), .rule), ((7, of: 10), (71, of: 100), .retired),
        ((7, of: 10), (70, of: 100), .rule), ((0, of: 9), (0, of: 9), .rule),
        ((0, of: 0), (9, of: 9), .rule), ((0, of: 9), (0, of: 0), .rule),
    ])
    func `a rule that harms is retired, with the numbers`(
        with: (Int, of: Int), without: (Int, of: Int), state: RuleState
    ) throws {
        let rule = try RuleSamples.rule(
            reached: .candidate, decisions: [RuleSamples.decision(.approve)],
            measures: [RuleSamples.measure(with: with, without: without)])
        let after = Self.promotion.advanced(rule, now: RuleSamples.day(20))
        #expect(after.state == state)
        guard state == .retired else { return }
        let decision = try #require(after.decisions.last)
        #expect(decision.why.contains("\(with.0) of \(with.of) attempts with it succeeded"))
        #expect(decision.why.contains("\(without.0) of \(without.of) without"))
        #expect(decision.who.hasPrefix("git autopack"))
        // Once, and not again; and nobody approves it while the numbers say so.
        #expect(Self.promotion.advanced(after, now: RuleSamples.day(21)) == after)
        #expect(!Self.promotion.obstacles(to: after).isEmpty)
    }

    @Test(arguments: [RuleState.new, .applied, .candidate])
    func `only a rule is retired`(reached: RuleState) throws {
        let rule = try RuleSamples.rule(
            reached: reached, measures: [RuleSamples.measure(with: (0, of: 9), without: (9, of: 9))]
        )
        #expect(Self.promotion.advanced(rule, now: RuleSamples.day(0)).decisions.isEmpty)
    }

    @Test func `a decision stands although the clock is behind`() throws {
        let rule = try RuleSamples.rule(
            decisions: [RuleSamples.decision(.approve, at: RuleSamples.day(9))])
        let later = rule.decided(.reject, who: "Bob", why: "no", now: RuleSamples.day(3))
        #expect(later.state == .rejected)
        #expect(later.decisions.last?.when == RuleSamples.day(9, plus: 1))
    }
}
