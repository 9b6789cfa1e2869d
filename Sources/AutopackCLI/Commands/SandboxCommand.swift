import ArgumentParser
import Commands
import Effects
import RunModel

/// `git autopack sandbox`.
struct SandboxCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "sandbox", abstract: "Run a command as a check would be run.",
        usage: "git autopack sandbox [OPTION…] [-- CMD…]",
        discussion: """
            It runs on the files of this checkout, uncommitted ones too, in a private copy: what it \
            changes is thrown away. The exit status is the command's; 124 where its time passed. \
            Without a command: says what the sandbox of this machine is made of.
            """)

    @Option(help: "Run it on the files of this commit instead.")
    var at: String?

    @Option(help: "Seconds that it may take; else those of a check.")
    var timeLimit: Int?

    @Flag(help: "Print JSON: the layers; not with a command.")
    var json = false

    @Argument(parsing: .postTerminator, help: "The command.")
    var command: [String] = []

    func validate() throws {
        if timeLimit.map({ $0 < 1 }) ?? false {
            throw ValidationError("--time-limit is at least 1")
        }
        if command.first?.isEmpty ?? false {
            throw ValidationError("the first word after -- is the program; it is empty")
        }
        if json, !command.isEmpty {
            throw ValidationError("--json describes the sandbox; a command prints what it likes")
        }
    }

    func run(_ invocation: Invocation) async throws(UserError) {
        guard !command.isEmpty else { return try await describe(invocation) }
        let session = try Session(invocation)
        let command = try await SandboxedCommand(
            session, words: command, timeLimitSeconds: timeLimit, revision: at)
        let status = try await command.run()
        guard status == 0 else { throw UserError(programStatus: status) }
    }

    /// Says what the sandbox of this machine is made of; exit 1 where a check would be refused.
    private func describe(_ invocation: Invocation) async throws(UserError) {
        guard at == nil, timeLimit == nil else {
            throw UserError(.usage, "usage", "--at and --time-limit are for a command after --")
        }
        guard let launcher = Sandbox.ownLauncher() else { throw UserError.noLauncher }
        let world = invocation.world
        let sandbox = await Sandbox.probe(
            world.processes, launcher: launcher, path: world.environment["PATH"] ?? "")
        let output = invocation.output
        if output.isJSON {
            output.json(SandboxDocument(sandbox))
        } else {
            let layers = sandbox.layers
            let rows = [
                ("bubblewrap", sandbox.bubblewrap ?? "no"),
                ("Landlock", layers.landlock > 0 ? "version \(layers.landlock)" : "no"),
                ("system call filter", layers.systemCallFilter ? "yes" : "no"),
                ("control group", layers.processGroup ? "yes" : "no"),
                ("tool caches", layers.overlays ? "yes" : "no"),
            ]
            for (name, value) in rows {
                let space = String(repeating: " ", count: 20 - name.utf8.count)
                output.print(name + space + Visible.line(value))
            }
            for gap in sandbox.gaps { output.print("gap: \(Visible.line(gap))") }
        }
        guard sandbox.confinesFiles else { throw UserError(.failed, "no_sandbox", "") }
    }
}

/// The JSON of `git autopack sandbox --json`.
private struct SandboxDocument: Encodable {
    private enum CodingKeys: String, CodingKey {
        case bubblewrap, landlock, gaps
        case systemCallFilter = "system_call_filter"
        case controlGroup = "control_group"
        case toolCaches = "tool_caches"
        case isEnough = "is_enough"
    }

    var bubblewrap: Nullable<String>
    var landlock: Int
    var systemCallFilter: Bool
    var controlGroup: Bool
    var toolCaches: Bool
    var isEnough: Bool
    var gaps: [String]

    init(_ sandbox: Sandbox) {
        bubblewrap = Nullable(sandbox.bubblewrap)
        landlock = sandbox.layers.landlock
        systemCallFilter = sandbox.layers.systemCallFilter
        controlGroup = sandbox.layers.processGroup
        toolCaches = sandbox.layers.overlays
        isEnough = sandbox.confinesFiles
        gaps = sandbox.gaps
    }
}
