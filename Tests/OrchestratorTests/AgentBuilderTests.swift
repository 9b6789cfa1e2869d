import Agents
import Git
import Ledger
import Orchestrator
import RunModel
import TestSupport
import Testing
import Workspace

/// The loop where a phase's Builder is an agent program, with the program scripted.
struct AgentBuilderTests {
    private let scene: RunScene

    init() throws { scene = try RunScene() }

    /// What the agent does, call by call, and what it was given.
    private final class Agent {
        private var outcomes: [AgentOutcome]
        private(set) var tasks: [AgentTask] = []
        private(set) var starts: [ObjectID] = []
        var onWork: () -> Void = {}

        init(_ outcomes: [AgentOutcome]) { self.outcomes = outcomes }

        func work(_ task: AgentTask, _ start: ObjectID) -> AgentOutcome {
            tasks.append(task)
            starts.append(start)
            onWork()
            return outcomes.isEmpty
                ? AgentOutcome(run: AgentRun(exit: 0)) : outcomes.removeFirst()
        }
    }

    private static func wrote(_ text: String, exit: Int = 0, said: String = "") -> AgentOutcome {
        AgentOutcome(
            run: AgentRun(exit: exit, seconds: 2, output: Array(said.utf8)),
            difference: WorkDifference(files: [
                .init(
                    path: TreePath("sum.txt"),
                    content: .file(Array(text.utf8), isExecutable: false))
            ]))
    }

    private static let four = wrote("one\ntwo\nthree\nfour")
    private static let five = wrote("one\ntwo\nthree\nfive")

    private func plan() throws -> Plan {
        var plan = try Story.sum()
        plan.phases[0].builder = .command("fake")
        return plan
    }

    private func settings(
        attempts: Int = 2, output: CommandOutput = .text, budgets: Budgets = Budgets()
    ) -> RunSettings {
        var settings = RunScene.settings(budgets: budgets, attempts: attempts)
        settings.builders["fake"] = BuilderSettings(
            command: ["fake"], timeoutSeconds: 100, output: output)
        return settings
    }

    private func finish(
        _ agent: Agent, _ replies: [RecordedReply] = [Story.approval], settings: RunSettings? = nil
    ) async throws -> RunLedger {
        let ledger = try await scene.begin(plan(), settings: settings ?? self.settings())
        try await scene.run(ledger, replies, agent: agent.work).execute()
        return ledger
    }

    @Test func `the difference becomes a checkpoint, by the way that edits take`() async throws {
        let agent = Agent([Self.four])
        let ledger = try await finish(agent)
        #expect(ledger.state.status == .succeeded)
        #expect(
            try scene.events() == [
                "run.created", "lease.taken", "plan.adopted", "baseline.checked", "phase.started",
                "attempt.started", "call.reserved", "call.finished", "candidate.created",
                "checks.finished", "call.reserved", "call.finished", "audit.finished",
                "gate.decided", "checkpoint.planned", "checkpoint.committed", "phase.finished",
                "run.finished",
            ])
        #expect(try scene.file("sum.txt") == "one\ntwo\nthree\nfour")
        #expect(agent.tasks.first?.timeLimitSeconds == 100)
        #expect(agent.tasks.first?.prompt.contains("add a fourth line") == true)
        #expect(agent.starts.map(\.hex) == [ledger.state.base])
        try scene.scratch.fsckStrict()
    }

    @Test func `it mends its own work, from the failing candidate on`() async throws {
        let agent = Agent([Self.five, Self.four])
        let ledger = try await finish(agent)
        #expect(ledger.state.status == .succeeded)
        #expect(try scene.events().count { $0 == "attempt.started" } == 1)
        #expect(agent.tasks.count == 2)
        #expect(agent.tasks.last?.prompt.contains("Check four fails") == true)
        #expect(agent.starts.last?.hex != ledger.state.base)
        #expect(try scene.scratch.git("rev-list", "--count", "main..autopack/r1") == "1")
    }

    @Test func `a kept difference is not paid twice`() async throws {
        let (scene, plan, settings) = (scene, try plan(), settings())
        let first = Task {
            let ledger = try await scene.begin(plan, settings: settings)
            let agent = Agent([Self.four])
            // The program is stopped while the agent works: what it made is kept before it ends.
            agent.onWork = { withUnsafeCurrentTask { $0?.cancel() } }
            try await scene.run(ledger, [Story.approval], agent: agent.work).execute()
        }
        await #expect(throws: RunError.self) { try await first.value }
        #expect(try scene.events().contains("call.finished"))
        #expect(try !scene.events().contains("candidate.created"))

        let ledger = try scene.open()
        #expect(ledger.state.status == .paused)
        let again = Agent([])
        try await scene.resuming(ledger).begin(settings: nil, takeOver: false)
        try await scene.run(ledger, [Story.approval], agent: again.work).execute()
        #expect(ledger.state.status == .succeeded)
        #expect(again.tasks.isEmpty)
        #expect(try scene.file("sum.txt") == "one\ntwo\nthree\nfour")
    }

    @Test func `nothing changed is refused as empty, and the next attempt is told`() async throws {
        let agent = Agent([AgentOutcome(run: AgentRun(exit: 0)), Self.four])
        let ledger = try await finish(agent)
        #expect(ledger.state.status == .succeeded)
        let failure = try #require(ledger.state.phases[0].failures.first)
        #expect(failure.category == .invalidResult)
        #expect(failure.rootCause.hasSuffix("empty"))
        #expect(agent.tasks.last?.prompt.contains("has changed nothing") == true)
    }

    @Test func `a bad end without a difference fails the attempt with the last lines`()
        async throws
    {
        let agent = Agent([
            AgentOutcome(run: AgentRun(exit: 3, errors: Array("line\nno credit left\n".utf8))),
            AgentOutcome(run: AgentRun(exit: 124, timedOut: true, seconds: 100)),
        ])
        let ledger = try await finish(agent)
        #expect(ledger.state.status == .failed)
        let failures = ledger.state.phases[0].failures
        #expect(failures.map(\.category) == [.replyEmpty, .replyEmpty])
        #expect(failures.first?.detail.contains("status 3") == true)
        #expect(failures.first?.detail.contains("no credit left") == true)
        #expect(failures.last?.detail.contains("time limit") == true)
    }

    @Test func `a bad end with a difference is said, and the difference judged`() async throws {
        let ledger = try await finish(Agent([Self.wrote("one\ntwo\nthree\nfour", exit: 3)]))
        #expect(ledger.state.status == .succeeded)
        let entries = try JournalReader(scene.repository()).entries(of: ledger.run)
        let said = entries.compactMap { entry -> String? in
            guard case .healthChecked(let checked) = entry.event else { return nil }
            return checked.findings.first { $0.id == "builder_exit" }?.what
        }
        #expect(said == ["fake ended with status 3; its difference is judged all the same"])
        let ends = entries.compactMap { entry -> FinishReason? in
            guard case .callFinished(let call) = entry.event, call.role == .builder else {
                return nil
            }
            return call.finish
        }
        #expect(ends == [.error])
    }

    @Test func `one that cannot start fails the attempt, and not for its work`() async throws {
        let failure = StartFailure(
            reason: .notFound, program: "fake", searchPath: "/bin", detail: "")
        let agent = Agent([
            AgentOutcome(run: AgentRun(exit: 127, startFailure: failure)), Self.four,
        ])
        let ledger = try await finish(agent)
        #expect(ledger.state.status == .succeeded)
        #expect(ledger.state.phases[0].failures.map(\.category) == [.missingDependency])
        #expect(ledger.state.phases[0].failures.first?.detail.contains("no program fake") == true)
    }

    @Test func `what it says it cost counts, and ends at the cap`() async throws {
        let result =
            #"{"type":"result","subtype":"success","is_error":false,"result":"done","#
            + #""total_cost_usd":3.5,"usage":{"input_tokens":100,"output_tokens":7},"#
            + #""modelUsage":{"claude-opus-9":{"inputTokens":100,"outputTokens":7}}}"#
        let agent = Agent([
            Self.wrote("one\ntwo\nthree\nfive", said: result),
            Self.wrote("one\ntwo\nthree\nsix", said: result), Self.four,
        ])
        let ledger = try await finish(
            agent, settings: settings(output: .claudeJSON, budgets: Budgets(cost: Money(usd: 5))))
        #expect(ledger.state.spend.cost == Money(usd: 7))
        #expect(ledger.state.spend.usage.output == 14)
        #expect(ledger.state.status == .failed && ledger.state.reason == .budget)
        #expect(agent.tasks.count == 2)
        let entries = try JournalReader(scene.repository()).entries(of: ledger.run)
        let models = entries.compactMap { entry -> String? in
            guard case .callFinished(let call) = entry.event else { return nil }
            return "\(call.provider)/\(call.model)"
        }
        #expect(models == ["fake/claude-opus-9", "fake/claude-opus-9"])
        #expect(ledger.state.attempt?.model == "fake/claude-opus-9")
    }

    @Test func `an agent that says nothing of its cost costs nothing`() async throws {
        let ledger = try await finish(Agent([Self.four]))
        #expect(ledger.state.spend.cost == .zero && !ledger.state.spend.hasUnknownCost)
    }

    @Test func `a secret in it is refused before any blob holds it`() async throws {
        let token = "ghp_" + "A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8"
        let agent = Agent([
            Self.wrote("one\ntwo\nthree\nfour\ntoken = \(token)\n", said: "I used \(token)"),
            Self.four,
        ])
        let ledger = try await finish(agent)
        #expect(ledger.state.phases[0].failures.map(\.category) == [.secretFound])
        let objects = try scene.scratch.git("cat-file", "--batch-all-objects", "--batch-check")
        for line in objects.split(separator: "\n") where line.contains(" blob ") {
            let blob = try scene.scratch.git("cat-file", "blob", String(line.prefix(40)))
            #expect(!blob.contains(token))
        }
    }

    @Test func `files that cannot be taken are named, and the whole is refused`() async throws {
        var outcome = Self.four
        outcome.difference.refused = [
            .init(path: TreePath("big.bin"), why: "12 MB, more than 4 MB")
        ]
        let ledger = try await finish(Agent([outcome, Self.four]))
        let failure = try #require(ledger.state.phases[0].failures.first)
        #expect(failure.category == .invalidResult)
        #expect(failure.detail == "big.bin: 12 MB, more than 4 MB")
    }

    @Test func `protected paths, links and modes are judged as in any other change`() async throws {
        func change(_ path: String, _ content: WorkDifference.Content) -> AgentOutcome {
            AgentOutcome(
                run: AgentRun(exit: 0),
                difference: WorkDifference(files: [.init(path: TreePath(path), content: content)]))
        }
        let agent = Agent([
            change(
                ".github/workflows/ci.yml", .file(Array("on: push\n".utf8), isExecutable: false)),
            change("link", .link(Array("/etc/passwd".utf8))),
            change("sum.txt", .file(Array("one\ntwo\nthree\n".utf8), isExecutable: true)),
        ])
        let ledger = try await finish(agent, settings: settings(attempts: 3))
        let failures = ledger.state.phases[0].failures
        #expect(failures.map(\.category) == [.pathDenied, .pathDenied, .pathDenied])
        #expect(failures.first?.detail.contains(".github/workflows/ci.yml") == true)
        #expect(failures.dropFirst().first?.detail.contains("link") == true)
    }

    @Test func `its time is what is left of the run's`() async throws {
        let agent = Agent([Self.four])
        _ = try await finish(
            agent, settings: settings(budgets: Budgets(wallClockSeconds: 60)))
        let limit = try #require(agent.tasks.first?.timeLimitSeconds)
        #expect(limit <= 60 && limit > 0)
    }

    @Test func `a run whose settings lack the builder stops and says so`() async throws {
        var settings = settings()
        settings.builders = [:]
        let ledger = try await finish(Agent([]), settings: settings)
        #expect(ledger.state.status == .failed && ledger.state.reason == .environment)
        #expect(ledger.state.message.contains("'fake'"))
    }
}
