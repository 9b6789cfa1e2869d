import Commands
import Effects
import Git
import Ledger
import Orchestrator
import Providers
package import RunModel
import Settings
package import TestSupport

/// One run with its faults, in a repository of its own: the real loop, ledger, client and prompts.
package struct FaultedRun {
    /// Who helps the run.
    package enum Help: String, Hashable, Sendable, CaseIterable {
        /// The rules and the Doctor's models.
        case doctor
        /// The rules alone: the Doctor's models may not be asked.
        case rules
        /// The rules alone, and the model passes over hints and what was tried before.
        case retries
    }

    package let plan: FaultPlan
    package let help: Help

    package init(_ plan: FaultPlan, help: Help) {
        self.plan = plan
        self.help = help
    }

    /// A repository with the files that the plans work on.
    package static func repository() throws -> ScratchRepository {
        let scratch = try ScratchRepository()
        for phase in FaultPlan.PhaseName.allCases {
            try scratch.write(
                phase.file, "def \(phase.rawValue)(values):\n    raise NotImplementedError\n")
            try scratch.write(
                "tests/test_\(phase.rawValue).py",
                "from src.\(phase.rawValue) import \(phase.rawValue)\n")
        }
        try scratch.write("src/__init__.py", "")
        try scratch.write("src/twice.py", "def a():\n    pass\n\n\ndef b():\n    pass\n")
        try scratch.write(
            "src/long.py", (1...20).map { "line_\($0) = \($0)\n" }.joined())
        try scratch.commit("base")
        return scratch
    }

    /// The built-in settings, with vendors that speak one wire.
    package var settings: RunSettings {
        var settings = Configuration().runSettings
        for name in settings.providers.keys {
            settings.providers[name] = ProviderSettings(
                wire: .openAIChat, baseURL: "https://\(name).test/v1")
        }
        settings.yes = true
        settings.doctor.allowExecuteFixGlobal = plan.faults.contains { $0.cure == .commands }
        if help != .doctor { settings.doctor.maxCallsPerPhase = 0 }
        return settings
    }

    /// Lets the run go on until it ends, and judges it by its journal.
    ///
    /// - Parameter name: Of the run, in that repository.
    package func execute(in scratch: ScratchRepository, as name: String) async throws -> RunAccount
    {
        let settings = settings
        let strikes = Strikes()
        let cheap = settings.modelAliases[settings.doctorModels.cheap] ?? ""
        let model = ScriptedModel(
            plan, hearing: help == .retries ? .none : .good,
            cheapDoctor: cheap.split(separator: "/").last.map(String.init) ?? "", strikes: strikes)
        let vendors = ScriptedVendors(plan, model, strikes)
        let repository = try Repository.open(
            gitDirectory: scratch.path, environment: scratch.environment)
        let command = try await GitCommand(
            location: repository.location, environment: scratch.environment, processes: .live)
        let world = World(
            clock: vendors.clock, random: .seeded(plan.seed), files: .live, processes: .live,
            http: vendors.transport, environment: scratch.environment,
            workingDirectory: scratch.path)
        let person = Signature(
            name: "Ada Author", email: "ada@example.org",
            seconds: vendors.clock.nowMilliseconds() / 1000)
        guard let run = RunID(name) else { throw TestFailure("\(name) names no run") }
        let ledger = try await RunStart(
            context: RunLedger.Context(
                repository: repository, author: person, redactor: Redactor(),
                clock: world.clock, owner: .current()), world: world, command: command
        ).begin(
            RunRequest(
                plan: plan.plan(), planText: Array("version: 1\n".utf8), source: .file, id: run,
                settings: settings, tool: "bench"))
        var tools = Run.Tools(
            world: world, command: command, author: person, committer: person,
            client: ProviderClient(http: world.http, providers: settings.providers),
            keyed: [], bench: ScriptedBench(repository, plan, strikes), redactor: Redactor(),
            warn: { _ in })
        tools.yamlFault = YAMLSyntax.fault(in:)
        try await Run(ledger: ledger, tools: tools).execute()
        let entries = try JournalReader(repository).entries(of: run)
        return try RunAccount(
            of: entries, plan: plan, struck: plan.faults.filter { strikes.count($0) > 0 },
            hasRunAway: vendors.hasRunAway)
    }
}
