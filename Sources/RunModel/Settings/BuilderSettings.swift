/// An agent program on this machine that changes files itself, as `builders` configures it.
///
/// Only the user's own configuration says how one is started: what a repository says never does.
package struct BuilderSettings: Hashable, Sendable, Codable {
    /// The program and its arguments; the program is a bare name or an absolute path.
    ///
    /// `{prompt}` in an argument stands for the task: its text, or with ``PromptWay/file`` the path
    /// of a file that holds it.
    package var command: [String]
    package var prompt: PromptWay
    /// Variables of the user's that it gets, as `NAME`, and others as `NAME=value`.
    package var environment: [String]
    /// Files and folders below the home folder where it keeps its login and its sessions: the only
    /// ones outside the workspace that it may write.
    package var state: [String]
    /// What it leaves in the workspace for itself, as globs; no part of its change.
    package var leftovers: [String]
    package var timeoutSeconds: Double
    package var output: CommandOutput
    package var network: Bool

    /// Half an hour.
    package static let defaultSeconds: Double = 1800

    package init(
        command: [String], prompt: PromptWay = .stdin, environment: [String] = [],
        state: [String] = [], leftovers: [String] = [],
        timeoutSeconds: Double = BuilderSettings.defaultSeconds, output: CommandOutput = .text,
        network: Bool = true
    ) {
        self.command = command
        self.prompt = prompt
        self.environment = environment
        self.state = state
        self.leftovers = leftovers
        self.timeoutSeconds = timeoutSeconds
        self.output = output
        self.network = network
    }

    enum CodingKeys: String, CodingKey {
        case command, prompt, state, leftovers, output, network
        case environment = "env"
        case timeoutSeconds = "timeout_s"
    }

    /// What an argument holds in place of the task.
    package static let placeholder = "{prompt}"
}

/// How an agent program is told its task.
package enum PromptWay: String, Sendable, Codable, CaseIterable {
    /// In the argument with the placeholder, or as the last one.
    case argument
    /// On its standard input.
    case stdin
    /// In a file that the argument with the placeholder names.
    case file
}
