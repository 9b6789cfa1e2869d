import ArgumentParser
import Git
import Settings

/// `git autopack config`.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show and check the configuration.",
        subcommands: [List.self, Get.self, Check.self])

    /// The configuration of the current folder, which need not be a repository.
    private static func load(
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
            guard let known = ConfigurationKey(key) else {
                let nearest = ConfigurationKey.nearest(to: key)
                throw UserError(
                    .usage, "unknown_key", "'\(key)' is not a key of the configuration",
                    hint: nearest.map { "nearest: \($0)" })
            }
            let entries = try ConfigCommand.load(invocation).entries(at: known)
            if entries.count == 1, !showOrigin, !invocation.output.isJSON {
                return invocation.output.print(Visible.line(entries[0].value))
            }
            ConfigCommand.print(entries, showOrigin: showOrigin, invocation.output)
        }
    }

    /// `git autopack config check`.
    struct Check: Command {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say what is wrong with the configuration.")

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let configuration = try ConfigCommand.load(invocation)
            let output = invocation.output
            if output.isJSON {
                output.json(Document(configuration))
            } else if configuration.findings.isEmpty {
                output.print("valid")
            } else {
                for finding in configuration.findings {
                    output.print("\(finding.severity.rawValue): \(Visible.line("\(finding)"))")
                }
            }
            if !configuration.findings.isEmpty { throw UserError(.failed, "", "") }
        }

        private struct Document: Encodable {
            struct Item: Encodable {
                var severity: String
                var origin: String
                var key: String
                var message: String
                var legal: String?
                var nearest: String?
            }

            var ok: Bool
            var findings: [Item]

            init(_ configuration: Settings.Configuration) {
                ok = configuration.findings.isEmpty
                findings = configuration.findings.map { finding in
                    Item(
                        severity: finding.severity.rawValue, origin: "\(finding.origin)",
                        key: finding.key, message: finding.message, legal: finding.legal,
                        nearest: finding.nearest)
                }
            }
        }
    }

    private static func print(
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
