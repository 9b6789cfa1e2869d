import Effects
import Git
import Ledger
import RunModel
import Synchronization
import TestSupport
import Testing

/// A repository with one commit, a clock that moves by hand, and runs to write in it.
final class LedgerScene: Sendable {
    let scratch: ScratchRepository
    let base: String
    private let milliseconds = Mutex<Int64>(LedgerScene.start)

    /// 2026-01-02T03:04:05Z.
    static let start: Int64 = 1_767_323_045_000
    static let author = Signature(
        name: "Ada Author", email: "ada@example.org", seconds: start / 1000)
    static let owner = LeaseOwner(host: "here", bootID: "boot", processID: 4711, startTicks: 12)

    init() throws {
        scratch = try ScratchRepository()
        try scratch.write("file", "content\n")
        base = try scratch.commit("base")
    }

    var clock: Clock {
        Clock(
            nowMilliseconds: { self.milliseconds.withLock { $0 } },
            monotonicNanoseconds: { 0 }, sleep: { _ in })
    }

    func advance(_ seconds: Int64) { milliseconds.withLock { $0 += seconds * 1000 } }

    /// The repository, whose locks are waited for not at all.
    var repository: Repository {
        get throws {
            let patience = Patience(
                budgetSeconds: 0, random: RandomSource { 0 }, sleep: { _ in },
                nowMilliseconds: { 0 })
            return try Repository.discover(
                from: scratch.path, environment: scratch.environment, patience: patience)
        }
    }

    func context(secrets: [String] = []) throws -> RunLedger.Context {
        RunLedger.Context(
            repository: try repository, author: LedgerScene.author,
            redactor: Redactor(values: secrets), clock: clock, owner: LedgerScene.owner)
    }

    // MARK: Runs

    func create(
        _ name: String = "r1", goal: String = "add a login", then events: [Event]? = nil,
        secrets: [String] = [], planText: String = "version: 1\n"
    ) throws -> RunLedger {
        let start = try id(base)
        let first: [Event] = try [
            .leaseTaken(
                LeaseTaken(state: .created, reason: "created", owner: LedgerScene.owner)),
            .planAdopted(
                PlanAdopted(version: 1, source: .file, why: "given", plan: plan(goal))),
        ]
        return try RunLedger.create(
            try run(name),
            RunCreated(
                goal: goal, base: base, target: "refs/heads/main", snapshot: nil, tool: "t",
                settings: RunSettings(), checks: []),
            then: events ?? first, pins: [start], planText: Array(planText.utf8),
            in: try context(secrets: secrets))
    }

    func open(_ name: String = "r1") throws -> RunLedger {
        try RunLedger.open(try run(name), in: try context())
    }

    func plan(_ goal: String = "add a login") throws -> Plan {
        Plan(goal: goal, phases: [Phase(id: try #require(PhaseID("build")), goal: goal)])
    }

    func run(_ name: String) throws -> RunID { try #require(RunID(name)) }

    func id(_ hex: String) throws -> ObjectID { try #require(ObjectID(hex: hex)) }

    /// A commit that no ref holds.
    func looseCommit(_ message: String) throws -> ObjectID {
        try id(scratch.git("commit-tree", "HEAD^{tree}", "-m", message))
    }

    // MARK: What git says

    /// The ids of a journal's commits, the oldest first.
    func journal(_ name: String = "r1") throws -> [String] {
        try scratch.git("rev-list", "--reverse", "refs/autopack/runs/\(name)")
            .split(separator: "\n").map(String.init)
    }

    func ref(_ name: String) throws -> String? {
        let outcome = try scratch.tryGit(["rev-parse", "--verify", "--quiet", name])
        return outcome.status == 0 ? String(outcome.output.dropLast()) : nil
    }

    /// Everything that any object of the repository holds, reachable or not.
    func allObjects() throws -> String {
        try scratch.git("cat-file", "--batch-all-objects", "--batch")
    }
}

extension Event {
    /// An event that may follow any other.
    static func checkedHealth(_ what: String = "all is well") -> Event {
        .healthChecked(
            HealthChecked(
                ok: true,
                findings: [HealthFinding(id: "i", severity: .info, what: what, why: "w", fix: "f")],
                keys: [:]))
    }
}
