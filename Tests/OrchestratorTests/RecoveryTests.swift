import Git
import Ledger
import Orchestrator
import RunModel
import Synchronization
import TestSupport
import Testing

/// A crash anywhere is a stop between two appends: whoever takes the run up comes to the same end.
struct RecoveryTests {
    /// A plan, what models answer to it, and where the run may crash.
    struct Case: Sendable, CustomTestStringConvertible {
        var plan: Plan
        var replies: [RecordedReply]
        /// Events that open and close the part in which it crashes; nil: anywhere.
        var part: (first: String, last: String)?
        /// Appends of that part at least.
        var appends: Int
        var testDescription: String { "builder: \(plan.phases[0].builder)" }

        func part(of points: [CrashPoint]) -> [CrashPoint] {
            guard let part, let first = points.firstIndex(where: { $0.event == part.first }),
                let last = points.firstIndex(where: { $0.event == part.last })
            else { return points }
            return Array(points[first...last])
        }
    }

    static let cases: [Case] = {
        guard var plan = try? Story.sum() else { return [] }
        var five = Story.five
        five.fail = RecordedReply.Failure(status: 503, message: "overloaded", times: 1)
        // A refused edit, a provider's error, a failing check and its fix, and an audit that cannot
        // be read.
        let patch = Case(
            plan: plan,
            replies: [Story.missing, five, Story.fiveMended, Story.prose, Story.approval],
            appends: 21)
        // Tools: a look, a provider's error in the middle, checks, an edit that is mended; what
        // follows is the same as above.
        var replies = ToolStory.whole
        replies[2].fail = RecordedReply.Failure(status: 503, message: "overloaded", times: 1)
        plan.phases[0].builder = .agent
        return [
            patch,
            Case(
                plan: plan, replies: replies, part: ("call.reserved", "candidate.created"),
                appends: 12),
        ]
    }()

    /// What a crash right after an append leaves of the refs.
    struct CrashPoint {
        var event: String
        var seq: Int
        /// By name; the journal as it was after the event.
        var refs: [String: String]
    }

    private struct Course {
        var told: Case
        var scene: RunScene
        var points: [CrashPoint]
        var end: RunState
        var tree: String
    }

    /// Goes through the whole run once, taking down the refs after each append.
    private func course(_ told: Case) async throws -> Course {
        let scene = try RunScene()
        let points = Mutex<[CrashPoint]>([])
        let repository = try scene.repository()
        let watch: (JournalEntry, RunState) -> Void = { entry, state in
            guard let refs = try? repository.refs(prefix: "refs/") else {
                Issue.record("no refs after event \(entry.seq)")
                return
            }
            let point = CrashPoint(
                event: entry.event.name.rawValue, seq: state.seq,
                refs: Dictionary(uniqueKeysWithValues: refs.map { ($0.name.name, $0.id.hex) }))
            points.withLock { known in
                // Events of one append appear together, so no crash is between them.
                let journal = "refs/autopack/runs/r1"
                if known.last?.refs[journal] == point.refs[journal] { known.removeLast() }
                known.append(point)
            }
        }
        let ledger = try await scene.begin(told.plan, observer: watch)
        ledger.observer = watch
        try await scene.execute(ledger, told.replies)
        try #require(ledger.state.status == .succeeded, "\(ledger.state.message)")
        return Course(
            told: told, scene: scene, points: told.part(of: points.withLock { $0 }),
            end: ledger.state,
            tree: try scene.scratch.git("rev-parse", "autopack/r1^{tree}"))
    }

    @Test(arguments: cases)
    func `after a crash behind any append the run comes to the same end`(
        told: Case
    ) async throws {
        let course = try await course(told)
        #expect(course.points.count >= told.appends)
        for point in course.points.dropLast() {
            try await resume(course, at: point, "after \(point.event) (\(point.seq))")
        }
    }

    /// The keep ref, the branch and the note move before the journal: here they have.
    @Test(arguments: cases)
    func `after a crash ahead of any append the run comes to the same end`(
        told: Case
    ) async throws {
        let course = try await course(told)
        let journal = "refs/autopack/runs/r1"
        for (before, after) in zip(course.points, course.points.dropFirst()) {
            var point = before
            point.refs = after.refs
            point.refs[journal] = before.refs[journal]
            guard point.refs != before.refs else { continue }
            try await resume(course, at: point, "ahead of \(after.event) (\(after.seq))")
        }
    }

    @Test func `a run that is over is not taken up again`() async throws {
        let course = try await course(RecoveryTests.cases[0])
        let ledger = try course.scene.open()
        let refs = try course.scene.scratch.refs
        let error = await #expect(throws: RunError.self) {
            try await course.scene.resuming(ledger).begin(settings: nil, takeOver: false)
        }
        #expect(error?.code == .refused)
        #expect(try course.scene.scratch.refs == refs)
    }

    /// Takes the run up in a repository that has what was reachable at the crash, and no more.
    private func resume(_ course: Course, at point: CrashPoint, _ place: Comment) async throws {
        let origin = course.scene.scratch
        let scratch = try ScratchRepository(mirrorOf: origin)
        let now = try origin.refs.split(separator: "\n").map { $0.split(separator: " ")[0] }
        let commands =
            now.filter { point.refs[String($0)] == nil }.map { "delete \($0)\n" }
            + point.refs.map { "update \($0.key) \($0.value)\n" }
        try scratch.git("update-ref", "--stdin", input: commands.joined())
        try scratch.git("prune", "--expire=now")

        let scene = RunScene(scratch)
        let ledger = try scene.open()
        let taken = ledger.state.recordings["local"] ?? []
        do {
            try await scene.resuming(ledger).begin(settings: nil, takeOver: false)
            try await scene.execute(ledger, course.told.replies)
        } catch {
            Issue.record("\(place): \(error)")
            return
        }
        let state = ledger.state
        #expect(state.status == .succeeded, "\(place): \(state.message)")
        #expect(try scratch.git("rev-parse", "autopack/r1^{tree}") == course.tree, place)
        // What was taken before the crash was not asked for again, and nothing was asked twice.
        let all = state.recordings["local"] ?? []
        #expect(all == course.end.recordings["local"], place)
        #expect(Array(all.prefix(taken.count)) == taken, place)
        #expect(try scratch.git("rev-list", "--count", "main..autopack/r1") == "1", place)
        #expect(
            try scratch.git("rev-parse", "autopack/pre-run-r1", "main").split(separator: "\n")
                .allSatisfy { $0 == state.base }, place)
        let noted = try scratch.git("notes", "--ref=autopack", "list").split(separator: "\n")
        #expect(noted.count == 1, place)
        #expect(try JournalReader(scene.repository()).tip(of: ledger.run).state == state, place)
        // All that events name is kept.
        try scratch.git("prune", "--expire=now")
        for entry in try JournalReader(scene.repository()).entries(of: ledger.run) {
            for blob in entry.event.blobs { _ = try ledger.read(blob) }
        }
        try scratch.fsckStrict()
    }
}

extension Event {
    /// The transcripts and candidates' trees that an event names.
    fileprivate var blobs: [String] {
        switch self {
        case .callReserved(let call): [call.prompt]
        case .callFinished(let call): [call.reply]
        case .checksFinished(let checked), .baselineChecked(let checked):
            checked.checks.compactMap(\.log.value)
        default: []
        }
    }
}
