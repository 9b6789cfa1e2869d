import Effects
import Git
import Ledger
import Orchestrator
import Providers
import RunModel
import Synchronization
import TestSupport
import Testing

/// What a run does when its providers fail: one after the other answers as it is scripted.
struct ProviderTroubleTests {
    /// Providers that answer over HTTP, each from its own list; the last entry stays.
    private final class Providers: Sendable {
        enum Answer {
            case good, tooLong
            case status(Int, retryAfter: String? = nil)
            case failure(HTTPFailure.Code)
        }

        private let answers: Mutex<[String: [Answer]]>
        private let asked = Mutex<[String]>([])

        init(_ answers: [String: [Answer]]) { self.answers = Mutex(answers) }

        /// The providers in the order in which they were asked.
        var order: [String] { asked.withLock { $0 } }

        var transport: HTTPTransport {
            HTTPTransport { (request) async throws(HTTPFailure) in try self.answer(request) }
        }

        private func answer(_ request: HTTPRequest) throws(HTTPFailure) -> HTTPReply {
            let name = String(request.url.dropFirst("https://".count).prefix { $0 != "." })
            asked.withLock { $0.append(name) }
            let answer = answers.withLock { answers in
                guard let first = answers[name]?.first else { return Answer.good }
                if (answers[name]?.count ?? 0) > 1 { answers[name]?.removeFirst() }
                return first
            }
            let body = String(decoding: request.body, as: UTF8.self)
            switch answer {
            case .failure(let code):
                throw HTTPFailure(code: code, url: request.url, detail: "as scripted")
            case .status(let status, let seconds):
                return HTTPReply(
                    status: status,
                    headers: seconds.map { [HTTPHeader("retry-after", $0)] } ?? [],
                    body: Array(#"{"error":{"message":"as scripted"}}"#.utf8))
            case .tooLong:
                return HTTPReply(
                    status: 400,
                    body: Array(
                        #"{"error":{"code":"context_length_exceeded","message":"long"}}"#.utf8))
            case .good:
                let text =
                    body.contains(SimulatedProviders.review)
                    ? #"{\"approved\": true, \"issues\": [], \"summary\": \"good\"}"#
                    : Story.replace("three", by: "three\nfour", in: "sum.txt")
                        .replacing("\n", with: "\\n")
                return HTTPReply(
                    status: 200,
                    body: Array(
                        """
                        {"choices": [{"message": {"content": "\(text)"}, \
                        "finish_reason": "stop"}], \
                        "usage": {"prompt_tokens": 100, "completion_tokens": 20}}
                        """.utf8))
            }
        }
    }

    private static func settings(_ providers: [String]) -> RunSettings {
        let chain = providers.map { "\($0)/m" }
        let tiers = EscalationChains.Tiers(low: chain, medium: chain, high: chain)
        return RunSettings(
            providers: Dictionary(
                uniqueKeysWithValues: providers.map {
                    ($0, ProviderSettings(wire: .openAIChat, baseURL: "https://\($0).test/v1"))
                }),
            escalationChains: EscalationChains(builder: tiers, auditor: tiers),
            routingPolicies: RoutingPolicy.usual,
            prices: Dictionary(
                uniqueKeysWithValues: chain.map { ($0, Price(input: 1, output: 10)) }))
    }

    /// What became of a run.
    private struct Outcome {
        var state: RunState
        var asked: [String]
        var entries: [JournalEntry]
        var warnings: [String]

        func disabled(_ provider: String) -> [ProviderMoved] {
            entries.compactMap { entry in
                if case .providerDisabled(let moved) = entry.event, moved.provider == provider {
                    return moved
                }
                return nil
            }
        }

        var enabled: [ProviderMoved] {
            entries.compactMap { entry in
                if case .providerEnabled(let moved) = entry.event { moved } else { nil }
            }
        }
    }

    private final class Notes {
        var entries: [JournalEntry] = []
        var warnings: [String] = []
    }

    private func run(
        _ answers: [String: [Providers.Answer]], settings: RunSettings,
        category: String = "general",
        in scene: RunScene? = nil, name: String = RunScene.name
    ) async throws -> Outcome {
        let scene = try scene ?? RunScene()
        let (providers, notes) = (Providers(answers), Notes())
        var plan = try Story.sum()
        plan.phases[0].category = category
        let ledger = try await scene.begin(
            plan, settings: settings, name: name,
            observer: { entry, _ in notes.entries.append(entry) })
        let run = Run(
            ledger: ledger,
            tools: Run.Tools(
                world: scene.world, command: try await scene.command(ledger.repository),
                author: RunScene.person, committer: RunScene.person,
                client: ProviderClient(http: providers.transport, providers: settings.providers),
                keyed: [], bench: FileBench(ledger.repository), redactor: Redactor(),
                warn: { notes.warnings.append($0) }))
        try await run.execute()
        return Outcome(
            state: ledger.state, asked: providers.order, entries: notes.entries,
            warnings: notes.warnings)
    }

    @Test func `two errors in a row hand the work to another provider, and the journal says why`()
        async throws
    {
        let outcome = try await run(
            ["one": [.status(503)]], settings: Self.settings(["one", "two"]))
        #expect(outcome.state.status == .succeeded)
        #expect(outcome.asked == ["one", "one", "two", "two"])
        let moved = try #require(outcome.disabled("one").first)
        #expect(moved.why == "2 errors in a row: overloaded: as scripted")
        #expect(moved.until.value != nil)
        #expect(outcome.state.spend.cost == Money(microUSD: 2 * (100 + 200)))
        #expect(outcome.warnings == [])
    }

    @Test func `a refused connection hands the work over at once`() async throws {
        let outcome = try await run(
            ["one": [.failure(.refused)]], settings: Self.settings(["one", "two"]))
        #expect(outcome.asked == ["one", "two", "two"])
        let times = outcome.entries.map(\.time.milliseconds)
        #expect(times.first == times.last, "nobody waited")
    }

    @Test func `a refused key disables for good, and a sole provider without one ends the run`()
        async throws
    {
        let both = try await run(["one": [.status(401)]], settings: Self.settings(["one", "two"]))
        #expect(both.state.status == .succeeded)
        #expect(both.disabled("one").map(\.until.value) == [nil])
        let sole = try await run(["one": [.status(401)]], settings: Self.settings(["one"]))
        #expect(sole.state.reason == .environment)
        #expect(sole.asked == ["one"])
    }

    @Test func `where every provider is down the run waits for the first, and says so`()
        async throws
    {
        let outcome = try await run(
            [
                "one": [.status(500), .status(500), .good],
                "two": [.failure(.refused)],
            ], settings: Self.settings(["one", "two"]))
        #expect(outcome.state.status == .succeeded)
        #expect(!outcome.warnings.isEmpty)
        #expect(outcome.warnings.allSatisfy { $0.hasPrefix("every provider that can do this") })
        #expect(!outcome.enabled.isEmpty, "\(outcome.asked)")
        let waited = outcome.entries.map(\.time.milliseconds)
        #expect((waited.last ?? 0) - (waited.first ?? 0) >= 50_000)
    }

    @Test func `a failed probe doubles the cool-down, and the wall clock ends the waiting`()
        async throws
    {
        var settings = Self.settings(["one"])
        settings.budgets.wallClockSeconds = 1000
        let outcome = try await run(["one": [.failure(.timedOut)]], settings: settings)
        #expect(outcome.state.reason == .budget)
        #expect(outcome.state.message.contains("wall_clock"))
        let cools = outcome.disabled("one").compactMap(\.until.value).count
        #expect(cools == 5, "60, 120, 240 and 480 s, and 900 s that are not left")
        // Four tries, then four probes.
        #expect(outcome.asked.count == 8)
        // Nobody knows what a call cost that was not answered in time.
        #expect(outcome.state.spend.lostTokens > 0)
        let held = outcome.entries.compactMap { entry in
            if case .callReserved(let call) = entry.event { call.reservedTokens } else { nil }
        }
        #expect(outcome.state.spend.lostTokens == held.reduce(0, +))
    }

    @Test func `a prompt that is too long for one model goes to the next`() async throws {
        let outcome = try await run(
            ["one": [.tooLong]], settings: Self.settings(["one", "two"]))
        #expect(outcome.state.status == .succeeded)
        #expect(outcome.asked.prefix(2) == ["one", "two"])
        #expect(outcome.disabled("one").isEmpty)
        let whys = outcome.entries.compactMap { entry in
            if case .callReserved(let call) = entry.event { call.why } else { nil }
        }
        #expect(whys[1].contains("one/m (its context is too small for the prompt)"))
        let sole = try await run(["one": [.tooLong]], settings: Self.settings(["one"]))
        #expect(sole.state.reason == .phase)
        #expect(sole.disabled("one").isEmpty)
    }

    @Test func `a model that refuses the call is passed over, and its provider is not`()
        async throws
    {
        var settings = Self.settings(["one"])
        settings.escalationChains.builder.low = ["one/gone", "one/m"]
        settings.escalationChains.builder.medium = ["one/gone", "one/m"]
        settings.prices["one/gone"] = settings.prices["one/m"]
        let outcome = try await run(["one": [.status(400), .good]], settings: settings)
        #expect(outcome.state.status == .succeeded)
        #expect(outcome.disabled("one").isEmpty)
        let calls = outcome.entries.compactMap { entry in
            if case .callReserved(let call) = entry.event { call } else { nil }
        }
        #expect(calls.prefix(2).map(\.model) == ["gone", "m"])
        #expect(calls.dropFirst().first?.why.contains("one/gone (it refused the call)") == true)
    }

    @Test func `a category that allows no fallback ends with an incident, never a weaker model`()
        async throws
    {
        var settings = Self.settings(["one", "two"])
        settings.escalationChains.builder.high = ["one/m"]
        settings.escalationChains.auditor.high = ["one/m"]
        let outcome = try await run(
            ["one": [.status(401)]], settings: settings, category: "security_auth_change")
        #expect(outcome.asked == ["one"])
        #expect(outcome.state.reason == .environment)
        #expect(outcome.state.message.hasPrefix("incident: no model of the quality class"))
    }

    @Test func `a quota counts what other runs used`() async throws {
        let scene = try RunScene()
        var settings = Self.settings(["one", "two"])
        // A call may take somewhat over 16,384 tokens, and takes 120.
        settings.providerQuotas = [
            "one": ProviderQuota(weeklyTokenCap: 20_000, softLimitRatio: 0.005)
        ]
        let first = try await run([:], settings: settings, in: scene, name: "first")
        #expect(first.asked == ["one", "two"], "the auditor is of another vendor")
        let second = try await run([:], settings: settings, in: scene, name: "second")
        #expect(second.asked == ["two", "one"], "the soft limit is reached")
        let why = second.entries.compactMap { entry in
            if case .callReserved(let call) = entry.event { call.why } else { nil }
        }.first
        #expect(why?.contains("one has used 120 of its 20000 tokens a week") == true)
    }
}
