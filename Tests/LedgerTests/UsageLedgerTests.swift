import Effects
import Git
import Ledger
import RunModel
import Synchronization
import TestSupport
import Testing

struct UsageLedgerTests {
    /// A run whose attempt is under way.
    private func begin(_ scene: LedgerScene, _ name: String) throws -> RunLedger {
        let ledger = try scene.create(name)
        let phase = try #require(PhaseID("build"))
        try ledger.append(
            [.baselineChecked(TreeChecked(tree: scene.base, checks: [], environment: ""))])
        try ledger.append([.phaseStarted(PhaseMoved(state: .building, reason: ""))], phase: phase)
        try ledger.append(
            [.attemptStarted(PhaseMoved(state: .building, reason: ""))], phase: phase, attempt: 1)
        return ledger
    }

    private func append(_ event: Event, to ledger: RunLedger) throws {
        try ledger.append([event], phase: PhaseID("build"), attempt: 1)
    }

    private func reserve(
        _ ledger: RunLedger, _ provider: String = "glm", role: Role = .builder
    ) throws -> String {
        let request = "r\(ledger.state.seq + 1)"
        let prompt = try ledger.store(
            Array("p\n".utf8), role: role.rawValue, kind: .prompt, phase: PhaseID("build"),
            attempt: 1)
        try append(
            .callReserved(
                CallReserved(
                    request: request, role: role, provider: provider, model: "m", why: "w",
                    reserved: Money(usd: 1), reservedTokens: 1000, prompt: prompt.hex)),
            to: ledger)
        return request
    }

    private func answer(
        _ ledger: RunLedger, _ provider: String = "glm", role: Role = .builder,
        cost: Money? = Money(microUSD: 250)
    ) throws {
        let request = try reserve(ledger, provider, role: role)
        let reply = try ledger.store(
            Array("r\n".utf8), role: role.rawValue, kind: .reply, phase: PhaseID("build"),
            attempt: 1)
        try append(
            .callFinished(
                CallFinished(
                    request: request, role: role, provider: provider, model: "m",
                    usage: Usage(
                        input: 100, output: 20, cachedInput: 10, reasoning: 5, cacheWrite: 3),
                    cost: cost, finish: .stop, reply: reply.hex)),
            to: ledger)
    }

    private func fail(
        _ ledger: RunLedger, _ category: FailureCategory, mayHaveCost: Bool = false
    ) throws {
        let request = try reserve(ledger)
        try append(
            .callFailed(
                CallFailed(
                    request: request, category: category, status: nil, retryInSeconds: 1,
                    message: "", mayHaveCost: mayHaveCost)),
            to: ledger)
    }

    private func usage(_ scene: LedgerScene, _ files: Files = .live) throws -> UsageLedger {
        let usage = UsageLedger(try scene.repository, files: files)
        try usage.refresh()
        return usage
    }

    @Test func `all runs are summed up by provider, model, role and week`() throws {
        let scene = try LedgerScene()
        let first = try begin(scene, "r1")
        try answer(first)
        try answer(first, role: .auditor, cost: nil)
        try fail(first, .providerServerError)
        scene.advance(3 * 86_400)
        let second = try begin(scene, "r2")
        try answer(second)
        try answer(second, "openai")
        try fail(second, .providerTimeout, mayHaveCost: true)

        let weeks = try usage(scene).weeks
        #expect(
            weeks.map { "\($0.period) \($0.provider) \($0.role.rawValue) \($0.calls)" } == [
                "2026-W01 glm auditor 1", "2026-W01 glm builder 2", "2026-W02 glm builder 2",
                "2026-W02 openai builder 1",
            ])
        #expect(weeks[0].hasUnknownCost)
        #expect(weeks[0].cost == .zero)
        #expect(weeks[1].cost == Money(microUSD: 250))
        #expect(
            weeks[1].usage
                == Usage(input: 100, output: 20, cachedInput: 10, reasoning: 5, cacheWrite: 3))
        #expect(weeks[1].failures == ["provider_server_error": 1])
        #expect(weeks[2].failures == ["provider_timeout": 1])
        #expect(weeks[2].lostTokens == 1000)
        #expect(weeks[2].cost == Money(usd: 1) + Money(microUSD: 250))
        #expect(try usage(scene).days.first?.period == "2026-01-02")
    }

    @Test func `a quota sees seven days, and what is reserved without an outcome`() throws {
        let scene = try LedgerScene()
        let ledger = try begin(scene, "r1")
        try answer(ledger)
        let now = Timestamp(milliseconds: LedgerScene.start)
        let day: Int64 = 86_400_000
        func tokens(after days: Int64) throws -> [String: Int] {
            try usage(scene).tokensByProvider(
                inDays: 7, until: Timestamp(milliseconds: now.milliseconds + days * day))
        }
        #expect(try tokens(after: 0) == ["glm": 120])
        #expect(try tokens(after: 6) == ["glm": 120])
        #expect(try tokens(after: 7) == [:])
        _ = try reserve(ledger)
        #expect(try tokens(after: 0) == ["glm": 1120])
        #expect(
            ledger.state.spend.tokens + 1000
                == UsageLedgerTests.total(try tokens(after: 0)))
        // Reserved once more: the one before is lost.
        _ = try reserve(ledger)
        #expect(try tokens(after: 0) == ["glm": 2120])
    }

    private static func total(_ tokens: [String: Int]) -> Int { tokens.values.reduce(0, +) }

    @Test func `what was read once is not read again, and without the cache all is`() throws {
        let scene = try LedgerScene()
        let ledger = try begin(scene, "r1")
        try answer(ledger)
        let before = try usage(scene)
        let cached = try Files.live.read(before.cachePath)
        #expect(try usage(scene).days == before.days)
        #expect(try Files.live.read(before.cachePath) == cached)

        try answer(ledger, "openai")
        try before.refresh()
        let all = try usage(scene).days
        #expect(before.days == all)
        #expect(all.count == 2)

        // The cache is believed only as far as it can be read.
        for rubbish in ["", "{", #"{"v":9,"runs":{}}"#] {
            try Files.live.write(before.cachePath, Array(rubbish.utf8))
            #expect(try usage(scene).days == all)
        }
        try Files.live.remove(before.cachePath)
        #expect(try usage(scene).days == all)
        // And not at all where it is of another history.
        let text = String(decoding: try Files.live.read(before.cachePath), as: UTF8.self)
        let other = text.replacing(ledger.tip.hex, with: scene.base)
        #expect(other != text)
        try Files.live.write(before.cachePath, Array(other.utf8))
        #expect(try usage(scene).days == all)
    }

    @Test func `a cache that cannot be written costs time and nothing else`() throws {
        let scene = try LedgerScene()
        try answer(try begin(scene, "r1"))
        var files = Files.live
        files.write = { path, _ throws(FileFailure) in
            throw FileFailure(code: .noSpace, path: path, detail: "full")
        }
        #expect(try usage(scene, files).days.count == 1)
    }

    @Test func `one run that cannot be read hides no other`() throws {
        let scene = try LedgerScene()
        try answer(try begin(scene, "r1"))
        let tree = try scene.scratch.git(
            "mktree",
            input: "100644 blob "
                + scene.scratch.git(
                    "hash-object", "-w", "--stdin", input: #"{"event":"call.finished","v":1}"#)
                + "\tevent.json\n")
        let commit = try scene.scratch.git("commit-tree", tree, "-m", "broken")
        try scene.scratch.git("update-ref", "refs/autopack/runs/broken", commit)
        let usage = try usage(scene)
        #expect(usage.days.count == 1)
        #expect(usage.unreadable.keys.sorted() == ["broken"])
        try scene.scratch.git("update-ref", "-d", "refs/autopack/runs/r1")
        try usage.refresh()
        #expect(usage.days.isEmpty)
    }
}
