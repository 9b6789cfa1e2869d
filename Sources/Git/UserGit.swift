package import Effects

/// The git command line outside of every repository: nothing but the user's own configuration.
///
/// What a repository's `.git/config` says is neither read nor written, so no repository can name
/// a program that is started here. Nothing prompts.
package struct UserGit: Sendable {
    private let processes: Processes
    private let environment: [String: String]
    private let timeoutSeconds: Double

    /// - Parameters:
    ///   - environment: The variables the program was started with. Helpers get those of the
    ///     user's desktop; what points at a repository, asks in a window of git's, or holds a
    ///     provider's key stays behind.
    ///   - timeoutSeconds: How long a helper may take, such as one that unlocks a key ring.
    package init(
        environment: [String: String], processes: Processes, timeoutSeconds: Double = 20
    ) {
        self.processes = processes
        self.timeoutSeconds = timeoutSeconds
        var kept = environment.filter { name, _ in
            if name.hasPrefix("GIT_") { return UserGit.isOfConfiguration(name) }
            return name != "SSH_ASKPASS" && !name.hasSuffix("_API_KEY")
        }
        kept.merge(UserGit.fixed) { _, fixed in fixed }
        self.environment = kept
    }

    /// An empty `GIT_ASKPASS` keeps `core.askPass` and `SSH_ASKPASS` from being asked; a `GIT_DIR`
    /// that is no repository keeps git from looking for one.
    private static let fixed = [
        "LC_ALL": "C", "GIT_DIR": "/dev/null", "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "",
        "GIT_OPTIONAL_LOCKS": "0", "GIT_ADVICE": "0", "GCM_INTERACTIVE": "never",
    ]

    private static func isOfConfiguration(_ name: String) -> Bool {
        name.hasPrefix("GIT_CONFIG") || name == "GIT_EXEC_PATH"
    }

    /// Sets a name in the user's own configuration file, in place of what it said there.
    package func setGlobal(_ name: String, to value: String) async throws(GitError) {
        _ = try await run(["config", "--global", "--replace-all", name, value], "set \(name)")
    }

    /// Runs git and returns what it printed.
    ///
    /// - Throws: ``GitError``, with git's own words.
    func run(
        _ arguments: [String], _ operation: String, input: [UInt8] = []
    ) async throws(GitError) -> [UInt8] {
        let neutral = [
            "--no-optional-locks", "--no-pager", "-c", "core.hooksPath=/dev/null", "-c",
            "core.fsmonitor=false", "-c", "core.askPass=",
        ]
        let request = ProcessRequest(
            executable: "git", arguments: neutral + arguments, environment: environment,
            workingDirectory: "/", standardInput: input, timeoutSeconds: timeoutSeconds)
        let result: ProcessResult
        do throws(ProcessFailure) {
            result = try await processes.run(request)
        } catch {
            throw GitError(
                error.code == .cancelled ? .cancelled : .failed, operation,
                detail: error.code == .notFound
                    ? "there is no program git in PATH" : error.detail,
                remedy: error.code == .notFound ? "sudo apt-get install git" : nil)
        }
        guard result.succeeded else {
            throw CommandFailure(result, operation: operation, patience: .live).error
        }
        return result.standardOutput
    }
}
