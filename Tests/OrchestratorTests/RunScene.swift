import Commands
import Effects
import Git
import Ledger
import Orchestrator
import Providers
import RunModel
import Synchronization
import TestSupport
import Testing
import Workspace

/// A repository in which runs go on with recorded replies, a scripted bench and a clock that moves
/// only while something waits.
final class RunScene: Sendable {
    let scratch: ScratchRepository
    private let milliseconds = Mutex<Int64>(1_767_323_045_000)

    static let name = "r1"
    static let person = Signature(
        name: "Ada Author", email: "ada@example.org", seconds: 1_767_323_045)

    /// A repository whose base has the files that the plans work on.
    convenience init() throws {
        let scratch = try ScratchRepository()
        try scratch.write("sum.txt", "one\ntwo\nthree\n")
        try scratch.write("word.txt", "low\n")
        try scratch.commit("base")
        self.init(scratch)
    }

    init(_ scratch: ScratchRepository) { self.scratch = scratch }

    func repository() throws -> Repository {
        try Repository.open(gitDirectory: scratch.path, environment: scratch.environment)
    }

    var world: World {
        World(
            clock: Clock(
                nowMilliseconds: { self.milliseconds.withLock { $0 } },
                monotonicNanoseconds: { UInt64(self.milliseconds.withLock { $0 }) * 1_000_000 },
                sleep: { seconds in
                    self.milliseconds.withLock { $0 += Int64(seconds * 1000) }
                }),
            random: RandomSource { 1 << 62 }, files: .live, processes: .live,
            http: HTTPTransport { (request) throws(HTTPFailure) in
                throw HTTPFailure(code: .refused, url: request.url, detail: "no network here")
            }, environment: scratch.environment, workingDirectory: scratch.path)
    }

    // MARK: Parts of a run

    func context(_ repository: Repository) -> RunLedger.Context {
        RunLedger.Context(
            repository: repository, author: RunScene.person, redactor: Redactor(),
            clock: world.clock, owner: .current())
    }

    func command(_ repository: Repository) async throws -> GitCommand {
        try await GitCommand(
            location: repository.location, environment: scratch.environment, processes: .live)
    }

    static func settings(
        yes: Bool = false, budgets: Budgets = Budgets(), attempts: Int = 5
    ) -> RunSettings {
        let tiers = EscalationChains.Tiers(
            low: ["local/any"], medium: ["local/any"], high: ["local/any"])
        return RunSettings(
            providers: ["local": ProviderSettings(wire: .replay)],
            escalationChains: EscalationChains(builder: tiers, auditor: tiers),
            complexityEscalation: ComplexityEscalation(maxAttemptsPerPhase: attempts),
            budgets: budgets, yes: yes)
    }

    /// Begins a run of a plan.
    func begin(
        _ plan: Plan, settings: RunSettings = RunScene.settings(), name: String = RunScene.name,
        observer: ((JournalEntry, RunState) -> Void)? = nil
    ) async throws -> RunLedger {
        let repository = try repository()
        return try await RunStart(
            context: context(repository), world: world, command: try await command(repository)
        ).begin(
            RunRequest(
                plan: plan, planText: Array("version: 1\n".utf8), source: .file, id: RunID(name),
                settings: settings, tool: "t"), observer: observer)
    }

    func open(_ name: String = RunScene.name) throws -> RunLedger {
        try RunLedger.open(try #require(RunID(name)), in: context(try repository()))
    }

    /// Lets a run go on until it ends or waits.
    func execute(_ ledger: RunLedger, _ replies: [RecordedReply]) async throws {
        try await run(ledger, replies).execute()
    }

    /// - Parameter agent: What the agent program of a phase does.
    func run(
        _ ledger: RunLedger, _ replies: [RecordedReply] = [],
        agent: @escaping (AgentTask, ObjectID) -> AgentOutcome = { _, _ in
            AgentOutcome(run: AgentRun(exit: 0))
        }
    ) async throws -> Run {
        Run(
            ledger: ledger,
            tools: Run.Tools(
                world: world, command: try await command(ledger.repository),
                author: RunScene.person, committer: RunScene.person,
                client: ProviderClient(
                    http: world.http, providers: ledger.state.settings.providers,
                    recordings: ["local": replies]), keyed: [],
                bench: FileBench(ledger.repository, agent: agent), redactor: Redactor(),
                warn: { _ in }))
    }

    /// Begins a run and lets it go on until it ends or waits.
    func finish(
        _ plan: Plan, _ replies: [RecordedReply], settings: RunSettings = RunScene.settings()
    ) async throws -> RunLedger {
        let ledger = try await begin(plan, settings: settings)
        try await execute(ledger, replies)
        return ledger
    }

    func held(_ ledger: RunLedger) async throws -> HeldRun {
        HeldRun(
            ledger: ledger, command: try await command(ledger.repository),
            author: RunScene.person, committer: RunScene.person,
            temporaryDirectory: scratch.directory.path("tmp"))
    }

    func resuming(_ ledger: RunLedger) async throws -> Resuming {
        Resuming(try await held(ledger))
    }

    func landing(_ ledger: RunLedger) async throws -> Landing { Landing(try await held(ledger)) }

    func rollingBack(_ ledger: RunLedger) async throws -> RollingBack {
        RollingBack(try await held(ledger))
    }

    // MARK: What is stored

    /// The events of the run by name, as git prints them.
    func events() throws -> [String] {
        try scratch.git(
            "log", "--reverse", "--format=%(trailers:key=Autopack-Event,valueonly,separator=)",
            "refs/autopack/runs/\(RunScene.name)"
        ).split(separator: "\n").map(String.init)
    }

    /// What the models of a role were told, in order.
    func prompts(_ role: Role) throws -> [String] {
        let run = try #require(RunID(RunScene.name))
        return try JournalReader(try repository()).entries(of: run).compactMap { entry in
            guard case .callReserved(let call) = entry.event, call.role == role else { return nil }
            return try scratch.git("cat-file", "-p", call.prompt)
        }
    }

    /// The file of a revision.
    func file(_ path: String, in revision: String = "autopack/r1") throws -> String {
        try scratch.git("cat-file", "-p", "\(revision):\(path)")
    }
}
