import TestSupport

/// A repository with the user's configuration beside it, in which the built program is run.
///
/// The models are recorded replies, unless a test says otherwise.
final class Project: Sendable {
    let repository: ScratchRepository
    /// What the program gets: no configuration but the project's own, no cache but its own.
    let environment: [String: String]

    /// Commits the files on `main`.
    init(_ files: [String: String] = Calculator.files) throws {
        repository = try ScratchRepository()
        environment = try Self.environment(of: repository)
        for (path, text) in files { try repository.write(path, text) }
        try repository.commit("begin")
        try record([])
    }

    /// Puts the user's configuration beside a repository that a test has made.
    init(around repository: ScratchRepository) throws {
        self.repository = repository
        environment = try Self.environment(of: repository)
        try record([])
    }

    private static func environment(of repository: ScratchRepository) throws -> [String: String] {
        var variables = repository.environment
        variables["XDG_CONFIG_HOME"] = try repository.directory.makeFolder("config")
        variables["XDG_CACHE_HOME"] = try repository.directory.makeFolder("cache")
        // Commits of different moments, as outside of tests.
        variables["GIT_AUTHOR_DATE"] = nil
        variables["GIT_COMMITTER_DATE"] = nil
        return variables
    }

    var path: String { repository.path }

    /// Writes down what the models answer, and that they are asked for everything.
    func record(_ answers: [RecordedAnswer], more: String = "") throws {
        let tape = try repository.directory.write(
            "replies.yaml", answers.isEmpty ? "[]\n" : answers.map(\.yaml).joined())
        try configure(providers: "  tape: {wire: replay, file: \(quoted(tape))}", more: more)
    }

    /// Writes `models.yaml`: its providers, each role's chain of one model, and what else is given.
    func configure(providers: String, model: String = "tape/any", more: String = "") throws {
        let chain =
            "{low: {models: [\(model)]}, medium: {models: [\(model)]}, high: {models: [\(model)]}}"
        try repository.directory.write(
            "config/autopack/models.yaml",
            """
            providers:
            \(providers)
            escalation_chains:
              builder: \(chain)
              auditor: \(chain)
            \(more)

            """)
    }

    /// Writes the user's `autopack.yaml`.
    func configure(autopack text: String) throws {
        try repository.directory.write("config/autopack/autopack.yaml", text)
    }

    /// Writes a plan outside the repository and gives its path.
    @discardableResult
    func plan(_ text: String = Calculator.plan, named name: String = "plan.yaml") throws -> String {
        try repository.directory.write(name, text)
    }

    /// Runs the built program to its end.
    func autopack(
        _ arguments: String..., in folder: String? = nil, stdin: String = "",
        with more: [String: String] = [:]
    ) async throws -> Outcome {
        try await runAutopack(
            arguments, in: folder ?? path, environment: environment.merging(more) { $1 },
            stdin: stdin)
    }

    /// Starts the built program.
    func start(_ arguments: String..., timeoutSeconds: Double = 600) throws -> RunningProgram {
        try Invocation(
            BuildProducts.gitAutopack, arguments, environment: environment, in: path,
            timeoutSeconds: timeoutSeconds
        ).start()
    }

    /// Runs a plan as run `r1`.
    func run(_ plan: String = Calculator.plan, _ more: String...) async throws -> Outcome {
        let file = try self.plan(plan)
        return try await runAutopack(
            ["run", "--plan", file, "--id", "r1"] + more, in: path, environment: environment)
    }

    /// A file of a commit's tree, byte for byte; `nil` where it has none.
    func file(_ path: String, at revision: String) throws -> String? {
        let outcome = try repository.tryGit(["cat-file", "blob", "\(revision):\(path)"])
        return outcome.status == 0 ? outcome.output : nil
    }

    /// The commit that a ref names; `nil` where there is no such ref.
    func commit(_ ref: String) throws -> String? {
        let outcome = try repository.tryGit(["rev-parse", "--verify", "--quiet", "\(ref)^{commit}"])
        return outcome.status == 0 ? String(outcome.output.dropLast()) : nil
    }
}
