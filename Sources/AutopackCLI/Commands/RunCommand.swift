import ArgumentParser
import Git
import Ledger
import Orchestrator
import RunModel
import Settings

/// `git autopack run`.
struct RunCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plan, then build, check, audit, gate and commit each phase.",
        usage: "git autopack run [GOAL] [--plan FILE] [OPTION…]")

    @Argument(help: ArgumentHelp("What is to be done.", visibility: .hidden))
    var goal: String?

    @Option(help: "The plan; - for standard input. Else one is drafted.")
    var plan: String?

    @Flag(help: "Open the plan in an editor before it runs.")
    var edit = false

    @OptionGroup var options: RunOptions

    @Option(help: "Start from this commit instead of HEAD.")
    var base: String?

    @Flag(help: "Start from a snapshot of the uncommitted work.")
    var dirty = false

    @Option(help: "The run's name: a-z, 0-9 and dashes.")
    var id: String?

    @Option(help: "Land afterwards; =merge, =squash; alone ff.")
    var land: String?

    @Option(help: "The branch to land on; else the one HEAD is on.")
    var onto: String?

    @Flag(help: "Show plan, cost and what would be sent; do nothing.")
    var dryRun = false

    func run(_ invocation: Invocation) async throws(UserError) {
        let session = try Session(invocation)
        if dirty, base != nil {
            throw UserError(.usage, "usage", "--dirty and --base exclude each other")
        }
        let goal = try goal.map(Goal.checked)
        guard let file = plan else {
            guard let goal else {
                throw UserError(
                    .usage, "usage", "there is neither a goal nor a plan",
                    hint: "git autopack run 'add a health endpoint'\n"
                        + "git autopack run --plan plan.yaml")
            }
            return try await draft(goal, session)
        }
        var (parsed, text) = try InputFile.plan(file, session.world)
        if let goal { parsed.goal = goal }
        if edit { (parsed, text) = try edited(text, session) }
        try await start(parsed, text: text, session)
    }

    /// Begins a run whose plan a model drafts.
    private func draft(_ goal: String, _ session: Session) async throws(UserError) {
        if edit, options.yes {
            throw UserError(
                .usage, "usage", "--edit asks a person, and --yes says that nobody is asked")
        }
        if !dryRun { try await session.requireSound(to: "start a run") }
        let starter = RunStarter(session: session, options: options)
        let configuration = try starter.configuration(base: base)
        var means = try await starter.means(configuration)
        if options.scope == nil, base == nil, let folder = try Drafting.ownProject(session) {
            means.settings.scope = ["\(folder)/**"]
            session.output.note(
                "working on \(Visible.line(folder)), which has a build file of its own; --scope"
                    + " says otherwise")
        }
        let checks = try Drafting.checks(
            configuration.checks, base: base ?? "HEAD", session, means.settings)
        var plan = Plan(goal: goal, checks: checks, phases: [])
        var text: [UInt8]?
        if case .command(let agent) = means.settings.builder, !means.canAsk {
            // Nobody can plan or audit: the agent gets the goal as it is, and a person looks.
            plan.phases = [Drafting.onePhase(goal)]
            means.settings.isAudited = false
            text = Array(PlanFile.render(plan).utf8)
            session.output.note(
                "no model can audit what \(Visible.line(agent)) makes: each change waits for you")
        }
        if dryRun { return try await preview(plan, means, session) }
        try await starter.run(
            RunRequest(
                plan: plan, planText: text, source: .person, id: try RunNames.id(id), base: base,
                dirty: dirty, settings: means.settings, tool: Version.tool),
            check: starter.check(configuration, means), landing: try landing(), onto: onto,
            editing: edit)
    }

    private func edited(
        _ text: [UInt8], _ session: Session
    ) throws(UserError) -> (Plan, [UInt8]) {
        let name = self.plan == "-" ? "plan.yaml" : self.plan ?? "plan.yaml"
        let last = name.split(separator: "/").last.map(String.init) ?? "plan.yaml"
        return try Editor(session).edit(plan: text, name: last)
    }

    private func start(_ plan: Plan, text: [UInt8], _ session: Session) async throws(UserError) {
        if !dryRun { try await session.requireSound(to: "start a run") }
        let starter = RunStarter(session: session, options: options)
        let configuration = try starter.configuration(base: base)
        let means = try await starter.means(configuration)
        // Checks of the user and of the base commit hold for every plan.
        var plan = plan
        plan.checks += configuration.checks.filter { check in
            !plan.checks.contains { $0.name == check.name }
        }
        if dryRun { return try await preview(plan, means, session) }
        try await starter.run(
            RunRequest(
                plan: plan, planText: text, source: .file, id: try RunNames.id(id), base: base,
                dirty: dirty, settings: means.settings, tool: Version.tool),
            check: starter.check(configuration, means), landing: try landing(), onto: onto)
    }

    private func preview(
        _ plan: Plan, _ means: RunMeans, _ session: Session
    ) async throws(UserError) {
        let (repository, revision) = (session.repository, base ?? "HEAD")
        let commit = try userGit { () throws(GitError) in try repository.resolve(revision) }
        let plan = plan.built(by: means.settings.builder)
        do throws(RunError) {
            let forecast = try await PlanForecast(
                of: plan, on: commit, in: repository, world: session.world,
                settings: means.settings, keyed: Set(means.keys.keys.keys))
            DryRun(output: session.output).print(plan, means.settings, forecast)
        } catch {
            throw UserError(error)
        }
    }

    private func landing() throws(UserError) -> Orchestrator.Landing.Way? {
        guard let land else { return nil }
        guard let way = Orchestrator.Landing.Way(rawValue: land), way != .branch else {
            throw UserError(
                .usage, "usage", "--land takes ff, merge, squash or worktree, not '\(land)'")
        }
        return way
    }
}

/// The options that every command shares which starts a run.
struct RunOptions: ParsableArguments {
    @Option(help: "Use this model for every builder call.")
    var model: String?

    @Option(help: "Use this model for every audit.")
    var auditor: String?

    @Option(help: "Who builds: patch, agent, or a program's name.")
    var builder: String?

    @Option(help: "Change nothing outside this file or folder.")
    var scope: String?

    @Flag(help: "Use providers on this machine only.")
    var offline = false

    @Flag(help: "Go on where the gate asks for a review.")
    var yes = false

    @Option(help: "Stop at this cost in USD; none lifts the cap.")
    var maxCost: String?

    @Option(help: "Stop after this time, as 30m or 2h.")
    var maxTime: String?

    @OptionGroup var view: ViewOptions

    /// The configuration's keys that these flags stand for.
    var settings: [FlagSetting] {
        var flags: [FlagSetting] = []
        func set(_ key: String, _ value: String?, _ flag: String) {
            if let value { flags.append(FlagSetting(key: key, value: value, flag: flag)) }
        }
        set("budgets.max_cost_usd", maxCost.map { $0 == "none" ? "null" : $0 }, "--max-cost")
        set("budgets.max_time", maxTime, "--max-time")
        return flags
    }
}

/// How a run is shown while it goes on.
struct ViewOptions: ParsableArguments {
    @Flag(help: "Print one event a line, as JSON.")
    var json = false

    @Option(help: "Progress on standard error: auto, plain or none.")
    var progress: ProgressMode?

    @Flag(name: .short, help: ArgumentHelp("No progress.", visibility: .hidden))
    var quiet = false
}

enum ProgressMode: String, ExpressibleByArgument {
    case auto, plain, none
}
