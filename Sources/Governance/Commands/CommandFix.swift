package import RunModel

/// Commands that are proposed to mend what went wrong (`decisions.md`, `execute_fix`), as they
/// were written: nothing of them has been judged.
package struct CommandFix: Hashable, Sendable {
    /// What all of the commands are.
    package var type: FixType
    /// Run in this order, one line each.
    package var commands: [String]
    /// What shows that they helped: a command that changes nothing.
    package var verify: String

    package init(type: FixType, commands: [String], verify: String) {
        self.type = type
        self.commands = commands
        self.verify = verify
    }
}
