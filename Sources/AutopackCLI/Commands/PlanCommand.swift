import ArgumentParser
import Effects
import Git
import Governance
import RunModel
import Settings

/// `git autopack plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Draft a plan for a goal, or check one.",
        usage: """
            git autopack plan GOAL [-o FILE] [OPTION…]
                   git autopack plan check FILE
                   git autopack plan template [NAME] [-o FILE]
            """,
        subcommands: [Draft.self, Check.self, Template.self], defaultSubcommand: Draft.self)

    /// `git autopack plan GOAL`.
    struct Draft: Command {
        static let configuration = CommandConfiguration(
            commandName: "draft", abstract: "Let a model draft a plan; nothing else happens.",
            usage: "git autopack plan GOAL [-o FILE] [OPTION…]")

        @Argument(help: "What is to be done.")
        var goal: String

        @Option(name: .short, help: "Write the plan to this file, which must not exist.")
        var o: String?

        @Option(help: "The commit to plan for; else HEAD.")
        var base: String?

        @OptionGroup var options: RunOptions

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            let goal = try Goal.checked(goal)
            if let o { try PlanCommand.refuseExisting(o, session) }
            let plan = try await PlanDrafting(session: session, options: options).draft(
                goal, base: base)
            guard !session.output.isJSON else { return session.output.json(plan) }
            try PlanCommand.write(plan, to: o, session)
        }

    }

    /// `git autopack plan check`.
    struct Check: Command {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say whether a plan is valid, and what is wrong.")

        @Argument(help: "The plan, YAML or JSON; - reads standard input.")
        var file: String

        @Flag(help: "Print the plan as JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let (plan, _) = try InputFile.plan(file, invocation.world)
            let output = invocation.output
            guard !output.isJSON else { return output.json(plan) }
            output.print(
                "valid: \(Sentence.count(plan.phases.count, "phase")),"
                    + " \(Sentence.count(plan.checks.count, "check"))")
            for (index, id) in plan.order().enumerated() {
                let title = Visible.line(plan[id]?.title ?? "")
                output.print(
                    "  \(index + 1) \(id)" + (title == id.description ? "" : ": \(title)"))
            }
        }
    }

    /// `git autopack plan template`.
    struct Template: Command {
        static let configuration = CommandConfiguration(
            commandName: "template",
            abstract: "Write a plan for maintaining what is core; without NAME list them.",
            usage: "git autopack plan template [NAME] [-o FILE] [--why TEXT]")

        @Argument(help: "Which one.")
        var name: String?

        @Option(name: .short, help: "Write the plan to this file, which must not exist.")
        var o: String?

        @Option(help: "What is wrong, for the Builder.")
        var why = ""

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let session = try Session(invocation)
            guard let name else { return list(session.output) }
            guard let template = MaintenanceTemplate.named(name) else {
                let nearest = Nearest.word(to: name, among: MaintenanceTemplate.names)
                throw UserError(
                    .usage, "not_found",
                    "there is no template '\(name)'" + (nearest.map { "; nearest: \($0)" } ?? ""),
                    hint: "git autopack plan template")
            }
            if let o { try PlanCommand.refuseExisting(o, session) }
            let head = try userGit { () throws(GitError) in try session.repository.head().commit }
            let configured = try session.checkedConfiguration(base: head, flags: [])
            guard !configured.runSettings.coreMaintenance.allow.isEmpty else {
                throw UserError(
                    .environment, "configuration",
                    "core_maintenance.allow is empty, so nothing may be maintained",
                    hint: "git autopack config set core_maintenance.allow '[.autopack/models.yaml]'"
                )
            }
            let plan = template.plan(
                why: why, checks: configured.checks, settings: configured.runSettings)
            guard !session.output.isJSON else { return session.output.json(plan) }
            try PlanCommand.write(plan, to: o, session)
        }

        private func list(_ output: Output) {
            for template in MaintenanceTemplate.all {
                if output.isJSON {
                    output.json(Entry(name: template.name, title: template.title))
                } else {
                    output.print("\(template.name)  \(template.title)")
                }
            }
        }

        private struct Entry: Encodable {
            var name: String
            var title: String
        }
    }

    private static func refuseExisting(_ file: String, _ session: Session) throws(UserError) {
        let path = InputFile.path(file, session.world)
        guard session.world.files.kind(path) != .nothing else { return }
        throw UserError(
            .usage, "exists", "\(file) exists, and is not written over", hint: "rm '\(file)'")
    }

    /// Writes a plan to a file, or prints it.
    private static func write(
        _ plan: Plan, to file: String?, _ session: Session
    ) throws(UserError) {
        let text = PlanFile.render(plan)
        guard let file else { return session.output.write(Array(text.utf8)) }
        try InputFile.write(Array(text.utf8), to: file, session.world)
        session.output.print("\(file): \(Sentence.count(plan.phases.count, "phase"))")
        session.output.print("next:\n  git autopack run --plan \(file)")
    }
}
