import ArgumentParser
import Effects
import Git
import Providers
import RunModel
import Settings

/// `git autopack keys`.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "Keep providers' keys in git's own credential helper.",
        usage: "git autopack keys <subcommand>",
        discussion: """
            A variable of the environment counts before a key that is kept. Only the helper of \
            your own configuration is used, never a repository's.
            """,
        subcommands: [List.self, Set.self, Forget.self], defaultSubcommand: List.self)

    /// `git autopack keys list`.
    struct List: Command {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Say which keys are at hand, and where; never a key.")

        @Argument(help: "Only this provider.")
        var provider: String?

        @Flag(help: "One JSON object a line.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let surroundings = Surroundings(invocation)
            let configuration = try surroundings.configuration()
            let settings = configuration.runSettings
            let names = try provider.map { name throws(UserError) in
                [try KeptKey(of: name, in: settings).provider]
            }
            let lines = await lines(surroundings, configuration, names)
            let output = invocation.output
            for line in lines {
                guard !output.isJSON else {
                    output.json(line)
                    continue
                }
                output.print(line.text)
            }
            if !output.isJSON, let hint = surroundings.dotEnvHint(configuration) {
                output.note("hint: \(Visible.line(hint))")
            }
        }

        private func lines(
            _ surroundings: Surroundings, _ configuration: Settings.Configuration,
            _ names: [String]?
        ) async -> [Line] {
            let settings = configuration.runSettings
            let world = surroundings.world
            let ring = await surroundings.keys(in: configuration, settings: settings)
            // What the helper has, also where a variable counts before it.
            var bare = world
            for entry in ring.entries.values { bare.environment[entry.variable] = nil }
            let wanted = names ?? ring.entries.keys.sorted()
            let kept = await KeyRing(
                for: settings.providers, dotEnv: [:], asking: .init(wanted), world: bare)
            let dotEnv = surroundings.dotEnv(configuration)?.keys ?? [:]
            return wanted.compactMap { name in
                guard let entry = ring.entries[name] else { return nil }
                return Line(
                    provider: name, variable: entry.variable,
                    environment: KeyVariables.presence(world.environment[entry.variable]),
                    dotEnv: dotEnv[entry.variable] != nil,
                    helper: kept.entries[name]?.source == .helper,
                    used: Nullable(entry.key == nil ? nil : entry.source))
            }
        }

        private struct Line: Encodable {
            var provider: String
            var variable: String
            var environment: KeyPresence
            var dotEnv: Bool
            var helper: Bool
            /// Where the key that is used comes from; null: there is none.
            var used: Nullable<KeyRing.Source>

            enum CodingKeys: String, CodingKey {
                case provider, variable, environment, helper, used
                case dotEnv = "dotenv"
            }

            var text: String {
                let state =
                    used.value.map { "from \($0.words)" }
                    ?? (environment == .absent
                        ? "no key" : "the variable is \(environment.rawValue)")
                let more = helper && used.value != .helper ? "; another in the helper" : ""
                return Columns.line([(provider, 12), (variable, 20), (state + more, 0)])
            }
        }
    }

    /// `git autopack keys set`.
    struct Set: Command {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Keep a provider's key, typed unseen or piped in.",
            discussion: "The key is never an argument: git autopack keys set glm <key.txt")

        @Argument(help: "As glm, anthropic, openai, gemini.")
        var provider: String

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let surroundings = Surroundings(invocation)
            let settings = try surroundings.configuration().runSettings
            let place = try KeptKey(of: provider, in: settings)
            try KeptKey.requireHelper(invocation.world)
            let text = try KeyInput.read(ofProvider: provider, invocation.output)
            guard let key = APIKey(text) else {
                throw UserError(
                    .usage, "malformed_key",
                    "this is no key: it holds a blank, a line break or a character that no header"
                        + " takes",
                    hint: "git autopack keys set \(provider) takes one line, the key alone")
            }
            try await place.keep(key, invocation.world)
            let hides = invocation.world.environment[place.variable] != nil
            guard !invocation.output.isJSON else {
                return invocation.output.json(KeptKey.Document(provider: provider, kept: true))
            }
            invocation.output.print("kept the key of \(provider) for \(place.host)")
            if hides {
                invocation.output.note(
                    "warning: \(place.variable) is set, and counts before the key that is kept")
            }
            invocation.output.note("next: git autopack providers check \(provider)")
        }
    }

    /// `git autopack keys forget`.
    struct Forget: Command {
        static let configuration = CommandConfiguration(
            commandName: "forget", abstract: "Make the helper forget a provider's key.")

        @Argument(help: "As glm, anthropic, openai, gemini.")
        var provider: String

        @Flag(help: "Print JSON.")
        var json = false

        func run(_ invocation: Invocation) async throws(UserError) {
            let settings = try Surroundings(invocation).configuration().runSettings
            let place = try KeptKey(of: provider, in: settings)
            try KeptKey.requireHelper(invocation.world)
            let wasKept = try await place.forget(invocation.world)
            guard !invocation.output.isJSON else {
                return invocation.output.json(KeptKey.Document(provider: provider, kept: false))
            }
            invocation.output.print(
                wasKept
                    ? "forgot the key of \(provider) for \(place.host)"
                    : "no key of \(provider) is kept for \(place.host)")
        }
    }
}

/// A provider's key in the credential helper: whose, and for which host.
private struct KeptKey {
    var provider: String
    var variable: String
    var host: String

    struct Document: Encodable {
        var provider: String
        var kept: Bool
    }

    /// - Throws: ``UserError`` `.usage` for a provider that is not configured, or takes no key.
    init(of name: String, in settings: RunSettings) throws(UserError) {
        let found = try ConfiguredProvider.find(name, in: settings)
        guard let variable = found.keyVariable else {
            throw UserError(
                .usage, "no_key_needed", "provider '\(name)' takes no key",
                hint: "one that does names its variable: providers.\(name).key_variable in"
                    + " models.yaml")
        }
        guard let host = KeyRing.host(of: name, found) else {
            throw UserError(
                .usage, "no_endpoint", "provider '\(name)' has no base_url to keep a key for")
        }
        provider = name
        self.variable = variable
        self.host = host
    }

    /// - Throws: ``UserError`` `.environment` where the user has named no helper.
    static func requireHelper(_ world: World) throws(UserError) {
        guard !KeyRing.hasHelper(world) else { return }
        throw UserError(
            .environment, "no_helper",
            "git has no credential helper in your configuration that could keep a key",
            hint: """
                git config --global credential.helper libsecret, or osxkeychain, or manager
                git config --global credential.helper 'cache --timeout=86400' keeps keys in memory
                git config --global credential.helper store keeps them in a plain file
                """)
    }

    func keep(_ key: APIKey, _ world: World) async throws(UserError) {
        let git = UserGit(environment: world.environment, processes: world.processes)
        do throws(GitError) {
            try await git.keep(key.secret, of: KeyRing.user(of: provider), for: host)
            guard try await git.secret(of: KeyRing.user(of: provider), for: host) == key.secret
            else {
                throw GitError(
                    .failed, "keep the key of \(provider)",
                    detail: "the credential helper does not give it back",
                    remedy: "git config --global --get-all credential.helper")
            }
        } catch {
            throw UserError(
                .environment, "not_kept", "\(error.operation): \(error.detail)",
                hint: error.remedy)
        }
    }

    /// - Returns: Whether there was one.
    func forget(_ world: World) async throws(UserError) -> Bool {
        let git = UserGit(environment: world.environment, processes: world.processes)
        do throws(GitError) {
            let before = try await git.secret(of: KeyRing.user(of: provider), for: host)
            try await git.forget(KeyRing.user(of: provider), at: host)
            return before != nil
        } catch {
            throw UserError(error)
        }
    }
}
