package import Effects

/// The hooks that git runs for its user in a repository.
///
/// Only git itself knows which folder that is: `core.hooksPath` may stand in any file that a
/// configuration includes, may be relative, and counts for each worktree.
package struct UserHooks: Sendable {
    private let location: RepositoryLocation
    private let environment: [String: String]
    private let processes: Processes

    /// - Parameter environment: The user's own variables, as git would have them.
    package init(
        location: RepositoryLocation, environment: [String: String], processes: Processes
    ) {
        self.location = location
        self.processes = processes
        var variables = environment
        let isElsewhere = location.workTree != nil && !location.hasOwnCheckout
        if variables["GIT_DIR"] != nil || isElsewhere {
            // The call is made from another folder than the user's, or from a working tree that
            // does not lead back to the repository.
            variables["GIT_DIR"] = location.gitDirectory
            variables["GIT_WORK_TREE"] = location.workTree
        }
        self.environment = variables
    }

    /// The folder in which git looks for hooks, absolute; it need not exist.
    ///
    /// Empty where `core.hooksPath` is: then git looks at the root of the file system.
    package func folder() async throws(GitError) -> String {
        let result = try await run(
            ["rev-parse", "--git-path", "hooks"], "find the folder of the hooks")
        guard result.succeeded, result.standardOutput.last == UInt8(ascii: "\n") else {
            throw CommandFailure(
                result, operation: "find the folder of the hooks", patience: .live
            ).error
        }
        let path = String(decoding: result.standardOutput.dropLast(), as: UTF8.self)
        // For an empty setting, too, which git itself puts before a slash.
        if path == "./" {
            let setting = try await run(
                ["config", "--get", "core.hooksPath"], "find the folder of the hooks")
            if setting.succeeded, setting.standardOutput == [UInt8(ascii: "\n")] { return "" }
        }
        return FileSystem.withoutTrailingSlash(FileSystem.absolute(path, from: start))
    }

    /// Has git call a hook with nothing on its standard input.
    ///
    /// The hook runs as in earnest: whoever asks for this knows what stands in it.
    ///
    /// - Parameters:
    ///   - arguments: What git gives to a hook of this name.
    ///   - more: Further variables.
    /// - Returns: What the hook left; all it printed is on standard error.
    package func call(
        _ name: String, _ arguments: [String], with more: [String: String]
    ) async throws(GitError) -> ProcessResult {
        let operation = "call the hook \(name)"
        let result = try await run(
            ["hook", "run", name, "--"] + arguments, operation, with: more)
        let words = String(decoding: result.standardError, as: UTF8.self)
        guard words.contains("'hook' is not a git command") else { return result }
        // A git before 2.36.
        return try await run(
            executable: "\(try await folder())/\(name)", arguments, operation, with: more)
    }

    /// Where git calls hooks from.
    private var start: String { location.workTree ?? location.gitDirectory }

    private func run(
        _ arguments: [String], _ operation: String, with more: [String: String] = [:]
    ) async throws(GitError) -> ProcessResult {
        let plain = ["--no-optional-locks", "--no-pager", "-c", "core.fsmonitor=false"]
        return try await run(executable: "git", plain + arguments, operation, with: more)
    }

    private func run(
        executable: String, _ arguments: [String], _ operation: String, with more: [String: String]
    ) async throws(GitError) -> ProcessResult {
        let request = ProcessRequest(
            executable: executable, arguments: arguments,
            environment: environment.merging(more) { $1 }, workingDirectory: start,
            timeoutSeconds: 60)
        do throws(ProcessFailure) {
            return try await processes.run(request)
        } catch {
            throw GitError(
                error.code == .cancelled ? .cancelled : .failed, operation, detail: error.detail)
        }
    }
}
