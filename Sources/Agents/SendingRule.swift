import Governance

/// Which files of a repository may leave the machine (`security.md`, What leaves the machine).
package struct SendingRule: Hashable, Sendable {
    private let neverSend: [Glob]

    /// - Parameter neverSend: Globs that the user adds to ``ContextSelection/neverSent``.
    package init(neverSend: [String]) {
        self.neverSend = [Glob](
            patterns: ContextSelection.neverSent + neverSend, reading: .exclusion)
    }

    /// Whether a file's text may leave the machine.
    package func maySend(_ path: String) -> Bool { neverSend.first(matching: path) == nil }
}
