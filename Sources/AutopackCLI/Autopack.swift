package import ArgumentParser
package import Effects

/// The program as git runs it.
package struct Autopack: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "git-autopack",
        abstract: "Drive language models through a plan until the repository's own checks pass.",
        discussion: """
            Alone it prints the open runs and what to do next. RUN may be left out wherever it is \
            named: the newest run started from this branch is meant. 'git autopack help -a' lists \
            every command.
            """,
        version: Version.number,
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(
                name: "EVERYDAY",
                subcommands: [
                    RunCommand.self, FixCommand.self, StatusCommand.self, ShowCommand.self,
                    LandCommand.self, RollbackCommand.self, LogCommand.self,
                ]),
            CommandGroup(
                name: "MORE",
                subcommands: [
                    ResumeCommand.self, AbortCommand.self, ApproveCommand.self,
                    RejectCommand.self, DiffCommand.self, PlanCommand.self, InitCommand.self,
                    ConfigCommand.self, DemoCommand.self, CompletionCommand.self,
                    VersionCommand.self,
                ]),
            CommandGroup(name: "PLUMBING", subcommands: [ApplyCommand.self]),
        ],
        defaultSubcommand: OverviewCommand.self)

    package init() {}

    /// Runs the program and returns its exit status.
    ///
    /// Everything happens on the main thread, where blocking calls keep nobody waiting.
    package static func main(arguments: [String], world: World) async -> Int32 {
        let task = Task { @MainActor in await carryOut(arguments, world) }
        Interruption.register(task)
        return await task.value
    }

    @MainActor
    private static func carryOut(_ arguments: [String], _ world: World) async -> Int32 {
        let output = Output(
            isJSON: arguments.contains("--json"), isQuiet: arguments.contains("-q"),
            environment: world.environment)
        let invocation = Invocation(world: world, output: output)
        do throws(UserError) {
            try await parse(arguments).run(invocation)
            return ExitStatus.done.rawValue
        } catch {
            report(error, output)
            return error.status.rawValue
        }
    }

    private static func parse(_ arguments: [String]) throws(UserError) -> any Command {
        if arguments == ["help", "-a"] { return HelpAllCommand() }
        do {
            var parsed = try parseAsRoot(arguments)
            if let command = parsed as? any Command { return command }
            // A group of commands, or ArgumentParser's own help: it throws what is to be printed.
            try parsed.run()
            return TextCommand("")
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            // Asked for help or version: that is a result.
            if status == .success { return TextCommand(text) }
            throw UserError(.usage, "usage", UsageText.message(of: text), hint: UsageText.hint(text))
        }
    }

    /// Tells a person, or with `--json` a program, what went wrong.
    private static func report(_ error: UserError, _ output: Output) {
        if output.isJSON { return output.json(error.document) }
        guard !error.message.isEmpty else { return }
        output.note("error: \(Visible.text(error.message))")
        for detail in error.details { output.note("  \(Visible.text(detail))") }
        for line in (error.hint ?? "").split(separator: "\n") {
            output.note("hint: \(Visible.text(String(line)))")
        }
    }
}
