import ArgumentParser
import RunModel

/// `git autopack plan`.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Work with plans.", subcommands: [Check.self])

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
