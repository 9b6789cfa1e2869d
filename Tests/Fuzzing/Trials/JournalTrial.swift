import Git
import Healing
import Ledger
import RunModel

extension Trial {
    /// The events of a journal, one a line, as a stranger's `refs/autopack/` may hold them.
    ///
    /// An event takes its place behind those that are there, and may leave out what all events have,
    /// so that a journal need not be numbered to be folded.
    static let journal = Trial("journal") { input in
        let lines = input.split(separator: 0x0A).map(Array.init)
        try JournalTrial(lines).check()
    }
}

private struct JournalTrial {
    private let read: [JournalEntry]

    init(_ lines: [[UInt8]]) throws {
        var read: [JournalEntry] = []
        for line in lines {
            guard let entry = Self.entry(line) else { continue }
            let bytes = try CanonicalJSON.encode(entry)
            try demand(
                try CanonicalJSON.decode(JournalEntry.self, from: bytes) == entry,
                "an event reads as written")
            read.append(entry)
        }
        self.read = read
    }

    private static func entry(_ line: [UInt8]) -> JournalEntry? {
        if let entry = try? CanonicalJSON.decode(JournalEntry.self, from: line) { return entry }
        guard let members = (try? JSON(parsing: line))?.object else { return nil }
        let common: [String: JSON] = [
            "v": 1, "run": "trial", "seq": 1, "time": "2026-01-02T03:04:05.000Z",
        ]
        let whole = JSON.object(members.merging(common) { own, _ in own })
        return try? CanonicalJSON.decode(JournalEntry.self, from: whole.bytes)
    }

    func check() throws {
        if !read.isEmpty { _ = try? RunState(folding: read) }
        var taken = [try Self.created()]
        var state = try RunState(taken[0])
        for var entry in read {
            entry.run = state.run
            entry.seq = state.seq + 1
            let before = state
            do throws(FoldError) {
                try state.apply(entry)
            } catch {
                try demand(state == before, "an event that does not follow changes nothing")
                _ = error.description
                continue
            }
            taken.append(entry)
            try check(state, after: entry)
        }
        try demand(try RunState(folding: taken) == state, "the same events make the same state")
        try checkReports(taken, state)
    }

    private func check(_ state: RunState, after entry: JournalEntry) throws {
        let step = decide(state, now: state.updated)
        try demand(decide(state, now: state.updated) == step, "a state decides one way")
        _ = decide(state, now: state.updated.after(seconds: 1e9))
        let message = JournalMessage.write(entry, state)
        try demand(!message.hasControl, "a journal's message has no control character")
        try demand(
            message.split(separator: "\n").first.map { $0.count < 400 } ?? false,
            "a journal's subject is a line in bounds")
        try demand(
            Trailers(message: message).values("Autopack-Run") == [state.run.description],
            "a journal's message names its run, and no other")
    }

    /// What is counted and told of journals that were fetched.
    private func checkReports(_ entries: [JournalEntry], _ state: RunState) throws {
        let bytes = try CanonicalJSON.encode(state)
        try demand(
            try CanonicalJSON.decode(RunState.self, from: bytes) == state,
            "a state reads as written")
        _ = try CanonicalJSON.encode(RunSummary(state))
        let statistics = Statistics(of: [RunJournal(run: state.run, entries: entries)])
        _ = statistics.total.figures
        for grouping in Statistics.Grouping.allCases { _ = statistics.groups(by: grouping) }
        _ = statistics.quotas(until: state.updated)
        _ = statistics.failures
        _ = statistics.failures(of: state.run)
        _ = RuleHarvest.take(entries, knowing: [], settings: state.settings.discoveryPromotion)
        for phase in state.phases { _ = Advice(for: phase.id, in: state, knowing: []) }
    }

    private static func created() throws -> JournalEntry {
        guard let run = RunID("trial"), let time = Timestamp("2026-01-02T03:04:05.000Z") else {
            throw BrokenRule(rule: "names and times are read")
        }
        return JournalEntry(
            run: run, seq: 0, time: time,
            event: .runCreated(
                RunCreated(
                    goal: "a goal", base: String(repeating: "1", count: 40),
                    target: "refs/heads/main", snapshot: nil, tool: "autopack",
                    settings: RunSettings(), checks: [])))
    }
}
