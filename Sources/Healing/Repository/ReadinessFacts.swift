/// Whether the work of a run could succeed here: what T1 looks at (`decisions.md`, Health checks).
package struct ReadinessFacts: Sendable, Hashable {
    /// A check that does not pass on the commit that a run would start from.
    package struct FailedCheck: Sendable, Hashable {
        package var name: String
        /// The command, as a person types it.
        package var command: String
        package var rootCause: String
        /// It fails for want of something that is not installed, and not of the code.
        package var isUnequipped: Bool

        package init(
            name: String, command: String, rootCause: String, isUnequipped: Bool = false
        ) {
            self.name = name
            self.command = command
            self.rootCause = rootCause
            self.isUnequipped = isUnequipped
        }
    }

    /// A check whose program is not installed.
    package struct MissingTool: Sendable, Hashable {
        package var check: String
        package var program: String

        package init(check: String, program: String) {
            self.check = check
            self.program = program
        }
    }

    /// No check is configured, and the project suggests none.
    package var isUnchecked = false
    package var missingTools: [MissingTool] = []
    package var failed: [FailedCheck] = []
    /// Why the checks could not be run; nil where they were.
    package var trouble: String?
    /// Tracked or untracked files differ from `HEAD`.
    package var isDirty = false

    package init() {}
}
