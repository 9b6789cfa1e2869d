import Commands
import Effects
import Git
import Ledger
import Orchestrator
import RunModel
import Settings
import Workspace

/// A command that runs in a private workspace as a check does, on the person's own streams.
struct SandboxedCommand {
    private let session: Session
    private let check: Check
    private let workspace: Workspace
    /// What is `HEAD` in the workspace.
    private let commit: ObjectID
    /// The files, where they are not the commit's own.
    private let tree: ObjectID?

    /// Takes a workspace, and a snapshot of the checkout.
    ///
    /// - Parameters:
    ///   - timeLimitSeconds: Nil: that of a check.
    ///   - revision: Whose files it runs on; nil: those of the checkout, with what is uncommitted.
    init(
        _ session: Session, words: [String], timeLimitSeconds: Int?, revision: String?
    ) async throws(UserError) {
        self.session = session
        var check = Check(name: "sandbox", run: words)
        if let timeLimitSeconds { check.timeoutSeconds = Double(timeLimitSeconds) }
        self.check = check
        let repository = session.repository
        if revision == nil, repository.workTree != nil {
            let snapshot = try await Self.snapshot(session)
            commit = snapshot.base ?? snapshot.commit
            tree = snapshot.tree
        } else {
            commit = try userGit { () throws(GitError) in
                try repository.resolve(revision ?? "HEAD")
            }
            tree = nil
        }
        workspace = try await Self.workspace(session, base: commit)
    }

    /// Runs it to its end and gives its exit status.
    func run() async throws(UserError) -> Int32 {
        for gap in workspace.gaps { session.output.note("warning: \(Visible.line(gap))") }
        do throws(WorkspaceError) {
            try await workspace.bring(to: commit, with: tree)
            try await workspace.setUp(networkGranted: false)
            return try await workspace.runInForeground(check, in: folder)
        } catch {
            throw UserError(error)
        }
    }

    /// Where the person stands in the checkout, as far as the workspace has that folder.
    private var folder: String {
        guard let root = session.repository.workTree else { return "" }
        let here = session.world.workingDirectory
        let folder = root.hasSuffix("/") ? String(root.dropLast()) : root
        guard here.hasPrefix(folder + "/") else { return "" }
        return String(here.dropFirst(folder.utf8.count + 1))
    }

    private static func snapshot(_ session: Session) async throws(UserError) -> Snapshot {
        let command = try await session.command()
        let seconds = session.world.clock.nowMilliseconds() / 1000
        do throws(GitError) {
            let checkout = try Checkout(command, temporaryDirectory: session.temporaryDirectory)
            // Nobody's work: no ref ever names it.
            return try await checkout.snapshot(
                author: Program.committer(at: seconds), message: "files for the sandbox")
        } catch {
            throw UserError(error)
        }
    }

    private static func workspace(
        _ session: Session, base: ObjectID
    ) async throws(UserError) -> Workspace {
        let settings = try session.checkedConfiguration(base: base, flags: []).runSettings
        let world = session.world
        guard let cache = Workspace.cacheDirectory(environment: world.environment) else {
            throw UserError(
                .environment, "environment", "neither XDG_CACHE_HOME nor HOME is set",
                hint: "export XDG_CACHE_HOME=/path/to/a/cache")
        }
        guard let launcher = Sandbox.ownLauncher() else { throw UserError.noLauncher }
        do throws(WorkspaceError) {
            return try await Workspace.take(
                for: session.repository, cacheDirectory: cache, settings: settings.workspace,
                sandboxMode: settings.sandbox, limits: settings.sandboxLimits,
                processes: world.processes, environment: world.environment, launcher: launcher)
        } catch {
            throw UserError(error)
        }
    }
}

extension UserError {
    static let noLauncher = UserError(
        .environment, "environment", "autopack-sandbox is not installed", hint: "make install")

    init(_ error: WorkspaceError) {
        self.init(
            error.code == .cancelled ? .interrupted : .environment, "environment",
            "cannot \(error.operation): \(error.detail)", hint: error.remedy)
    }
}
