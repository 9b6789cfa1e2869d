import TestSupport
import Testing

/// A repository with a bare one beside it, between which the user's own `git push` goes.
struct PushScene {
    let project: Project
    var git: ScratchRepository { project.repository }
    /// The bare repository, a blank in its path.
    let remote: String

    /// - Parameter installs: Puts the hook in its place.
    init(
        _ files: [String: String] = ["notes.txt": "one\n"], installs: Bool = true
    ) async throws {
        try await self.init(Project(files), installs: installs)
    }

    init(_ project: Project, installs: Bool = true) async throws {
        self.project = project
        remote = project.repository.directory.path("the remote.git")
        try project.repository.git("init", "--quiet", "--bare", "--initial-branch=main", remote)
        try project.repository.git("remote", "add", "origin", remote)
        if installs { try require(try await project.autopack("hooks", "install"), exits: 0) }
    }

    /// What git gives to hooks: the program is in `PATH`.
    var environment: [String: String] {
        var variables = project.environment
        variables["PATH"] = "\(BuildProducts.folder):\(variables["PATH"] ?? "")"
        return variables
    }

    /// Runs the user's `git push`.
    func push(
        _ arguments: String..., in folder: String? = nil, with more: [String: String] = [:]
    ) async throws -> Outcome {
        try await Invocation(
            "git", ["push", "--quiet"] + arguments, environment: environment.merging(more) { $1 },
            in: folder ?? project.path
        ).run()
    }

    /// Commits a file, and gives the commit's id.
    @discardableResult
    func commit(_ path: String, _ text: String, _ message: String = "change") throws -> String {
        try git.write(path, text)
        return try git.commit(message)
    }

    /// What the remote's ref names; nil where it has none.
    func pushed(_ ref: String) throws -> String? {
        let outcome = try git.tryGit(["ls-remote", remote, ref])
        return outcome.output.split(separator: "\t").first.map(String.init)
    }

    /// Feeds a list to the plumbing.
    func hook(_ list: String, _ arguments: String..., with more: [String: String] = [:])
        async throws -> Outcome
    {
        try await runAutopack(
            ["hook", "pre-push", "origin", remote] + arguments, in: project.path,
            environment: environment.merging(more) { $1 }, stdin: list)
    }

    /// The secret is put together here, so that no file of the project holds one.
    static let secret = "token = \"gh" + "p_" + "aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5\"\n"
    static let conflict = "a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> side\n"
    static let zero = String(repeating: "0", count: 40)
}
