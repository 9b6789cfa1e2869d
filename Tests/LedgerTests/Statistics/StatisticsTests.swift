import Ledger
import RunModel
import Testing

/// Each name of the statistics (`decisions.md`, Statistics), on journals written by hand.
struct StatisticsTests {
    private func total(_ journals: WrittenJournal...) -> Statistics.Group {
        Statistics(of: journals.map(\.journal)).total
    }

    private func figure(_ name: String, _ journals: WrittenJournal...) throws -> Figure.Value {
        let figures = Statistics(of: journals.map(\.journal)).total.figures
        return try #require(figures.first { $0.name == name }).value
    }

    /// Attempt 1 fails at once; attempt 2 is mended by a second fix; attempt 3 of the next phase is
    /// called unfixable after a fix that did not apply.
    private func mended() throws -> WrittenJournal {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.refuse(.notFound, "not-found")
        journal.fail(.notFound, "n1")
        journal.tryOnce(2)
        journal.call(.builder)
        journal.candidate()
        journal.check(.of(.importError, "i1"))
        // 1 s to the answer, 1 s to the candidate, 3 s of checks: 5 s.
        journal.call(.fixer, "glm/b")
        journal.candidate("d")
        journal.check(.of(.assertionFailed, "s1"), after: 3)
        // 1 s to the answer, 1 s to the candidate, 7 s of checks: 9 s.
        journal.call(.fixer, "glm/b")
        journal.candidate("e")
        journal.check(after: 7)
        journal.approve()
        journal.complete("e")
        try journal.begin("shout")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.candidate()
        journal.check(.of(.syntaxError, "y1"))
        // 1 s to the answer, 1 s to the refusal: 2 s.
        journal.call(.fixer)
        journal.refuse(.notFound, "not-found")
        journal.call(.fixer)
        journal.refuse(.invalidResult, CandidateRefused.unfixable)
        journal.fail(.syntaxError, "y1")
        journal.end(.failed)
        journal.finish(.failed)
        return journal
    }

    @Test func `total_failures counts attempts that failed and candidates that a fix mended`()
        throws
    {
        #expect(try figure("total_failures", mended()) == .count(3))
        #expect(
            try figure("failures", mended())
                == .words(["not_found": 1, "assertion_failed": 1, "syntax_error": 1]))
        #expect(try figure("total_failures") == .count(0))
    }

    @Test func `auto_fix_attempted counts failures at which a fix was tried`() throws {
        #expect(try figure("auto_fix_attempted", mended()) == .count(2))
    }

    @Test func `auto_fix_successful counts those whose checks pass afterwards`() throws {
        #expect(try figure("auto_fix_successful", mended()) == .count(1))
    }

    @Test func `a fix that an older record says nothing of counts by what came next`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.candidate()
        journal.check(.of(.importError, "i1"))
        journal.call(.fixer)
        journal.candidate()
        journal.check()
        // The process ends here: nobody has let the candidate through.
        #expect(total(journal).tally[.autoFixSuccessful] == 0)
        journal.add(.gateDecided(GateDecided(verdict: .ok, findings: [], risk: 0)))
        #expect(total(journal).tally[.autoFixSuccessful] == 1)
    }

    @Test func `success_rate is successful of attempted, and unknown where nothing was`() throws {
        #expect(try figure("success_rate", mended()) == .ratio(0.5))
        #expect(try figure("success_rate", WrittenJournal()) == .ratio(nil))
    }

    @Test func `avg_attempts is the fixes tried at a failure`() throws {
        #expect(try figure("avg_attempts", mended()) == .ratio(1.5))
        #expect(try figure("avg_attempts", WrittenJournal()) == .ratio(nil))
    }

    @Test func `unfixable_issues counts what a fixer gave up`() throws {
        #expect(try figure("unfixable_issues", mended()) == .count(1))
    }

    @Test func `seconds_per_fix goes from the call to the end of the checks`() throws {
        let figure = try figure("seconds_per_fix", mended())
        #expect(figure == .ratio(16.0 / 3))
    }

    @Test func `common_fixes says what was mended, by category`() throws {
        #expect(try figure("common_fixes", mended()) == .words(["assertion_failed": 1]))
    }

    @Test func `a failure of which an older record has no category is unclassified`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.fixer)
        journal.candidate()
        journal.check()
        journal.approve()
        #expect(try figure("common_fixes", journal) == .words(["unclassified": 1]))
    }

    @Test func `what fails on the base is what a fix run mends`() throws {
        var journal = try WrittenJournal()
        journal.add(
            .baselineChecked(
                TreeChecked(
                    tree: WrittenJournal.id("tree"), checks: [], environment: "",
                    failure: .of(.missingDependency, "m1"))))
        try journal.begin("fix")
        journal.tryOnce(1)
        journal.call(.fixer)
        journal.candidate()
        journal.check()
        journal.approve()
        journal.complete()
        #expect(try figure("common_fixes", journal) == .words(["missing_dependency": 1]))
        let record = try #require(Statistics(of: [journal.journal]).failures.first)
        #expect(record.signature == "m1")
        #expect(record.mending?.way == .fix)
        #expect(!record.isOpen)
    }

    @Test func `execute_fix is an automatic fix of the failure before it`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.fail(.missingFile, "f1")
        let fix = Fix(fixType: "git", commands: [["git", "status"]])
        journal.add(.fixStarted(fix))
        var done = fix
        done.fixed = true
        journal.add(.fixFinished(done), after: 4)
        journal.tryOnce(2)
        journal.buildWell()
        journal.complete()
        let total = total(journal)
        #expect(total.tally[.failures] == 1)
        #expect(total.tally[.autoFixAttempted] == 1)
        #expect(total.tally[.autoFixSuccessful] == 1)
        #expect(total.secondsPerFix == 4)
        #expect(total.tally[.commonFixes] == ["missing_file": 1])
        #expect(Statistics(of: [journal.journal]).failures.first?.mending?.way == .executeFix)
        // A fixer's edits count by its reply: the note of one does not count twice.
        var edits = try mended()
        let before = self.total(edits).tally
        edits.add(.fixStarted(Fix(fixType: "edit")))
        edits.add(.fixFinished(Fix(fixType: "edit", fixed: true)))
        #expect(self.total(edits).tally == before)
    }

    @Test func `runs, phases and attempts are counted by what became of them`() throws {
        var second = try WrittenJournal("r2")
        try second.begin("add")
        second.tryOnce(1)
        second.buildWell()
        second.complete()
        second.finish(.succeeded)
        let total = total(try mended(), second)
        #expect(total.runs == 2)
        #expect(total.states == [.failed: 1, .succeeded: 1])
        #expect(total.runSuccessRate == 0.5)
        #expect(total.tally[.phases] == 3)
        #expect(total.tally[.phasesCompleted] == 2)
        #expect(total.tally[.phasesFailed] == 1)
        #expect(total.tally[.attempts] == 4)
        #expect(total.tally[.attemptsSuccessful] == 2)
        #expect(total.attemptSuccessRate == 0.5)
    }

    @Test func `a phase that ends twice counts once, by its last end`() throws {
        var journal = try mended()
        journal.add(.runResumed(RunMoved(state: .executing, message: "")))
        try journal.begin("shout")
        journal.tryOnce(2)
        journal.buildWell()
        journal.complete()
        journal.finish(.succeeded)
        let total = total(journal)
        #expect(total.tally[.phases] == 2)
        #expect(total.tally[.phasesCompleted] == 2)
        #expect(total.tally[.phasesFailed] == 0)
        #expect(total.states == [.succeeded: 1])
    }

    @Test func `a rollback, and taking it back, are in the state of the run`() throws {
        var journal = try WrittenJournal()
        journal.finish(.succeeded)
        let move = RefMove(name: "refs/heads/autopack/r1", old: nil, new: nil)
        journal.add(.rollbackPlanned(RefsPlanned(refs: [move], way: "reset")))
        journal.add(.runRolledBack(RefsMoved(commit: WrittenJournal.id("base"), refs: [move])))
        #expect(total(journal).states == [.rolledBack: 1])
        journal.add(.rollbackPlanned(RefsPlanned(refs: [move], way: Rollback.undo)))
        journal.add(.runRolledBack(RefsMoved(commit: WrittenJournal.id("base"), refs: [move])))
        #expect(total(journal).states == [.succeeded: 1])
    }

    @Test func `an attempt under way is an attempt`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        #expect(total(journal).tally[.attempts] == 1)
        #expect(total(journal).tally[.failures] == 0)
    }

    // MARK: Tokens and money

    @Test func `tokens and cost are of every call, and what may have been charged counts`() throws {
        var journal = try WrittenJournal()
        journal.call(.planner, "openai/g", input: 7, output: 2, cost: Money(microUSD: 30))
        try journal.begin("add")
        journal.tryOnce(1)
        journal.failCall(.builder, .providerTimeout, mayHaveCost: true)
        journal.failCall(.builder, .providerRateLimit)
        journal.call(.builder, input: 100, output: 10, cost: Money(microUSD: 200))
        let total = total(journal)
        #expect(total.tally[.calls] == 4)
        #expect(total.tally[.failedCalls] == 2)
        #expect(
            total.tally[.callCategories] == ["provider_timeout": 1, "provider_rate_limit": 1])
        #expect(total.tally[.input] == 107)
        #expect(total.tally[.output] == 12)
        #expect(total.tally[.lostTokens] == 500)
        #expect(total.tokens == 619)
        #expect(total.cost == Money(microUSD: 1230))
    }

    @Test func `one unknown price makes the sum unknown, never less`() throws {
        var journal = try WrittenJournal()
        journal.call(.planner, "local/m", cost: nil)
        journal.call(.planner, "glm/a", cost: Money(microUSD: 200))
        #expect(try figure("cost_usd", journal) == .money(nil))
        let groups = Statistics(of: [journal.journal]).groups(by: .provider)
        #expect(groups.map(\.name) == ["glm", "local"])
        #expect(groups.map(\.cost) == [Money(microUSD: 200), nil])
    }

    @Test func `quotas are of seven days, against the caps of the newest run`() throws {
        let cap = ProviderQuota(weeklyTokenCap: 1000)
        var old = try WrittenJournal("r1", quotas: ["glm": ProviderQuota(weeklyTokenCap: 1)])
        old.call(.planner)
        var new = try WrittenJournal(
            "r2", from: WrittenJournal.start + 8 * 86_400_000, quotas: ["glm": cap])
        new.call(.planner, "openai/g", input: 5, output: 5)
        let statistics = Statistics(of: [new.journal, old.journal])
        let quotas = statistics.quotas(until: Timestamp(milliseconds: new.milliseconds))
        #expect(quotas.map(\.provider) == ["glm", "openai"])
        #expect(quotas.map(\.tokens) == [0, 10])
        #expect(quotas.map(\.quota) == [cap, nil])
    }

    @Test func `hunks are counted by the way in which their place was found`() throws {
        #expect(try figure("strategies", mended()) == .words(["exact": 4]))
    }
}
