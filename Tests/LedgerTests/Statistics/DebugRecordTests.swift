import Ledger
import RunModel
import Testing

/// Failures over all runs, known again by their signature.
struct DebugRecordTests {
    private let day: Int64 = 86_400_000

    /// Attempt 1 fails, attempt 2 becomes the checkpoint.
    private func overcome(_ name: String, from milliseconds: Int64 = WrittenJournal.start) throws
        -> WrittenJournal
    {
        var journal = try WrittenJournal(name, from: milliseconds)
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.candidate("c", files: ["a.py", "b.py"])
        journal.check(.of(.importError, "i1", "missing imports: os"))
        journal.fail(.importError, "i1", "missing imports: os")
        journal.tryOnce(2)
        journal.buildWell("openai/g")
        journal.complete("deed")
        return journal
    }

    /// The only attempt fails in another phase.
    private func lost(_ name: String, from milliseconds: Int64) throws -> WrittenJournal {
        var journal = try WrittenJournal(name, from: milliseconds)
        try journal.begin("shout")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.candidate("c", files: ["z.py"])
        journal.fail(.importError, "i1", "missing imports: sys")
        journal.end(.failed)
        journal.finish(.failed)
        return journal
    }

    @Test func `a failure tells when, how often and where it was seen`() throws {
        let journals = [
            try lost("r2", from: WrittenJournal.start + day), try overcome("r1"),
        ]
        let failures = Statistics(of: journals.map(\.journal)).failures
        #expect(failures.count == 1)
        let record = try #require(failures.first)
        #expect(record.signature == "i1")
        #expect(record.category == "import_error")
        #expect(record.rootCause == "missing imports: sys")
        // In r1 it was seen by the checks, and the attempt failed of it: once.
        #expect(record.count == 2)
        #expect(record.runs == ["r1", "r2"])
        #expect(record.phases == ["add", "shout"])
        #expect(record.files == ["a.py", "b.py", "z.py"])
        #expect(record.firstRun == "r1")
        #expect(record.lastRun == "r2")
        #expect(record.first.date == "2026-01-02")
        #expect(record.last.date == "2026-01-03")
    }

    @Test func `what mended it is the attempt after which the phase went on`() throws {
        let record = try #require(Statistics(of: [try overcome("r1").journal]).failures.first)
        #expect(!record.isOpen)
        let mending = try #require(record.mending)
        #expect(mending.way == .attempt)
        #expect(mending.model == "openai/g")
        #expect(mending.attempt == 2)
        #expect(mending.commit == WrittenJournal.id("deed"))
        #expect(record.mendingRun == "r1")
        let short = WrittenJournal.id("deed").prefix(10)
        #expect(mending.sentence == "attempt 2 of add by openai/g, checkpoint \(short)")
    }

    @Test func `a failure that comes back is open, and what mended it before is known`() throws {
        let journals = [
            try overcome("r1"), try lost("r2", from: WrittenJournal.start + day),
        ]
        let record = try #require(Statistics(of: journals.map(\.journal)).failures.first)
        #expect(record.isOpen)
        #expect(record.mendingRun == "r1")
        let again = try overcome("r3", from: WrittenJournal.start + 2 * day)
        let mended = try #require(
            Statistics(of: (journals + [again]).map(\.journal)).failures.first)
        #expect(!mended.isOpen)
        #expect(mended.mendingRun == "r3")
        #expect(mended.count == 3)
    }

    @Test func `a fix within an attempt mends what the attempt saw`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.candidate()
        journal.check(.of(.syntaxError, "y1"))
        journal.call(.fixer, "glm/b")
        journal.candidate("fade")
        journal.check()
        journal.approve()
        journal.fail(.auditRejected, "a1")
        journal.end(.failed)
        let failures = Statistics(of: [journal.journal]).failures
        #expect(failures.map(\.signature).sorted() == ["a1", "y1"])
        let syntax = try #require(failures.first { $0.signature == "y1" })
        let short = WrittenJournal.id("fade").prefix(10)
        #expect(
            syntax.mending?.sentence
                == "a fix in attempt 1 of add by glm/b, candidate \(short)")
        #expect(failures.first { $0.signature == "a1" }?.isOpen == true)
    }

    @Test func `the hint that was said in between is named`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.fail(.testError, "t1")
        journal.add(
            .hintRecorded(
                HintRecorded(text: "mind the\ncolon", signature: "t1", scope: [], evidence: "")))
        journal.tryOnce(2)
        journal.buildWell()
        journal.add(.hintRecorded(HintRecorded(text: "what was learned", source: .overcome)))
        journal.complete("deed")
        // It has no part in what comes after the checkpoint.
        try journal.begin("shout")
        journal.tryOnce(1)
        journal.call(.builder)
        journal.fail(.testError, "t2")
        journal.tryOnce(2)
        journal.buildWell()
        journal.complete("feed")
        let failures = Statistics(of: [journal.journal]).failures
        let first = try #require(failures.first { $0.signature == "t1" }?.mending)
        #expect(first.hint == "mind the colon")
        #expect(first.sentence.hasSuffix(#", after the hint "mind the colon""#))
        #expect(failures.first { $0.signature == "t2" }?.mending?.hint == nil)
    }

    @Test func `the most frequent comes first, then what was seen last`() throws {
        var journal = try WrittenJournal()
        try journal.begin("add")
        for (number, signature) in ["a", "b", "a", "c"].enumerated() {
            journal.tryOnce(number + 1)
            journal.call(.builder)
            journal.fail(.testError, signature)
        }
        #expect(Statistics(of: [journal.journal]).failures.map(\.signature) == ["a", "c", "b"])
    }
}
