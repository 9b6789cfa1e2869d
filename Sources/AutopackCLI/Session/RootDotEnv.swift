import Effects
import RunModel
import Settings

/// The `.env` in the repository's root, as far as it holds keys.
struct RootDotEnv: Sendable {
    let path: String
    /// The keys that it holds, whether or not they may be read.
    let keys: [String: String]

    /// The command that lets keys be read from it.
    static let remedy = "git config --global autopack.dotenv true"

    /// - Returns: nil where there is no such file, or no key of a known provider in it.
    init?(root: String?, providers: [String: ProviderSettings], files: Files) {
        guard let root else { return nil }
        path = "\(root)/.env"
        guard let bytes = try? files.read(path), bytes.count < 1 << 20 else { return nil }
        let names = Set(KeyVariables.usual + providers.values.compactMap(\.keyVariable))
        keys = DotEnvFile(bytes, names: names).keys.filter { !$0.value.isEmpty }
        if keys.isEmpty { return nil }
    }

    /// Says that it is there and not read, where it holds a key that nothing else has.
    func hint(_ environment: [String: String]) -> String? {
        let names = keys.keys.filter { environment[$0] == nil }.sorted()
        guard !names.isEmpty else { return nil }
        return ".env holds \(names.joined(separator: ", ")), and is not read;"
            + " to read keys, and nothing else, from it: \(RootDotEnv.remedy)"
    }
}
