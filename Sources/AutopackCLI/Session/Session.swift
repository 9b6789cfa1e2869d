import Effects
import Git
import Ledger
import Orchestrator
import RunModel
import Settings

/// What a command inside a repository works with.
struct Session {
    let invocation: Invocation
    let repository: Repository
    /// Keys that came from elsewhere than the environment; they must appear in no record.
    var secrets: [String] = []

    var world: World { invocation.world }
    var output: Output { invocation.output }

    /// Opens the repository of the current folder.
    ///
    /// - Throws: ``UserError`` `.environment` where there is none, or one in which no command of
    ///   git works.
    init(_ invocation: Invocation) throws(UserError) {
        self.invocation = invocation
        let world = invocation.world
        repository = try userGit { () throws(GitError) in
            try Repository.discover(
                from: world.workingDirectory, environment: world.environment)
        }
        try refuseDamagedHead()
        try refuseLinkedFolder()
    }

    // MARK: Reading

    var directory: RunDirectory { RunDirectory(repository) }

    /// The run that is meant: the named one, or the newest started from this branch.
    func find(_ run: String?) throws(UserError) -> JournalTip {
        guard run != "" else {
            throw UserError(
                .usage, "usage", "the name of the run is empty", hint: "git autopack log")
        }
        let directory = directory
        let head = try userGit { () throws(GitError) in try repository.head() }
        return try userLedger { () throws(LedgerError) in
            try directory.find(run, branch: head.branch?.name)
        }
    }

    /// The object that a journal names as text.
    func id(_ hex: String) throws(UserError) -> ObjectID {
        guard let id = ObjectID(hex: hex) else {
            throw UserError(.invalid, "invalid", "'\(hex)' is no object id")
        }
        return id
    }

    /// Of what can be found out again, shared by all worktrees.
    var cacheFolder: String { "\(repository.commonDirectory)/autopack/cache" }

    // MARK: Writing

    /// git's command line, without the repository's programs.
    func command() async throws(UserError) -> GitCommand {
        do throws(GitError) {
            return try await GitCommand(
                location: repository.location, environment: world.environment,
                processes: world.processes)
        } catch {
            throw UserError(error)
        }
    }

    /// The person who runs the command.
    func author() throws(UserError) -> Signature {
        let (world, repository) = (world, repository)
        return try userGit { () throws(GitError) in
            try Identity(
                environment: world.environment, configuration: try repository.configuration(),
                nowSeconds: world.clock.nowMilliseconds() / 1000
            ).author()
        }
    }

    /// The person as committer, who may be another than the author.
    func committer() throws(UserError) -> Signature {
        let (world, repository) = (world, repository)
        return try userGit { () throws(GitError) in
            try Identity(
                environment: world.environment, configuration: try repository.configuration(),
                nowSeconds: world.clock.nowMilliseconds() / 1000
            ).committer()
        }
    }

    /// A run that was opened, for landing, rolling back and resuming.
    func held(_ ledger: RunLedger, _ command: GitCommand) throws(UserError) -> HeldRun {
        HeldRun(
            ledger: ledger, command: command, author: try author(), committer: try committer(),
            temporaryDirectory: temporaryDirectory)
    }

    /// What every ledger of this process shares.
    func context() throws(UserError) -> RunLedger.Context {
        RunLedger.Context(
            repository: repository, author: try author(), redactor: redactor, clock: world.clock,
            owner: .current())
    }

    /// Takes a run for writing.
    func open(_ run: RunID) throws(UserError) -> RunLedger {
        let context = try context()
        return try userLedger { () throws(LedgerError) in try RunLedger.open(run, in: context) }
    }

    /// Knows every form of secret, and the keys of the environment and from elsewhere.
    var redactor: Redactor { Redactor(environment: world.environment, secrets: secrets) }

    /// Tracked or untracked files of the checkout differ from `HEAD`; a bare repository has none.
    func isDirty() async throws(UserError) -> Bool {
        guard !repository.isBare else { return false }
        let command = try await command()
        do throws(GitError) {
            let checkout = try Checkout(command, temporaryDirectory: temporaryDirectory)
            return try await !checkout.isClean()
        } catch {
            throw UserError(error)
        }
    }

    var temporaryDirectory: String { world.environment["TMPDIR"] ?? "/tmp" }
}
