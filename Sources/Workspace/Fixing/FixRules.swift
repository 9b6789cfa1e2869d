package import Governance
package import RunModel

/// What the user and the run allow the commands of a fix.
package struct FixRules: Sendable {
    /// `doctor.allowed_fix_types`.
    package var allowedTypes: Set<FixType>
    package var protected: ProtectedPaths
    /// Whose `autopack/pre-run-<run>` a reset may go to; nil: none.
    package var run: RunID?
    /// The user granted the network, which `pip install` needs.
    package var network: Bool

    package init(
        allowedTypes: Set<FixType>, protected: ProtectedPaths = ProtectedPaths(), run: RunID? = nil,
        network: Bool = false
    ) {
        self.allowedTypes = allowedTypes
        self.protected = protected
        self.run = run
        self.network = network
    }
}
