import Effects
import Git
import Providers
import RunModel
import Settings

/// The keys that are at hand, and where each comes from.
///
/// A variable of the environment counts first, also an empty one; then the repository's `.env`
/// where that is allowed; then git's own credential helper.
struct KeyRing: Sendable {
    /// Where a key comes from.
    enum Source: String, Codable, Sendable {
        case environment, dotenv, helper

        /// As people read it.
        var words: String {
            switch self {
            case .environment: "the environment"
            case .dotenv: ".env"
            case .helper: "the credential helper"
            }
        }
    }

    /// A provider's key.
    struct Entry: Sendable {
        var variable: String
        /// Of the variable, or of what was found in its place.
        var presence: KeyPresence
        /// Nil where there is none.
        var source: Source?
        var key: APIKey?
    }

    /// By provider; those that need no key are not in it.
    private(set) var entries: [String: Entry] = [:]

    /// A ring without keys, for what calls nobody.
    static let empty = KeyRing()

    private init() {}

    /// Gathers the keys of providers.
    ///
    /// - Parameters:
    ///   - dotEnv: The keys of the `.env` that may be read.
    ///   - asking: Providers for which the credential helper is asked where nothing else has a key.
    init(
        for providers: [String: ProviderSettings], dotEnv: [String: String],
        asking: Set<String>, world: World
    ) async {
        var missing: [(name: String, host: String)] = []
        for (name, provider) in providers {
            guard let variable = provider.keyVariable else { continue }
            let own = world.environment[variable]
            let text = own ?? dotEnv[variable]
            entries[name] = Entry(
                variable: variable, presence: KeyVariables.presence(text),
                source: text == nil ? nil : own == nil ? .dotenv : .environment,
                key: text.flatMap { APIKey($0) })
            if text == nil, asking.contains(name), let host = KeyRing.host(of: name, provider) {
                missing.append((name, host))
            }
        }
        guard !missing.isEmpty, KeyRing.hasHelper(world) else { return }
        let git = UserGit(environment: world.environment, processes: world.processes)
        let found = await withTaskGroup { group in
            for (name, host) in missing {
                group.addTask {
                    (name, try? await git.secret(of: KeyRing.user(of: name), for: host))
                }
            }
            var found: [String: String] = [:]
            for await (name, secret) in group { found[name] = secret }
            return found
        }
        for (name, secret) in found {
            entries[name]?.presence = KeyVariables.presence(secret)
            entries[name]?.source = .helper
            entries[name]?.key = APIKey(secret)
        }
    }

    var keys: [String: APIKey] { entries.compactMapValues(\.key) }

    /// As a look at the providers wants them.
    var forProbe: [String: ProviderProbe.Key] {
        entries.mapValues { ProviderProbe.Key(key: $0.key, presence: $0.presence) }
    }

    /// What must appear in no record.
    var secrets: [String] { entries.values.compactMap(\.key?.secret) }

    /// Whether the user has named a credential helper.
    static func hasHelper(_ world: World) -> Bool {
        (try? Git.Configuration.read(environment: world.environment))?.hasCredentialHelper ?? false
    }

    /// Whom a provider's key is kept under: providers behind one gateway have one host.
    static func user(of provider: String) -> String { "autopack-\(provider)" }

    /// The host that a provider's key is kept under, with its port; nil where it has no endpoint.
    ///
    /// So a key is never sent to another host than the one it was kept for.
    static func host(of name: String, _ provider: ProviderSettings) -> String? {
        guard let url = provider.baseURL ?? ProviderDefaults.baseURL(of: name),
            let scheme = url.firstRange(of: "://")
        else { return nil }
        let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        return host.isEmpty ? nil : String(host)
    }
}
