import Ledger
import RunModel
import Testing

/// What the Doctor did, what it cost and what became of it (`decisions.md`, Statistics).
struct DoctorStatisticsTests {
    /// Four decisions in two phases, of which the first goes on.
    ///
    /// The rules decide once; a cheap model twice, of which once a strong one is asked too; a strong
    /// model alone once.
    private func journal(strong: Money? = Money(microUSD: 300)) throws -> WrittenJournal {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.fail(.importError, "i1")
        journal.call(.doctor, "glm/a", cost: Money(microUSD: 100), tier: .cheap)
        journal.decide(.retryWithFix, model: "glm/a", tier: .cheap)
        journal.tryOnce(2)
        journal.call(.builder)
        journal.fail(.importError, "i2")
        journal.call(.doctor, "glm/a", cost: Money(microUSD: 100), tier: .cheap)
        journal.call(.doctor, "claude/s", cost: strong, tier: .strong)
        journal.decide(.replan, model: "claude/s", tier: .strong, escalated: true)
        journal.tryOnce(3)
        journal.buildWell()
        journal.complete("deed")
        try journal.begin("shout")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.fail(.providerTimeout, "p1")
        journal.add(
            .doctorDecided(
                DoctorDecided(
                    by: .rules, action: .retryWithFix, confidence: 1, rationale: "r")))
        journal.tryOnce(2)
        journal.call(.builder)
        journal.fail(.testError, "t1")
        journal.call(.doctor, "claude/s", cost: Money(microUSD: 500), tier: .strong)
        journal.decide(.skipPhase, model: "claude/s", tier: .strong)
        journal.end(.skipped)
        return journal
    }

    private func total(_ journal: WrittenJournal) -> Statistics.Group {
        Statistics(of: [journal.journal]).total
    }

    private func figure(_ name: String, _ journal: WrittenJournal) throws -> Figure.Value {
        try #require(total(journal).figures.first { $0.name == name }).value
    }

    @Test func `doctor_calls counts the replies of its models`() throws {
        #expect(try figure("doctor_calls", journal()) == .count(4))
        #expect(try figure("doctor_decisions", journal()) == .count(4))
    }

    @Test func `doctor_actions counts what was decided, by rules too`() throws {
        #expect(
            try figure("doctor_actions", journal())
                == .words(["retry_with_fix": 2, "replan": 1, "skip_phase": 1]))
    }

    @Test func `cheap_strong_ratio is of calls, and unknown without a strong one`() throws {
        #expect(try figure("cheap_strong_ratio", journal()) == .ratio(1))
        #expect(try figure("cheap_strong_ratio", WrittenJournal()) == .ratio(nil))
    }

    @Test func `escalation_rate is of the models' decisions`() throws {
        #expect(try figure("escalation_rate", journal()) == .ratio(1.0 / 3))
        #expect(try figure("escalation_rate", WrittenJournal()) == .ratio(nil))
    }

    @Test func `doctor_cost_usd is the sum of its calls, unknown with one unknown price`() throws {
        #expect(try figure("doctor_cost_usd", journal()) == .money(Money(microUSD: 1000)))
        #expect(try figure("doctor_cost_usd", journal(strong: nil)) == .money(nil))
        #expect(try figure("recoveries_per_usd", journal(strong: nil)) == .ratio(nil))
        #expect(try figure("doctor_cost_usd", WrittenJournal()) == .money(.zero))
    }

    @Test func `recoveries are phases that went on after a decision, and what a dollar brought`()
        throws
    {
        #expect(try figure("recoveries", journal()) == .count(1))
        #expect(try figure("recoveries_per_usd", journal()) == .ratio(1000))
    }

    @Test func `what mended a failure names the Doctor's last action`() throws {
        let failures = Statistics(of: [try journal().journal]).failures
        let mending = try #require(failures.first { $0.signature == "i1" }?.mending)
        #expect(mending.doctor == "replan")
        #expect(mending.sentence.hasSuffix(", after the Doctor's replan"))
        #expect(failures.first { $0.signature == "t1" }?.isOpen == true)
    }

    @Test func `by model the Doctor's decisions are of the one that made them`() throws {
        let groups = Statistics(of: [try journal().journal]).groups(by: .model)
        #expect(groups.map(\.name) == ["claude/s", "glm/a", Statistics.Group.none])
        #expect(groups.map { $0.tally[.doctorDecisions] } == [2, 1, 1])
        #expect(groups.map { $0.tally[.recoveries] } == [1, 0, 0])
    }

    @Test func `rule_attempts and rule_successes say what a rule brought`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder, rules: ["x", "y"])
        journal.fail(.testError, "t1")
        journal.tryOnce(2)
        journal.call(.builder, rules: ["x"])
        journal.call(.builder, rules: ["x"])
        journal.complete()
        #expect(try figure("rule_attempts", journal) == .words(["x": 2, "y": 1]))
        #expect(try figure("rule_successes", journal) == .words(["x": 1]))
    }
}

extension WrittenJournal {
    fileprivate mutating func decide(
        _ action: DoctorAction, model: String, tier: DoctorTier, escalated: Bool = false
    ) {
        add(
            .doctorDecided(
                DoctorDecided(
                    by: .model, action: action, confidence: 0.5, rationale: "r", model: model,
                    tier: tier, escalated: escalated)))
    }
}
