import Ledger
import RunModel
import TestSupport
import Testing

struct GroupingTests {
    private func groups(
        _ grouping: Statistics.Grouping, _ journals: [WrittenJournal]
    ) -> [Statistics.Group] {
        Statistics(of: journals.map(\.journal)).groups(by: grouping)
    }

    /// A plan drafted by one model, then a phase in two attempts by two others.
    private func journal(_ name: String = "r1", from start: Int64 = WrittenJournal.start) throws
        -> WrittenJournal
    {
        var journal = try WrittenJournal(name, from: start)
        journal.call(.planner, "openai/g")
        try journal.begin("add")
        journal.tryOnce(1)
        journal.failCall(.builder, .providerTimeout, "glm/a")
        journal.call(.builder, "glm/a")
        journal.fail(.testError, "t1")
        journal.tryOnce(2)
        journal.buildWell("glm/b")
        journal.complete()
        journal.finish(.succeeded)
        return journal
    }

    @Test func `by provider, model and role the one who worked has the numbers`() throws {
        let journals = [try journal()]
        #expect(groups(.provider, journals).map(\.name) == ["glm", "openai"])
        let models = groups(.model, journals)
        #expect(models.map(\.name) == ["glm/a", "glm/b", "openai/g"])
        #expect(models.map { $0.tally[.attempts] } == [1, 1, 0])
        #expect(models.map { $0.tally[.failures] } == [1, 0, 0])
        // The Auditor of the second attempt is glm/a.
        #expect(models.map { $0.tally[.calls] } == [3, 1, 1])
        #expect(models.map { $0.tally[.phasesCompleted] } == [0, 1, 0])
        #expect(groups(.role, journals).map(\.name) == ["auditor", "builder", "planner"])
        #expect(groups(.role, journals).map { $0.tally[.calls] } == [1, 3, 1])
    }

    @Test func `by phase the calls of the plan's draft are of none`() throws {
        let phases = groups(.phase, [try journal()])
        #expect(phases.map(\.name) == ["add", Statistics.Group.none])
        #expect(phases.map { $0.tally[.calls] } == [4, 1])
    }

    @Test func `by category are the failures of attempts and of calls`() throws {
        let categories = groups(.category, [try journal()])
        #expect(
            categories.map(\.name) == ["provider_timeout", "test_error", Statistics.Group.none])
        #expect(categories.map { $0.tally[.failures] } == [0, 1, 0])
        #expect(categories.map { $0.tally[.failedCalls] } == [1, 0, 0])
    }

    @Test func `by week a run counts in each in which something of it happened`() throws {
        // Friday of the first week, and Sunday just before midnight.
        let weeks = groups(
            .week,
            [
                try journal("r1"),
                try journal("r2", from: WrittenJournal.start + 2 * 86_400_000 + 75_345_000),
            ])
        #expect(weeks.map(\.name) == ["2026-W01", "2026-W02"])
        #expect(weeks.map(\.runs) == [2, 1])
        #expect(weeks.map { $0.tally[.attempts] }.reduce(0, +) == 4)
    }

    @Test(arguments: Seeds.first(40))
    func `the groups of every grouping add up to the total`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let journals = try (0..<6).map { number in
            try GroupingTests.randomJournal("r\(number)", &random)
        }
        let total = Statistics(of: journals.map(\.journal)).total
        for grouping in Statistics.Grouping.allCases {
            let groups = groups(grouping, journals)
            // What is known by group and unknown in the total is no sum.
            for count in Tally.Count.allCases {
                let sum = groups.reduce(0) { $0 + $1.tally[count] }
                #expect(
                    sum == total.tally[count], "seed \(seed): \(count.rawValue) by \(grouping)")
            }
            for breakdown in Tally.Breakdown.allCases {
                let sum = groups.reduce(into: [String: Int]()) { sum, group in
                    sum.merge(group.tally[breakdown], uniquingKeysWith: +)
                }
                #expect(
                    sum == total.tally[breakdown],
                    "seed \(seed): \(breakdown.rawValue) by \(grouping)")
            }
            #expect(groups.allSatisfy { $0.runs <= total.runs }, "seed \(seed) by \(grouping)")
        }
        #expect(total.tally[.autoFixAttempted] <= total.tally[.failures], "seed \(seed)")
        #expect(total.tally[.autoFixSuccessful] <= total.tally[.autoFixAttempted], "seed \(seed)")
        #expect(
            total.tally[.categories].values.reduce(0, +) == total.tally[.failures], "seed \(seed)")
        #expect(
            Statistics(of: journals.reversed().map(\.journal)).total == total,
            "seed \(seed): another order")
    }

    @Test(arguments: Seeds.first(20))
    func `what happened before a moment and since add up to all`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let journal = try GroupingTests.randomJournal("r1", &random)
        let cut = try #require(journal.entries.randomElement(using: &random)).time
        let before = WrittenJournal.entries(of: journal, before: cut)
        let since = Statistics(of: [journal.journal], since: cut).total.tally
        let all = Statistics(of: [journal.journal]).total.tally
        let first = Statistics(of: [before]).total.tally
        // Calls that are out at that moment are lost before it, and have their outcome after it.
        for count in [Tally.Count.failures, .doctorDecisions, .attemptsSuccessful, .failedCalls] {
            #expect(first[count] + since[count] == all[count], "seed \(seed): \(count.rawValue)")
        }
    }

    /// Events that may follow one another, and some that may not: nothing may end the program.
    static func randomJournal(
        _ name: String, _ random: inout SeededGenerator
    ) throws -> WrittenJournal {
        let models = ["glm/a", "glm/b", "openai/g"]
        let categories: [FailureCategory] = [.importError, .testError, .notFound]
        var journal = try WrittenJournal(
            name,
            from: WrittenJournal.start + Int64.random(in: 0..<30, using: &random) * 86_400_000)
        for phase in ["add", "shout", "fix"].shuffled(using: &random) {
            try journal.begin(phase)
            for attempt in 1...3 {
                journal.wait(Int64.random(in: 0..<100_000, using: &random))
                journal.tryOnce(attempt)
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let model = models.randomElement(using: &random) ?? ""
                    let category = categories.randomElement(using: &random) ?? .testError
                    switch Int.random(in: 0..<9, using: &random) {
                    case 0: journal.call(.builder, model)
                    case 1:
                        journal.call(.fixer, model, cost: Bool.random(using: &random) ? nil : .zero)
                    case 2: journal.failCall(.builder, .providerTimeout, model)
                    case 3: journal.candidate()
                    case 4: journal.check(.of(category, "\(category)"))
                    case 5: journal.check()
                    case 6: journal.refuse(category, "not-found")
                    case 7: journal.reserve(.doctor, model)
                    default: journal.approve()
                    }
                }
                if Bool.random(using: &random) {
                    journal.complete()
                    break
                }
                let category = categories.randomElement(using: &random) ?? .testError
                journal.fail(category, "\(category)")
            }
        }
        journal.finish(Bool.random(using: &random) ? .succeeded : .failed)
        return journal
    }
}

extension WrittenJournal {
    /// The events of a journal before a moment.
    static func entries(of journal: WrittenJournal, before cut: Timestamp) -> RunJournal {
        RunJournal(run: journal.run, entries: journal.entries.filter { $0.time < cut })
    }
}
