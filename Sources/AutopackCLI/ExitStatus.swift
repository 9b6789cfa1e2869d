/// The exit statuses of every command (`cli.md`, Exit codes).
package enum ExitStatus: Int32, Sendable {
    case done = 0
    /// The run failed, or the check found something.
    case failed = 1
    case usage = 2
    /// Waits for a person, or blocked by policy.
    case waits = 3
    /// Not a repository, unsupported format, no identity, no provider.
    case environment = 4
    /// Held by another process, or a compare-and-swap lost.
    case held = 5
    /// A stored document is invalid.
    case invalid = 6
    /// Can be resumed.
    case interrupted = 130
}
