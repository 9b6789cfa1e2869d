package import Commands
package import Effects
package import Git
package import RunModel

/// A private repository in which checks, fix commands and agents run.
///
/// It has its own `HEAD`, index, refs and settings and borrows the user's objects, so nothing that
/// runs there reaches the user's stash, branches, settings or checkout. It is a cache below
/// `${XDG_CACHE_HOME:-~/.cache}/autopack`, kept warm between runs: bringing it to a commit costs
/// what changed, and whatever is found damaged is rebuilt.
///
/// An instance belongs to one task at a time and holds its place until it goes away. Its
/// synchronous parts block on the disk and belong off the cooperative thread pool.
package final class Workspace {
    /// The folder with the candidate's files, on this machine.
    package let path: String
    /// Where a check sees that folder: the user's checkout, or ``path`` where there is none or
    /// nothing can be bound over it.
    package let checkout: String
    /// The n of `w<n>`: how many other runs held a place when this one was taken.
    package let number: Int
    /// How programs are run here.
    package let sandbox: Sandbox
    /// What a check may use up.
    let limits: SandboxLimits
    /// The commit whose files are here; nil until the first ``bring(to:)``.
    package private(set) var commit: ObjectID?

    let repository: Repository
    let settings: WorkspaceSettings
    let userSettings: Configuration
    let processes: Processes
    let environment: [String: String]
    let place: WorkspacePlace
    let privateRepository: PrivateRepository
    let trash: Trash
    let tree: WorkTree

    /// What should be here.
    var index = WorkTreeIndex()
    /// What the index file was like when it was written; nil where it is unknown.
    var indexStatus: FileStatus?
    /// The tree that ``index`` holds; nil where that is not known.
    var present: ObjectID?
    /// By the attributes in ``index``; nil where they were not read yet.
    var conversion: Conversion?
    /// See ``DependencyFolders/candidates(in:)``; nil where ``index`` has other paths since.
    var dependencyFolders: [String]?
    /// Something may have changed since the files were written.
    var isDirty = true
    /// What `workspace.setup` left, see ``setUp(networkGranted:)``.
    var setup: SetupRecord?
    /// Folders of `workspace.cache` are kept from check to check, and not from run to run.
    var keepsCaches = false
    private var command: GitCommand?

    /// Takes the lowest free workspace of a repository.
    ///
    /// - Parameters:
    ///   - cacheDirectory: See ``cacheDirectory(environment:)``.
    ///   - environment: The variables this program was started with; checks get few of them.
    ///   - limits: What a check may use up, as the user's configuration has it.
    ///   - launcher: The absolute path of `autopack-sandbox`, see ``Sandbox/ownLauncher()``.
    /// - Throws: ``WorkspaceError`` `.cachePlace`, `.cacheUnusable`, `.noSpace`, `.permission`;
    ///   `.noSandbox` where neither bubblewrap nor Landlock works and the user did not say `off`.
    package static func take(
        for repository: Repository, cacheDirectory: String, settings: WorkspaceSettings,
        sandboxMode: SandboxMode, limits: SandboxLimitSettings = SandboxLimitSettings(),
        processes: Processes, environment: [String: String], launcher: String
    ) async throws(WorkspaceError) -> Workspace {
        let sandbox: Sandbox
        switch sandboxMode {
        case .off:
            sandbox = Sandbox(launcher: launcher, withoutBubblewrap: "switched off (sandbox: off)")
        case .auto:
            sandbox = await SandboxProbe.result(
                processes, launcher: launcher, path: environment["PATH"] ?? "",
                cacheDirectory: cacheDirectory)
            guard sandbox.confinesFiles else { throw noSandbox(sandbox) }
        }
        return try Workspace(
            for: repository, cacheDirectory: cacheDirectory, settings: settings, sandbox: sandbox,
            limits: limits, processes: processes, environment: environment)
    }

    private static func noSandbox(_ sandbox: Sandbox) -> WorkspaceError {
        WorkspaceError(
            .noSandbox, "run anything in a sandbox",
            detail: sandbox.gaps.filter { $0.hasPrefix("no ") }.joined(separator: "; "),
            remedy: "install bubblewrap, or trust what the checks run and set sandbox: off in your"
                + " own autopack.yaml\napt-get install bubblewrap")
    }

    /// Takes the lowest free workspace, for a sandbox that is known.
    package init(
        for repository: Repository, cacheDirectory: String, settings: WorkspaceSettings,
        sandbox: Sandbox, limits: SandboxLimitSettings = SandboxLimitSettings(),
        processes: Processes, environment: [String: String]
    ) throws(WorkspaceError) {
        place = try WorkspacePlace.take(
            for: repository.location, cacheDirectory: cacheDirectory)
        trash = try Trash(path: place.trash)
        let isUsable = try place.prepare(trash)
        userSettings = try asking { () throws(GitError) in try repository.configuration() }
        privateRepository = try PrivateRepository(
            at: place, for: repository, settings: userSettings)
        self.repository = repository
        self.settings = settings
        self.sandbox = sandbox
        self.limits = SandboxLimits(
            processes: limits.processes, fileMegabytes: limits.fileMegabytes,
            memoryMegabytes: limits.memoryMegabytes)
        self.processes = processes
        self.environment = environment
        path = place.tree
        number = place.number
        checkout =
            sandbox.bubblewrap == nil ? place.tree : repository.workTree ?? place.tree
        var read: WorkTreeIndex?
        if isUsable { read = DiskFile.read(place.indexFile).flatMap(IndexFormat.read) }
        if read == nil {
            try trash.take(place.tree)
            try DiskFile.makeFolder(place.tree)
            try trash.take(place.indexFile)
        }
        tree = try WorkTree(path: place.tree, trash: trash)
        if let read {
            index = read
            indexStatus = DiskFile.status(place.indexFile).map(FileStatus.init)
            present = PresentTree.read(from: place)
            setup = SetupRecord.read(from: place)
        }
        try trash.empty()
    }

    /// The folder of all workspaces: `$XDG_CACHE_HOME/autopack`, else `~/.cache/autopack`.
    ///
    /// - Returns: Nil where neither variable holds an absolute path.
    package static func cacheDirectory(environment: [String: String]) -> String? {
        for (name, folder) in [("XDG_CACHE_HOME", "autopack"), ("HOME", ".cache/autopack")] {
            // The specification of these folders has relative paths ignored.
            guard let base = environment[name], base.hasPrefix("/") else { continue }
            return base.hasSuffix("/") ? base + folder : "\(base)/\(folder)"
        }
        return nil
    }

    /// The folder in the cache of all that belongs to a repository: its workspaces, and what is kept
    /// beside them.
    ///
    /// - Throws: ``WorkspaceError`` `.cachePlace`, `.cacheUnusable`, `.noSpace`, `.permission`.
    package static func folder(
        of repository: Repository, cacheDirectory: String
    ) throws(WorkspaceError) -> String {
        try WorkspacePlace.folder(for: repository.location, cacheDirectory: cacheDirectory)
    }

    /// What a program that runs here could do and should not; one line each, to be printed.
    package var gaps: [String] { sandbox.gaps }

    func setCommit(_ commit: ObjectID?) { self.commit = commit }

    /// Git in the private repository, without the user's settings and so without filters.
    func git() async throws(WorkspaceError) -> GitCommand {
        if let command { return command }
        var variables = environment
        variables["GIT_CONFIG_GLOBAL"] = "/dev/null"
        variables["GIT_CONFIG_NOSYSTEM"] = "1"
        do throws(GitError) {
            let made = try await GitCommand(
                location: privateRepository.location, environment: variables,
                processes: processes)
            command = made
            return made
        } catch {
            throw WorkspaceError(error)
        }
    }
}
