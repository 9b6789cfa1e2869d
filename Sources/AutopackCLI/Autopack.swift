package import ArgumentParser
package import Effects
import RunModel

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
        subcommands: [],
        groupedSubcommands: [
            CommandGroup(
                name: "EVERYDAY",
                subcommands: [
                    RunCommand.self, FixCommand.self, StatusCommand.self, ShowCommand.self,
                    LandCommand.self, RollbackCommand.self, DoctorCommand.self, LogCommand.self,
                ]),
            CommandGroup(
                name: "MORE",
                subcommands: [
                    ResumeCommand.self, AbortCommand.self, ApproveCommand.self,
                    RejectCommand.self, HintCommand.self, RulesCommand.self, DiffCommand.self,
                    StatsCommand.self, HealthCommand.self, PlanCommand.self, InitCommand.self,
                    ConfigCommand.self, TrustCommand.self, ProvidersCommand.self, KeysCommand.self,
                    DemoCommand.self, HooksCommand.self, VerifyCommand.self, CompletionCommand.self,
                    VersionCommand.self,
                ]),
            CommandGroup(
                name: "PLUMBING",
                subcommands: [
                    ApplyCommand.self, AskCommand.self, ClassifyCommand.self, OverviewCommand.self,
                    ForgetCommand.self, HookCommand.self, PolicyCommand.self, RedactCommand.self,
                    SandboxCommand.self,
                ]),
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
        // What follows is another program's.
        let own = arguments.prefix { $0 != "--" }
        let output = Output(
            isJSON: own.contains("--json"), isQuiet: own.contains("-q"),
            environment: world.environment)
        let invocation = Invocation(world: world, output: output)
        let trace = Trace(world)
        var failure: UserError?
        do throws(UserError) {
            try await parse(arguments).run(invocation)
        } catch {
            report(error, output)
            failure = error
        }
        if let lost = UserError.lostResult {
            report(lost, output)
            failure = failure ?? lost
        }
        trace.end(arguments, failure?.status ?? .done)
        return failure.map { $0.programStatus ?? $0.status.rawValue } ?? ExitStatus.done.rawValue
    }

    private static func parse(_ arguments: [String]) throws(UserError) -> any Command {
        if arguments == ["help", "-a"] { return HelpAllCommand() }
        if arguments == ["--version"] { return VersionCommand() }
        if [["-h"], ["--help"], ["help"]].contains(arguments) { return TextCommand(HelpText.root) }
        try refuseUnknownCommand(arguments)
        var arguments = arguments
        if arguments.first == "help", arguments.count > 1 {
            arguments = Array(arguments.dropFirst()) + ["-h"]
        }
        do {
            var parsed = try parseAsRoot(CommandWords.withLandingWay(arguments))
            if let command = parsed as? any Command { return command }
            let group = type(of: parsed).configuration
            if !group.subcommands.isEmpty { throw UserError.noSubcommand(of: group) }
            // ArgumentParser's own help: it throws what is to be printed.
            try parsed.run()
            return TextCommand("")
        } catch let error as UserError {
            throw error
        } catch {
            let status = exitCode(for: error)
            let text = fullMessage(for: error)
            // Asked for help or version: that is a result.
            if status == .success { return TextCommand(UsageText.onOneScreen(text)) }
            throw UserError(
                .usage, "usage", UsageText.message(of: text), hint: UsageText.hint(text))
        }
    }

    private static func refuseUnknownCommand(_ arguments: [String]) throws(UserError) {
        guard let first = arguments.first, !first.hasPrefix("-") else { return }
        let names = configuration.groupedSubcommands.flatMap { group in
            group.subcommands.map { command in command._commandName }
        }
        guard !names.contains(first), first != "help" else { return }
        let nearest = Nearest.word(to: first, among: names)
        throw UserError(
            .usage, "unknown_command", "'\(first)' is not a command",
            hint: nearest.map { "nearest: git autopack \($0)" } ?? "git autopack help -a")
    }

    /// Tells a person, or with `--json` a program, what went wrong.
    private static func report(_ error: UserError, _ output: Output) {
        // A status without a message: all has been said.
        guard !error.message.isEmpty else { return }
        if output.isJSON {
            output.json(error.document)
            guard output.isLost else { return }
        }
        output.note(
            error.status == .interrupted
                ? "interrupted" : "error: \(Visible.text(error.message))")
        for detail in error.details { output.note("  \(Visible.text(detail))") }
        let fallback = error.status == .usage ? "git autopack -h" : ""
        for line in (error.hint ?? fallback).split(separator: "\n") {
            output.note("hint: \(Visible.text(String(line)))")
        }
    }
}

extension UserError {
    /// A group of commands was named, and none of them.
    fileprivate static func noSubcommand(of group: CommandConfiguration) -> UserError {
        let name = group.commandName ?? ""
        let names = group.subcommands.map { command in command._commandName }
        return UserError(
            .usage, "usage", "'\(name)' needs one of: \(names.joined(separator: ", "))",
            hint: "usage: \(group.usage ?? "git autopack \(name)")\ngit autopack \(name) -h")
    }
}
