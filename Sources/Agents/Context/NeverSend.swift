import Governance
import Synchronization

/// What never leaves the machine, in whatever form: contents, names, definitions, differences.
package final class NeverSend: Sendable {
    /// Never sent, whatever the user adds (`security.md`, What leaves the machine).
    package static let builtIn = [
        ".env*", "**/.env*", "*.pem", "**/*.pem", "*.key", "**/*.key", "**/secrets/**",
        "secrets/**", "**/id_rsa*", "**/id_ed25519*",
    ]

    private let globs: [Glob]
    /// The verdicts so far: attempt after attempt asks for the same paths.
    private let known = Mutex<[String: Bool]>([:])

    /// Verdicts that are remembered.
    private static let memoryLimit = 20_000

    /// - Parameter more: Globs that the user adds to ``builtIn``.
    package init(_ more: [String] = []) {
        globs = [Glob](patterns: NeverSend.builtIn + more, reading: .exclusion)
    }

    /// Whether a file's text and name may leave the machine.
    package func allows(_ path: String) -> Bool {
        if let verdict = known.withLock({ $0[path] }) { return verdict }
        let verdict = globs.first(matching: path) == nil
        known.withLock { known in
            if known.count >= NeverSend.memoryLimit { known = [:] }
            known[path] = verdict
        }
        return verdict
    }
}
