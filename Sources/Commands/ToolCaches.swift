/// The caches of package managers and build tools below the user's home folder.
///
/// A check without a network can often run only because a tool finds there what it has fetched
/// before. It sees them, and what it writes to them is lost with it: nothing that a check leaves
/// there can mislead a later check, or the user.
package enum ToolCaches {
    private struct Cache {
        /// Where the tool looks for it when nothing else is said, relative to the home folder.
        var place: String
        /// The variable that names another folder, and what lies below that.
        var variable: String?
        var below = ""
    }

    private static let known = [
        Cache(place: ".cache/pip", variable: "PIP_CACHE_DIR"),
        Cache(place: ".cache/uv", variable: "UV_CACHE_DIR"),
        Cache(place: ".npm", variable: "npm_config_cache"),
        Cache(place: ".cache/yarn", variable: "YARN_CACHE_FOLDER"),
        Cache(place: ".local/share/pnpm/store"),
        Cache(place: ".cargo/registry", variable: "CARGO_HOME", below: "/registry"),
        Cache(place: ".cargo/git", variable: "CARGO_HOME", below: "/git"),
        Cache(place: "go/pkg/mod", variable: "GOMODCACHE"),
        Cache(place: ".cache/go-build", variable: "GOCACHE"),
        Cache(place: ".cache/org.swift.swiftpm"),
        Cache(place: ".m2/repository"),
        Cache(place: ".gradle/caches", variable: "GRADLE_USER_HOME", below: "/caches"),
    ]

    /// The caches that exist, each where its tool looks for it in a sandbox.
    ///
    /// The tool gets none of the variables that lead elsewhere, so it looks in the usual place.
    ///
    /// - Parameter environment: The variables that this program was started with.
    package static func existing(environment: [String: String]) -> [SandboxProfile.Bind] {
        guard let home = environment["HOME"], home.hasPrefix("/"), home != "/" else { return [] }
        return known.compactMap { cache in
            let target = "\(home)/\(cache.place)"
            let source = place(of: cache, environment) ?? target
            guard let real = FileSystemLook.resolved(source),
                FileSystemLook.kind(of: real) == .directory, !home.isWithin(real)
            else { return nil }
            return SandboxProfile.Bind(real, at: target)
        }
    }

    private static func place(of cache: Cache, _ environment: [String: String]) -> String? {
        if let variable = cache.variable, let named = environment[variable], named.hasPrefix("/") {
            return named + cache.below
        }
        let usual = ".cache/"
        guard cache.place.hasPrefix(usual), let caches = environment["XDG_CACHE_HOME"],
            caches.hasPrefix("/")
        else { return nil }
        return "\(caches)/\(cache.place.dropFirst(usual.count))"
    }
}
