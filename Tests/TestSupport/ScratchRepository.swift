/// A repository of a test's own, worked on with plain `git` in an environment built from nothing.
package final class ScratchRepository: Sendable {
    /// Holds the repository beside a home folder and a folder for temporary files.
    package let directory: TemporaryDirectory
    /// The folder of the working tree, or of a bare repository.
    package let path: String
    /// What every program started here gets; see ``TestEnvironment``.
    package let environment: [String: String]

    /// Makes an empty repository on a branch called `main`.
    package convenience init(bare: Bool = false) throws {
        try self.init(
            makingWith: ["init", "--quiet", "--initial-branch=main"] + (bare ? ["--bare"] : []))
    }

    /// Clones another repository whole, as a stranger's `git clone --mirror` would.
    package convenience init(mirrorOf other: ScratchRepository) throws {
        try self.init(makingWith: ["clone", "--quiet", "--mirror", "--no-hardlinks", other.path])
    }

    private init(makingWith arguments: [String]) throws {
        directory = try TemporaryDirectory()
        path = directory.path("repository")
        environment = TestEnvironment.variables(
            home: try directory.makeFolder("home"), temporary: try directory.makeFolder("tmp"))
        let outcome = try Invocation(
            "git", arguments + [path], environment: environment, in: directory.path
        ).run()
        guard outcome.status == 0 else { throw TestFailure("git \(arguments): \(outcome)") }
    }

    /// Runs `git` here and gives its standard output, without the line end at its end.
    ///
    /// - Throws: ``TestFailure`` with what git wrote, where it ends with another status than 0.
    @discardableResult
    package func git(
        _ arguments: String..., input: String = "", environment more: [String: String] = [:]
    ) throws -> String {
        let outcome = try tryGit(arguments, input: input, environment: more)
        guard outcome.status == 0 else {
            throw TestFailure("git \(arguments.joined(separator: " ")): \(outcome)")
        }
        let output = outcome.output
        return output.last == "\n" ? String(output.dropLast()) : output
    }

    /// Runs `git` here, whatever its exit status.
    package func tryGit(
        _ arguments: [String], input: String = "", environment more: [String: String] = [:]
    ) throws(TestFailure) -> Outcome {
        try Invocation(
            "git", arguments, environment: environment.merging(more) { $1 }, in: path,
            standardInput: Array(input.utf8)
        ).run()
    }

    /// Writes a file of the working tree, making the folders above it.
    package func write(_ file: String, _ text: String) throws {
        try directory.write("repository/\(file)", text)
    }

    /// Writes a file of any bytes.
    package func write(_ file: String, _ bytes: [UInt8]) throws {
        try directory.write("repository/\(file)", bytes)
    }

    /// The text of a file of the working tree.
    package func read(_ file: String) throws -> String {
        String(decoding: try directory.read("repository/\(file)"), as: UTF8.self)
    }

    /// Commits everything in the working tree, and gives the commit's id.
    @discardableResult
    package func commit(_ message: String) throws -> String {
        try git("add", "--all")
        try git("commit", "--quiet", "--allow-empty", "--message", message)
        return try head
    }

    /// The id of the commit that HEAD names.
    package var head: String {
        get throws { try git("rev-parse", "--verify", "HEAD^{commit}") }
    }

    /// Every ref and what it names, as git lists them.
    package var refs: String {
        get throws { try git("for-each-ref", "--format=%(refname) %(objectname)") }
    }

    /// Has git check every object strictly.
    ///
    /// - Throws: ``TestFailure`` with git's findings; dangling objects are none.
    package func fsckStrict() throws {
        let outcome = try tryGit(["fsck", "--strict", "--full", "--no-dangling", "--no-progress"])
        guard outcome.status == 0, outcome.standardOutput.isEmpty, outcome.standardError.isEmpty
        else { throw TestFailure("git fsck --strict: \(outcome)") }
    }

    /// Runs the built `git-autopack` here; see ``runAutopack(_:in:environment:stdin:timeoutSeconds:)``.
    package func autopack(
        _ arguments: String..., stdin: String = "", environment more: [String: String] = [:]
    ) async throws(TestFailure) -> Outcome {
        try await runAutopack(
            arguments, in: path, environment: environment.merging(more) { $1 }, stdin: stdin)
    }
}
