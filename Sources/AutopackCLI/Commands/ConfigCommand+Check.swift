import ArgumentParser
import Providers
import RunModel
import Settings

extension ConfigCommand {
    /// `git autopack config check`.
    struct Check: Command {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Say what is wrong with the configuration.",
            discussion: "Nobody is asked; git autopack providers check asks the providers.")

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let configuration = try ConfigCommand.load(invocation)
            let findings =
                configuration.findings + Check.unknownModels(in: configuration)
                + Check.malformedKeys(in: configuration)
            let output = invocation.output
            if output.isJSON {
                output.json(Document(findings))
            } else if findings.isEmpty {
                output.print("valid")
            } else {
                for finding in findings {
                    output.print("\(finding.severity.rawValue): \(Visible.line("\(finding)"))")
                }
            }
            if !findings.isEmpty { throw UserError(.failed, "", "") }
        }

        /// Models that chains and the Doctor name and nobody knows.
        private static func unknownModels(in configuration: Settings.Configuration) -> [Settings
            .Finding]
        {
            let settings = configuration.runSettings
            return ConfiguredModels.names(in: settings).compactMap { path, name in
                do throws(UnknownModel) {
                    _ = try ModelName.resolve(name, in: settings)
                    return nil
                } catch {
                    let key = path.joined(separator: ".")
                    let entry = ConfigurationKey(key).flatMap {
                        configuration.entries(at: $0).first
                    }
                    return Settings.Finding(
                        severity: .warning, origin: entry?.origin ?? .builtIn("config/models.yaml"),
                        key: key, message: "model '\(name)' is unknown: \(error.why)",
                        nearest: error.nearest)
                }
            }
        }

        /// Variables that hold something that no header takes.
        private static func malformedKeys(in configuration: Settings.Configuration) -> [Settings
            .Finding]
        {
            configuration.keys.filter { $0.value == .malformed }.keys.sorted().map { variable in
                Settings.Finding(
                    severity: .warning, origin: .environment(variable), key: "",
                    message: "is no key: it holds a blank, a line break or a character that no"
                        + " header takes",
                    remedy: "export it anew")
            }
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

            init(_ findings: [Settings.Finding]) {
                ok = findings.isEmpty
                self.findings = findings.map { finding in
                    Item(
                        severity: finding.severity.rawValue, origin: "\(finding.origin)",
                        key: finding.key, message: finding.message, legal: finding.legal,
                        nearest: finding.nearest)
                }
            }
        }
    }
}
