import ArgumentParser
import Effects
import RunModel
import Settings

/// `git autopack plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Draft a plan for a goal, or check one.",
        usage: "git autopack plan GOAL [-o FILE] [OPTION…]\n       git autopack plan check FILE",
        subcommands: [Draft.self, Check.self], defaultSubcommand: Draft.self)

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
            if let o { try refuseExisting(o, session) }
            let plan = try await PlanDrafting(session: session, options: options).draft(
                goal, base: base)
            guard !session.output.isJSON else { return session.output.json(plan) }
            let text = PlanFile.render(plan)
            guard let o else { return session.output.write(Array(text.utf8)) }
            try InputFile.write(Array(text.utf8), to: o, session.world)
            session.output.print("\(o): \(Sentence.count(plan.phases.count, "phase"))")
            session.output.print("next:\n  git autopack run --plan \(o)")
        }

        private func refuseExisting(_ file: String, _ session: Session) throws(UserError) {
            let path = InputFile.path(file, session.world)
            guard session.world.files.kind(path) != .nothing else { return }
            throw UserError(
                .usage, "exists", "\(file) exists, and is not written over", hint: "rm '\(file)'")
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
}
