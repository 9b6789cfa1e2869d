package import Effects

/// The git command line, for the few things that libgit2 does wrongly or not at all.
///
/// No hook, filter, monitor, pager, editor, signing program or transport that the repository names
/// ever runs. Every call can be cancelled but the movement of refs.
package struct GitCommand: Sendable {
    /// Whose repository it is.
    package let location: RepositoryLocation
    let patience: Patience
    private let processes: Processes
    private var environment: [String: String]
    private let drivers: DriverSettings
    private let sleep: @Sendable (_ seconds: Double) async throws -> Void

    /// Prepares calls in a repository: one call of git reads what has to be switched off.
    ///
    /// - Parameters:
    ///   - environment: The variables the program was started with; few of them reach git.
    ///   - sleep: Waits between two tries for a lock.
    /// - Throws: ``GitError`` `.failed` where there is no git, `.invalid` where the repository
    ///   names a program that cannot be switched off.
    package init(
        location: RepositoryLocation, environment: [String: String], processes: Processes,
        patience: Patience = .live,
        sleep: @escaping @Sendable (_ seconds: Double) async throws -> Void = Clock.live.sleep
    ) async throws(GitError) {
        self.location = location
        self.patience = patience
        self.processes = processes
        self.environment = CommandEnvironment.make(from: environment, location: location)
        self.sleep = sleep
        let bare = GitCommand(
            location: location, patience: patience, processes: processes,
            environment: self.environment, drivers: DriverSettings(), sleep: sleep)
        let listing = try await bare.run(["config", "--list", "-z", "--show-scope", "--includes"])
        drivers = try DriverSettings(
            listing: listing, location: location, home: environment["HOME"])
        try PatternFile.refuseEndless(in: location)
    }

    private init(
        location: RepositoryLocation, patience: Patience, processes: Processes,
        environment: [String: String], drivers: DriverSettings,
        sleep: @escaping @Sendable (_ seconds: Double) async throws -> Void
    ) {
        self.location = location
        self.patience = patience
        self.processes = processes
        self.environment = environment
        self.drivers = drivers
        self.sleep = sleep
    }

    /// The same with another index than the repository's own.
    ///
    /// - Parameter index: The absolute path of an index file.
    package func reading(index: String) -> GitCommand {
        var command = self
        command.environment["GIT_INDEX_FILE"] = index
        return command
    }

    /// How one call differs from the usual.
    struct Call: Sendable {
        var input: [UInt8] = []
        /// Further variables.
        var environment: [String: String] = [:]
        /// Further settings, as in `core.fsyncMethod=batch`.
        var settings: [String] = []
        var outlivesCaller = false
        /// After which git is ended; nil for what must not be cut off.
        var timeoutSeconds: Double? = 600
        /// Exit statuses that are no failure.
        var accepted: Set<Int32> = [0]
    }

    /// Runs git and returns what it printed.
    ///
    /// - Throws: ``GitError``, with git's own words.
    func run(_ arguments: [String], _ call: Call = Call()) async throws(GitError) -> [UInt8] {
        let operation = "run git \(arguments.first ?? "")"
        var variables = environment
        variables.merge(drivers.environment) { _, new in new }
        variables.merge(call.environment) { _, new in new }
        var words = ["--no-optional-locks", "--no-pager"]
        for setting in CommandEnvironment.settings + call.settings { words += ["-c", setting] }
        let request = ProcessRequest(
            executable: "git", arguments: words + arguments, environment: variables,
            workingDirectory: location.workTree ?? location.gitDirectory,
            standardInput: call.input,
            timeoutSeconds: call.outlivesCaller ? nil : call.timeoutSeconds,
            outputLimitBytes: 512 << 20,
            outlivesCaller: call.outlivesCaller)
        let result: ProcessResult
        do {
            result = try await processes.run(request)
        } catch {
            throw Self.failure(error, operation)
        }
        guard case .exited(let status) = result.end, call.accepted.contains(status) else {
            throw CommandFailure(result, operation: operation, patience: patience).error
        }
        guard result.droppedBytes == 0 else {
            throw GitError(.tooLarge, operation, detail: "git printed more than 512 MB")
        }
        return result.standardOutput
    }

    /// Repeats a call while another process holds a lock, for as long as ``patience`` allows.
    func retrying(
        _ body: () async throws(GitError) -> Void
    ) async throws(GitError) {
        var waits = Patience.Waits(patience)
        while true {
            do {
                return try await body()
            } catch {
                guard error.code == .locked, let seconds = waits.next() else { throw error }
                do {
                    try await sleep(seconds)
                } catch is CancellationError {
                    throw GitError(.cancelled, error.operation, detail: "the task was cancelled")
                } catch {
                    continue
                }
            }
        }
    }

    private static func failure(_ error: ProcessFailure, _ operation: String) -> GitError {
        switch error.code {
        case .cancelled:
            GitError(.cancelled, operation, detail: "the task was cancelled")
        case .notFound:
            GitError(
                .failed, operation, detail: "there is no program git in PATH",
                remedy: "install it\nsudo apt-get install git")
        default: GitError(.failed, operation, detail: error.detail)
        }
    }
}
