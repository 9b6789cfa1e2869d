import Effects
import Git
import Ledger
import RunModel
import TestSupport
import Testing

/// The journals of a repository, and the cache of what they say.
struct StatisticsLedgerTests {
    /// A run whose first attempt has called a model.
    @discardableResult
    private func begin(_ scene: LedgerScene, _ name: String) throws -> RunLedger {
        let ledger = try scene.create(name)
        let phase = try #require(PhaseID("build"))
        try ledger.append(
            [.baselineChecked(TreeChecked(tree: scene.base, checks: [], environment: ""))])
        try ledger.append([.phaseStarted(PhaseMoved(state: .building, reason: ""))], phase: phase)
        try ledger.append(
            [.attemptStarted(PhaseMoved(state: .building, reason: ""))], phase: phase, attempt: 1)
        try call(ledger)
        return ledger
    }

    private func call(_ ledger: RunLedger) throws {
        let phase = try #require(PhaseID("build"))
        let prompt = try ledger.store(
            Array("p\n".utf8), role: "builder", kind: .prompt, phase: phase, attempt: 1)
        let request = "q\(ledger.state.seq)"
        try ledger.append(
            [
                .callReserved(
                    CallReserved(
                        request: request, role: .builder, provider: "glm", model: "m", why: "w",
                        reserved: Money(usd: 1), reservedTokens: 1000, prompt: prompt.hex))
            ], phase: phase, attempt: 1)
        try ledger.append(
            [
                .callFinished(
                    CallFinished(
                        request: request, role: .builder, provider: "glm", model: "m",
                        usage: Usage(input: 100, output: 10), cost: Money(microUSD: 250),
                        finish: .stop, reply: prompt.hex))
            ], phase: phase, attempt: 1)
    }

    private func fail(_ ledger: RunLedger) throws {
        try ledger.append(
            [
                .attemptFailed(
                    AttemptFailed(
                        category: .testError, signature: "t1", rootCause: "why", detail: "d"))
            ], phase: PhaseID("build"), attempt: 1)
    }

    private func ledger(_ scene: LedgerScene, _ files: Files = .live) throws -> StatisticsLedger {
        StatisticsLedger(try scene.repository, files: files)
    }

    private func total(_ scene: LedgerScene) throws -> Statistics.Group {
        try ledger(scene).statistics().total
    }

    @Test func `the journals are read from their refs`() throws {
        let scene = try LedgerScene()
        #expect(try ledger(scene).statistics().isEmpty)
        try fail(try begin(scene, "r1"))
        try begin(scene, "r2")
        let total = try total(scene)
        #expect(total.runs == 2)
        #expect(total.states == [.executing: 2])
        #expect(total.tally[.attempts] == 2)
        #expect(total.tally[.failures] == 1)
        #expect(total.cost == Money(microUSD: 500))
        let journals = try ["r1", "r2"].map { name in
            let run = try scene.run(name)
            return RunJournal(
                run: run, entries: try JournalReader(try scene.repository).entries(of: run))
        }
        #expect(Statistics(of: journals).total == total)
    }

    @Test func `what was read once is not read again, whatever became of the cache`() throws {
        let scene = try LedgerScene()
        let run = try begin(scene, "r1")
        let before = try total(scene)
        let path = try ledger(scene).cachePath
        let cached = try Files.live.read(path)
        #expect(try total(scene) == before)
        #expect(try Files.live.read(path) == cached)

        // What comes later goes on from where the cache stands: in the middle of an attempt.
        try call(run)
        try fail(run)
        let after = try total(scene)
        #expect(after.tally[.failures] == 1)
        #expect(after.tally[.calls] == 2)
        for rubbish in ["", "{", #"{"v":9,"runs":{}}"#, #"{"v":1,"runs":{"r1":{}}}"#] {
            try Files.live.write(path, Array(rubbish.utf8))
            #expect(try total(scene) == after, "\(rubbish)")
        }
        try Files.live.remove(path)
        #expect(try total(scene) == after)
        // The cache of another history is none.
        let text = String(decoding: try Files.live.read(path), as: UTF8.self)
        let other = text.replacing(run.tip.hex, with: scene.base)
        #expect(other != text)
        try Files.live.write(path, Array(other.utf8))
        #expect(try total(scene) == after)
    }

    @Test func `a cache that cannot be written costs time and nothing else`() throws {
        let scene = try LedgerScene()
        try begin(scene, "r1")
        var files = Files.live
        files.write = { path, _ throws(FileFailure) in
            throw FileFailure(code: .noSpace, path: path, detail: "full")
        }
        #expect(try ledger(scene, files).statistics().total.runs == 1)
    }

    @Test func `a run that cannot be read is named, and hides no other`() throws {
        let scene = try LedgerScene()
        let run = try begin(scene, "r1")
        // Another's journal under a name of its own, and a commit that is no event.
        try scene.scratch.git("update-ref", "refs/autopack/runs/r9", run.tip.hex)
        try scene.scratch.git("update-ref", "refs/autopack/runs/broken", scene.base)
        let ledger = try ledger(scene)
        #expect(try ledger.statistics().total.runs == 1)
        #expect(ledger.unreadable.keys.sorted() == ["broken", "r9"])
        #expect(ledger.unreadable["broken"]?.detail.contains("event.json is missing") == true)
    }

    @Test func `since a moment counts what happened from then on, of a run under way too`() throws {
        let scene = try LedgerScene()
        let run = try begin(scene, "r1")
        try begin(scene, "r2")
        scene.advance(3600)
        let cut = Timestamp(milliseconds: LedgerScene.start + 1_800_000)
        try call(run)
        try fail(run)
        let ledger = try ledger(scene)
        let since = try ledger.statistics(since: cut)
        #expect(since.total.runs == 1)
        #expect(since.total.tally[.calls] == 1)
        #expect(since.total.tally[.failures] == 1)
        #expect(since.total.cost == Money(microUSD: 250))
        #expect(try ledger.statistics().total.tally[.calls] == 3)
        let later = Timestamp(milliseconds: LedgerScene.start + 7_200_000)
        #expect(try ledger.statistics(since: later).isEmpty)
    }
}
