import Governance

/// What never leaves the machine, in whatever form: contents, names, definitions, differences.
package struct NeverSend: Sendable {
    /// Never sent, whatever the user adds (`security.md`, What leaves the machine).
    package static let builtIn = [
        ".env*", "**/.env*", "*.pem", "**/*.pem", "*.key", "**/*.key", "**/secrets/**",
        "secrets/**", "**/id_rsa*", "**/id_ed25519*",
    ]

    private let globs: [Glob]

    /// - Parameter more: Globs that the user adds to ``builtIn``.
    package init(_ more: [String] = []) {
        globs = [Glob](patterns: NeverSend.builtIn + more, reading: .exclusion)
    }

    /// Whether a file's text and name may leave the machine.
    package func allows(_ path: String) -> Bool { globs.first(matching: path) == nil }
}
