package import Git
package import RunModel

/// What one call of a tool came to.
package struct ToolOutcome: Sendable {
    /// What the model is told, redacted.
    package var text: String
    package var isError: Bool
    /// The tree afterwards, where it is another one.
    package var tree: ObjectID?
    /// Where the edits found their places.
    package var hunks: [AppliedHunk]
    /// Runs of checks.
    package var checks: Int

    package init(
        text: String, isError: Bool = false, tree: ObjectID? = nil, hunks: [AppliedHunk] = [],
        checks: Int = 0
    ) {
        self.text = text
        self.isError = isError
        self.tree = tree
        self.hunks = hunks
        self.checks = checks
    }

    static func failed(_ message: String) -> ToolOutcome {
        ToolOutcome(text: message, isError: true)
    }
}
