import Effects
import Git
import RunModel

/// The small project of `git autopack demo`, and what the models say of it.
struct DemoProject {
    /// Absolute.
    let path: String
    private let world: World

    /// - Parameter directory: Nil: a fresh folder in the temporary directory.
    init(_ directory: String?, _ world: World) throws(UserError) {
        self.world = world
        guard let directory else {
            let folder = world.environment["TMPDIR"] ?? "/tmp"
            path = "\(folder)/autopack-demo-\(world.random.word(6))"
            return
        }
        path = directory.hasPrefix("/") ? directory : "\(world.workingDirectory)/\(directory)"
        guard world.files.kind("\(path)/.git") == .nothing else {
            throw UserError(
                .usage, "exists", "\(directory) holds a repository already",
                hint: "name a folder that does not exist yet")
        }
        guard world.files.kind(path) != .file else {
            throw UserError(.usage, "exists", "\(directory) is a file")
        }
    }

    /// The world as the demo's commands see it: in the project's folder.
    ///
    /// Writes the project's files and makes a repository of them.
    func create() async throws(UserError) -> World {
        do throws(FileFailure) {
            for (name, text) in DemoProject.files {
                try world.files.write("\(path)/\(name)", Array(text.utf8))
            }
            try world.files.write(replies, Array(DemoProject.repliesText.utf8))
        } catch {
            throw UserError(
                .environment, "unwritable", "cannot write \(error.path): \(error.detail)")
        }
        var world = world
        world.workingDirectory = path
        // The repository that the caller stands in is none of the demo's.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR"] {
            world.environment[name] = nil
        }
        try await commit(world)
        return world
    }

    private var replies: String { "\(path)/.git/autopack-demo.yaml" }

    /// Recorded replies and nothing else.
    var settings: RunSettings {
        let chain = EscalationChains.Tiers.all("tape/any")
        return RunSettings(
            providers: ["tape": ProviderSettings(wire: .replay, file: replies)],
            escalationChains: EscalationChains(builder: chain, auditor: chain))
    }

    private func commit(_ world: World) async throws(UserError) {
        let path = path
        let location = try userGit { () throws(GitError) in
            let repository = try Repository.create(
                at: path, bare: false, environment: world.environment)
            let author = try DemoProject.author(repository, world)
            var changes: [TreeChange] = []
            for (name, text) in DemoProject.files {
                let blob = try repository.writeBlob(Array(text.utf8))
                changes.append(.put(TreePath(name), .regular, blob))
            }
            let tree = try repository.writeTree(base: nil, changes: changes)
            let commit = try repository.writeCommit(
                tree: tree, parents: [], author: author, committer: author,
                message: "a temperature converter\n")
            try repository.update(RefName(checking: "refs/heads/main"), from: nil, to: commit)
            return repository.location
        }
        do throws(GitError) {
            let command = try await GitCommand(
                location: location, environment: world.environment, processes: world.processes)
            try await Checkout(
                command, temporaryDirectory: world.environment["TMPDIR"] ?? "/tmp"
            ).adopt("refs/heads/main")
        } catch {
            throw UserError(error)
        }
    }

    /// The person who runs the demo; a stand-in, for this repository only, where git knows none.
    private static func author(
        _ repository: Repository, _ world: World
    ) throws(GitError) -> Signature {
        func identity() throws(GitError) -> Signature {
            try Identity(
                environment: world.environment, configuration: try repository.configuration(),
                nowSeconds: world.clock.nowMilliseconds() / 1000
            ).author()
        }
        if let known = try? identity() { return known }
        try repository.setLocalConfiguration("user.name", to: "Demo")
        try repository.setLocalConfiguration("user.email", to: "demo@localhost")
        return try identity()
    }
}
