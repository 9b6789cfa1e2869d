import ArgumentParser
import Effects
import Git
import Settings

/// `git autopack config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show, change and check the configuration.",
        usage: "git autopack config <subcommand>",
        subcommands: [List.self, Get.self, Set.self, Check.self])

    /// The configuration of the current folder, which need not be a repository.
    static func load(
        _ invocation: Invocation
    ) throws(UserError) -> Settings.Configuration {
        try Surroundings(invocation).configuration()
    }

    /// `git autopack config list`.
    struct List: Command {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Every effective value.")

        @Flag(help: "Say where each value comes from.")
        var showOrigin = false

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let configuration = try ConfigCommand.load(invocation)
            ConfigCommand.print(
                configuration.entries, showOrigin: showOrigin, invocation.output)
        }
    }

    /// `git autopack config get`.
    struct Get: Command {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "One value, or all below a key.")

        @Argument(help: "As budgets.max_cost_usd.")
        var key: String

        @Flag(help: "Say where each value comes from.")
        var showOrigin = false

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let known = try ConfigCommand.key(key)
            let entries = try ConfigCommand.load(invocation).entries(at: known)
            if entries.count == 1, !showOrigin, !invocation.output.isJSON {
                return invocation.output.print(Visible.line(entries[0].value))
            }
            ConfigCommand.print(entries, showOrigin: showOrigin, invocation.output)
        }
    }

    /// - Throws: ``UserError`` `.usage` with the nearest key.
    static func key(_ name: String) throws(UserError) -> ConfigurationKey {
        if let known = ConfigurationKey(name) { return known }
        throw UserError(
            .usage, "unknown_key", "'\(name)' is not a key of the configuration",
            hint: ConfigurationKey.nearest(to: name).map { "nearest: \($0)" }
                ?? "git autopack config list")
    }

    /// The folder of the user's own files.
    static func folder(_ invocation: Invocation) -> String {
        let own = invocation.world.environment["XDG_CONFIG_HOME"] ?? ""
        return (own.isEmpty ? "~/.config" : own) + "/autopack"
    }

    static func print(
        _ entries: [ConfigurationEntry], showOrigin: Bool, _ output: Output
    ) {
        for entry in entries {
            if output.isJSON {
                output.json(
                    Line(key: entry.key, value: entry.value, origin: "\(entry.origin)"))
            } else {
                let origin = showOrigin ? "\(entry.origin)\t" : ""
                output.print("\(origin)\(entry.key)=\(Visible.line(entry.value))")
            }
        }
    }

    private struct Line: Encodable {
        var key: String
        var value: String
        var origin: String
    }
}
