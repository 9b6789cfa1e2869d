import ArgumentParser
import Effects
import Git
import Ledger
import Orchestrator
import RunModel

/// `git autopack demo`.
struct DemoCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show a whole run on a small repository, offline, with recorded replies.")

    @Argument(help: "A folder that is empty or does not exist yet; else a fresh temporary one.")
    var directory: String?

    @OptionGroup var view: ViewOptions

    func run(_ invocation: Invocation) async throws(UserError) {
        let project = try DemoProject(directory, invocation.world)
        let output = invocation.output
        if !output.isJSON {
            output.print("a small project in \(project.path); the models' replies are recorded:")
            output.print(
                "  the first edit does not apply, the second fails the tests, the third passes,")
            output.print("  and one call to the provider fails with HTTP 500 on the way")
        }
        let world = try await project.create()
        let session = try Session(Invocation(world: world, output: output))
        var options = try DemoCommand.options()
        options.view = view
        try await RunStarter(session: session, options: options).run(
            RunRequest(
                plan: DemoProject.plan, planText: Array(DemoProject.planText.utf8), source: .file,
                settings: project.settings, tool: Version.tool),
            check: nil, landing: nil, onto: nil)
        guard !output.isJSON else { return }
        try await show(session, world)
    }

    private static func options() throws(UserError) -> RunOptions {
        do { return try RunOptions.parse([]) } catch {
            preconditionFailure("no argument is legal for a run")
        }
    }

    /// What plain git says of the run.
    private func show(_ session: Session, _ world: World) async throws(UserError) {
        let state = try session.find(nil).state
        let branch = String(state.run.branch.dropFirst("refs/heads/".count))
        try await git(
            ["log", "--notes=autopack", "--stat", "--no-decorate", "main..\(branch)"],
            "the branch, with its notes", session)
        try await git(
            [
                "log", "--reverse",
                "--format=%s [%(trailers:key=Autopack-Event,valueonly,separator=%x20)]",
                state.run.journalRef,
            ],
            "the journal", session)
        session.output.print("try next, in \(world.workingDirectory):")
        for command in NextCommands.of(state) { session.output.print("  \(command)") }
    }

    private func git(
        _ arguments: [String], _ title: String, _ session: Session
    ) async throws(UserError) {
        let output = session.output
        let typed = arguments.map { $0.contains("%") ? "'\($0)'" : $0 }.joined(separator: " ")
        output.print("\n\(output.styled("\(title): git \(typed)", .bold))")
        let command = try await session.command()
        do throws(GitError) {
            let text = try await command.show(arguments)
            output.print(Visible.text(String(decoding: text, as: UTF8.self)))
        } catch {
            throw UserError(error)
        }
    }
}
