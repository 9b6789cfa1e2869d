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

/// Runs one after the other through a week in which the providers are in trouble.
///
/// The loop, the fold, the choice of models, the client and the ledger are the real ones; only
/// time, the network and the checks are made up.
final class SimulatedWeek {
    /// What became of the runs.
    struct Figures: CustomStringConvertible {
        var runs = 0
        var succeeded = 0
        /// Stopped at a cap on money or tokens.
        var stoppedByBudget = 0
        /// Had no provider that was well throughout, and did not finish.
        var withoutProvider = 0
        /// Had no provider that was well throughout, and finished all the same.
        var savedByWaiting = 0
        var calls = 0
        var failedCalls = 0
        var swaps = 0
        var disabled = 0
        var enabled = 0
        var waits = 0
        /// Of money and tokens, by what was charged.
        var highestShareOfCap = 0.0

        var description: String {
            """
            \(runs) runs: \(succeeded) succeeded (\(savedByWaiting) of them with every provider \
            in trouble at some time), \(stoppedByBudget) stopped at a cap, \(withoutProvider) \
            without a provider; \(calls) calls, \(failedCalls) failed, \(swaps) swaps, \
            \(disabled) disabled, \(enabled) came back, \(waits) waits; at most \
            \(Int(highestShareOfCap * 1000) / 10) % of a cap was charged
            """
        }
    }

    private(set) var figures = Figures()
    private let seed: UInt64
    private let week: WeekOfTrouble
    private let world: SimulatedProviders
    private var random: SeededGenerator
    private let scratch: ScratchRepository
    private let repository: Repository
    private let command: GitCommand

    static let quotas = [
        "glm": ProviderQuota(weeklyTokenCap: 1_500_000),
        "anthropic": ProviderQuota(weeklyTokenCap: 1_200_000),
    ]

    private static let prices = [
        "glm": Price(input: 1.4, output: 4.4, cachedInput: 0.26),
        "anthropic": Price(input: 2, output: 10, cachedInput: 0.1, cacheWrite: 2.5),
        "openai": Price(
            input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5,
            long: Price.LongPrompt(above: 400, input: 2, output: 1.5)),
        "gemini": Price(input: 1.25, output: 10, cachedInput: 0.125),
    ]

    private static let models = [
        "glm/glm-5.3", "gemini/gemini-2.5-pro", "anthropic/claude-sonnet-5-5",
        "anthropic/claude-opus-5-5", "openai/gpt-4o",
    ]

    init(seed: UInt64) async throws {
        self.seed = seed
        random = SeededGenerator(seed: seed)
        week = WeekOfTrouble(&random)
        world = SimulatedProviders(week, prices: SimulatedWeek.prices, seed: random.next())
        scratch = try ScratchRepository()
        try scratch.write("sum.txt", "one\ntwo\nthree\n")
        try scratch.commit("base")
        repository = try Repository.open(
            gitDirectory: scratch.path, environment: scratch.environment)
        command = try await GitCommand(
            location: repository.location, environment: scratch.environment, processes: .live)
    }

    /// Lets runs begin at even distances over the week.
    func pass(runs count: Int) async throws {
        for number in 0..<count {
            let begin = WeekOfTrouble.milliseconds / Int64(count) * Int64(number)
            world.pass(begin - world.moment)
            try await run(number)
        }
    }

    // MARK: One run

    private func settings(_ number: Int) -> RunSettings {
        let (glm, gemini, sonnet, opus, gpt) = (
            SimulatedWeek.models[0], SimulatedWeek.models[1], SimulatedWeek.models[2],
            SimulatedWeek.models[3], SimulatedWeek.models[4]
        )
        // One run in eight has little money, one in eight few tokens.
        let kind = random.next() % 8
        let budgets = Budgets(
            cost: kind == 0
                ? Money(microUSD: 100_000 + Int64(random.next() % 400_000)) : Money(usd: 5),
            tokens: kind == 1 ? 20_000 + Int(random.next() % 60_000) : 5_000_000)
        let prices = SimulatedWeek.models.map { model in
            (model, SimulatedWeek.prices[String(model.prefix { $0 != "/" })] ?? .free)
        }
        return RunSettings(
            providers: Dictionary(
                uniqueKeysWithValues: WeekOfTrouble.providers.map { name in
                    (
                        name,
                        ProviderSettings(wire: .openAIChat, baseURL: "https://\(name).test/v1")
                    )
                }),
            escalationChains: EscalationChains(
                builder: .init(
                    low: [glm, gemini, sonnet], medium: [gemini, sonnet, gpt], high: [sonnet, gpt]),
                auditor: .init(
                    low: [glm, gemini], medium: [gemini, sonnet], high: [sonnet, opus])),
            routingPolicies: RoutingPolicy.usual, providerQuotas: SimulatedWeek.quotas,
            prices: Dictionary(uniqueKeysWithValues: prices), budgets: budgets, yes: true)
    }

    private func plan() throws -> Plan {
        let category =
            ["general", "general", "docs", "core_backend_high", "security_auth_change"]
            .randomElement(using: &random) ?? "general"
        var plan = try Story.sum()
        plan.phases[0].category = category
        plan.phases[0].complexity = Complexity.allCases.randomElement(using: &random) ?? .low
        return plan
    }

    private func run(_ number: Int) async throws {
        let (plan, settings) = (try plan(), settings(number))
        var wrongKeys: Set<String> = []
        for provider in WeekOfTrouble.providers where random.next() % 20 == 0 {
            wrongKeys.insert(provider)
        }
        world.begin(wrongKeys: wrongKeys)
        let began = world.moment
        let record = Record()
        let ledger = try await begin(plan, settings, "week-\(number)", record)
        let run = Run(
            ledger: ledger,
            tools: Run.Tools(
                world: surroundings(seed: random.next()), command: command,
                author: RunScene.person, committer: RunScene.person,
                client: ProviderClient(http: world.transport, providers: settings.providers),
                keyed: [], bench: FileBench(ledger.repository), redactor: Redactor(),
                warn: { _ in record.waits += 1 }))
        try await run.execute()
        let place: Comment = "seed \(seed), run \(number), \(plan.phases[0].category)"
        judge(
            ledger.state, Course(plan: plan, wrongKeys: wrongKeys, began: began), record, place)
    }

    /// What a run's course depended on.
    private struct Course {
        var plan: Plan
        var wrongKeys: Set<String>
        var began: Int64
    }

    /// The events of a run.
    private final class Record {
        var entries: [JournalEntry] = []
        var waits = 0
    }

    private func begin(
        _ plan: Plan, _ settings: RunSettings, _ name: String, _ record: Record
    ) async throws -> RunLedger {
        let context = RunLedger.Context(
            repository: repository, author: RunScene.person, redactor: Redactor(),
            clock: world.clock, owner: .current())
        return try await RunStart(
            context: context, world: surroundings(seed: 1), command: command
        ).begin(
            RunRequest(
                plan: plan, planText: Array("version: 1\n".utf8), source: .file, id: RunID(name),
                settings: settings, tool: "t"),
            observer: { entry, _ in record.entries.append(entry) })
    }

    private func surroundings(seed: UInt64) -> World {
        World(
            clock: world.clock, random: .seeded(seed), files: .live, processes: .live,
            http: world.transport, environment: scratch.environment,
            workingDirectory: scratch.path)
    }

    // MARK: The judgement

    private func judge(
        _ state: RunState, _ course: Course, _ record: Record, _ place: Comment
    ) {
        figures.runs += 1
        figures.waits += record.waits
        count(record.entries)
        expectBudgetsKept(state, place)
        expectSwapsExplained(record.entries, place)
        let working = working(course)
        switch (state.status, state.reason) {
        case (.succeeded, _):
            figures.succeeded += 1
            if working.isEmpty { figures.savedByWaiting += 1 }
        case (.failed, .budget) where isTight(state.settings.budgets):
            figures.stoppedByBudget += 1
        default:
            #expect(
                working.isEmpty,
                "\(place): \(working) could do the work, and the run is \(state.status.rawValue): \(state.message)"
            )
            figures.withoutProvider += 1
        }
    }

    private func isTight(_ budgets: Budgets) -> Bool {
        budgets.tokens < 100_000 || budgets.cost.value.map { $0 < Money(usd: 1) } ?? false
    }

    /// The providers that were well from the run's beginning to its end, had the right key, room in
    /// their quota, and a model that the category allows.
    private func working(_ course: Course) -> [String] {
        let isStrict = course.plan.phases[0].category == "security_auth_change"
        return WeekOfTrouble.providers.filter { provider in
            SimulatedWeek.quotas[provider] == nil
                && !course.wrongKeys.contains(provider)
                && (!isStrict || provider == "openai" || provider == "anthropic")
                && week.isWell(provider, from: course.began, until: world.moment)
        }
    }

    /// Nothing was charged beyond a cap, nor more than the journal has.
    private func expectBudgetsKept(_ state: RunState, _ place: Comment) {
        let (bill, spend, budgets) = (world.bill, state.spend, state.settings.budgets)
        #expect(spend.tokens <= budgets.tokens, place)
        #expect(bill.tokens <= spend.tokens, place)
        #expect(bill.cost <= spend.cost, place)
        #expect(!spend.hasUnknownCost, place)
        let cap = budgets.cost.value ?? .zero
        #expect(spend.cost <= cap, place)
        figures.highestShareOfCap = max(
            figures.highestShareOfCap, Double(bill.tokens) / Double(budgets.tokens),
            bill.cost.usd / cap.usd)
    }

    /// Where a role is played by another provider than before, an event in between names one of
    /// the two, or the choice's own sentence does.
    private func expectSwapsExplained(_ entries: [JournalEntry], _ place: Comment) {
        var last: [Role: (provider: String, index: Int)] = [:]
        for (index, entry) in entries.enumerated() {
            guard case .callReserved(let call) = entry.event else { continue }
            #expect(!call.why.isEmpty, place)
            if let before = last[call.role], before.provider != call.provider {
                figures.swaps += 1
                let names = [before.provider, call.provider]
                let moved = entries[before.index..<index].contains { entry in
                    switch entry.event {
                    case .providerDisabled(let moved), .providerEnabled(let moved):
                        names.contains(moved.provider) && !moved.why.isEmpty
                    default: false
                    }
                }
                #expect(
                    moved || names.contains { call.why.contains($0) },
                    "\(place): \(names[0]) → \(names[1]), \(call.role.rawValue): \(call.why)")
            }
            last[call.role] = (call.provider, index)
        }
    }

    private func count(_ entries: [JournalEntry]) {
        for entry in entries {
            switch entry.event {
            case .callReserved: figures.calls += 1
            case .callFailed: figures.failedCalls += 1
            case .providerDisabled: figures.disabled += 1
            case .providerEnabled: figures.enabled += 1
            default: break
            }
        }
    }

    /// No provider was used beyond its quota of the week, by the journals.
    func expectQuotasKept() throws {
        let usage = UsageLedger(repository, files: .live)
        try usage.refresh()
        let now = Timestamp(milliseconds: world.now)
        let tokens = usage.tokensByProvider(inDays: 7, until: now)
        for (provider, quota) in SimulatedWeek.quotas {
            #expect(
                tokens[provider] ?? 0 <= quota.weeklyTokenCap, "seed \(seed): \(provider)")
        }
        #expect(usage.days.reduce(0) { $0 + $1.calls } == figures.calls, "seed \(seed)")
    }
}
