import ArgumentParser
import Effects
import Git
import Settings

extension ConfigCommand {
    /// `git autopack config set`.
    struct Set: Command {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Set one value in your own git configuration.",
            discussion: """
                What git's configuration cannot hold belongs into models.yaml or autopack.yaml; \
                lists are written [a, b].
                """)

        @Argument(help: "As budgets.max_cost_usd.")
        var key: String

        @Argument(help: "The value; null removes the built-in one.")
        var value: String

        @Flag(help: "In this repository's own configuration: display and land alone.")
        var local = false

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let surroundings = Surroundings(invocation)
            let known = try ConfigCommand.key(key)
            if let finding = known.explain(value) {
                throw UserError(
                    .usage, "invalid_value", "\(known): \(finding.message)",
                    hint: [
                        finding.legal.map { "legal: \($0)" },
                        finding.nearest.map { "nearest: \($0)" }, finding.remedy,
                    ].compactMap(\.self).joined(separator: "\n"))
            }
            guard let name = known.gitName else {
                throw UserError(
                    .usage, "not_for_git", "git's configuration cannot hold \(known)",
                    hint: "write it into \(ConfigCommand.folder(invocation))/\(known.file)")
            }
            try await write(name, known, surroundings)
            try show(known, name, surroundings)
        }

        private func write(
            _ name: String, _ known: ConfigurationKey, _ surroundings: Surroundings
        ) async throws(UserError) {
            let world = surroundings.world
            do throws(GitError) {
                guard local else {
                    return try await UserGit(
                        environment: world.environment, processes: world.processes
                    ).setGlobal(name, to: value)
                }
                guard known.isLocal else {
                    throw GitError(
                        .invalid, "set \(known) in the repository",
                        detail: "a repository's own configuration does not count for it",
                        remedy: "git autopack config set \(known) '\(value)'")
                }
                guard let session = surroundings.session else {
                    throw GitError(
                        .notARepository, "set \(known) in the repository",
                        detail: "this is no repository")
                }
                try session.repository.setLocalConfiguration(name, to: value)
            } catch {
                let status: ExitStatus = error.code == .invalid ? .usage : .environment
                throw UserError(
                    status, error.code.description, "cannot \(error.operation): \(error.detail)",
                    hint: error.remedy ?? "git config --global \(name) '\(value)'")
            }
        }

        /// What holds now, which may come from a stronger layer.
        private func show(
            _ known: ConfigurationKey, _ name: String, _ surroundings: Surroundings
        ) throws(UserError) {
            let entries = try surroundings.configuration().entries(at: known)
            ConfigCommand.print(entries, showOrigin: false, surroundings.output)
            for entry in entries {
                if case .git = entry.origin { continue }
                surroundings.output.note(
                    "warning: \(entry.origin) counts before \(name), which was set")
            }
        }
    }
}
