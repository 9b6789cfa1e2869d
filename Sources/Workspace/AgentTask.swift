package import RunModel

/// What an agent program is to do with the files of a workspace.
package struct AgentTask: Sendable, Equatable {
    /// The name that the user's configuration gives the agent.
    package var name: String
    package var settings: BuilderSettings
    /// The task, in words.
    package var prompt: String
    /// The agent's own limit, or less.
    package var timeLimitSeconds: Double

    package init(
        name: String, settings: BuilderSettings, prompt: String, timeLimitSeconds: Double
    ) {
        self.name = name
        self.settings = settings
        self.prompt = prompt
        self.timeLimitSeconds = timeLimitSeconds
    }
}

/// How an agent program ended and what it printed.
package struct AgentRun: Sendable, Equatable {
    /// The exit status; 128 + the signal where one ended it; 124 past the time limit.
    package var exit: Int
    /// The time limit ended it.
    package var timedOut: Bool
    package var seconds: Double
    /// Its standard output and its standard error, each in bounds: the beginning and the end.
    package var output: [UInt8]
    package var errors: [UInt8]
    /// Why it never ran; nil where it did.
    package var startFailure: StartFailure?

    package init(
        exit: Int, timedOut: Bool = false, seconds: Double = 0, output: [UInt8] = [],
        errors: [UInt8] = [], startFailure: StartFailure? = nil
    ) {
        self.exit = exit
        self.timedOut = timedOut
        self.seconds = seconds
        self.output = output
        self.errors = errors
        self.startFailure = startFailure
    }
}

extension AgentTask {
    /// The longest argument that Linux passes is 128 KiB.
    static let argumentLimitBytes = 120_000

    /// The program's arguments.
    ///
    /// - Parameter file: Where the task lies as a file; a task that is too long for an argument is
    ///   named by it too.
    func arguments(taskFile file: String) -> [String] {
        let words = Array(settings.command.dropFirst())
        let task: String
        switch settings.prompt {
        case .stdin: return words
        case .file: task = file
        case .argument:
            task =
                prompt.utf8.count <= Self.argumentLimitBytes
                ? prompt : "Your task is in the file \(file). Read it, and do what it says."
        }
        guard words.contains(where: { $0.contains(BuilderSettings.placeholder) }) else {
            return words + [task]
        }
        return words.map { $0.replacing(BuilderSettings.placeholder, with: task) }
    }

    /// What the program reads on its standard input.
    var standardInput: [UInt8] { settings.prompt == .stdin ? Array(prompt.utf8) : [] }

    /// The agent's variables, over those that every sandboxed program gets.
    ///
    /// - Parameter outer: The variables this program was started with.
    func variables(from outer: [String: String]) -> [String: String] {
        var variables: [String: String] = [:]
        let names = settings.environment + (settings.network ? Self.networkVariables : [])
        for name in names {
            if let equals = name.firstIndex(of: "=") {
                variables[String(name[..<equals])] = String(name[name.index(after: equals)...])
            } else if let value = outer[name] {
                variables[name] = value
            }
        }
        // Its own git looks and never writes.
        variables["GIT_OPTIONAL_LOCKS"] = "0"
        return variables
    }

    /// How this machine reaches the network.
    private static let networkVariables = [
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy",
        "all_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
        "REQUESTS_CA_BUNDLE",
    ]
}
