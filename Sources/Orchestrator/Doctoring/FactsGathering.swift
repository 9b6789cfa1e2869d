package import Effects
package import Git
package import Healing
import Ledger
import RunModel

/// Gathers what the rule-based Doctor judges: reads only, runs nothing of the repository's.
///
/// Each part is gathered for itself, so that a repository that is broken in one place still tells
/// of all others.
package struct FactsGathering {
    private let location: RepositoryLocation
    /// Nil where it cannot be opened.
    private let repository: Repository?
    /// Nil where git cannot work here; only asked where something needs it, since it starts git.
    private let command: () async -> GitCommand?
    private let trouble: GitError?
    private let world: World

    /// - Parameters:
    ///   - trouble: Why it cannot be opened.
    package init(
        _ location: RepositoryLocation, repository: Repository?,
        command: @escaping () async -> GitCommand?, trouble: GitError? = nil, world: World
    ) {
        self.location = location
        self.repository = repository
        self.command = command
        self.trouble = trouble
        self.world = world
    }

    /// How much is looked at.
    package enum Extent: Sendable {
        /// What could keep a run from starting, in a time that does not grow with the repository.
        case start
        /// And the runs that are open, and the disks (T0 of `decisions.md`).
        case health
        /// All that a rule judges.
        case whole
    }

    /// The facts but those of configuration and providers, which the caller knows.
    package func gather(_ extent: Extent) async -> RepositoryFacts {
        let now = Timestamp(milliseconds: world.clock.nowMilliseconds())
        var facts = RepositoryFacts(
            location, folder: world.workingDirectory, now: now)
        facts.trouble = trouble.map { error in
            OpeningTrouble(feature: error.feature, detail: error.detail, remedy: error.remedy)
        }
        facts.strayPaths = location.strayPaths
        facts.operations = location.unfinishedOperations
        facts.locks = location.leftLocks(nowSeconds: now.seconds)
        facts.lostWorktrees = location.lostWorktrees
        addRefs(to: &facts)
        // What is half-way is told with the files that are open.
        if extent != .whole, facts.operations.isEmpty {
            facts.index = IndexExamination(headerOf: location)
        } else if let command = await command(), let index = try? await IndexExamination(command) {
            facts.index = index
        }
        await addHead(to: &facts)
        addConfiguration(to: &facts)
        await addObjects(to: &facts, limit: extent == .whole ? nil : Self.quickLimit)
        guard extent != .start else { return facts }
        addRuns(to: &facts, remembers: extent != .whole)
        addDisks(to: &facts)
        return facts
    }

    // MARK: Refs

    private func addRefs(to facts: inout RepositoryFacts) {
        let refs = RefExamination(location) { id in
            repository.map { (try? $0.header(of: id))??.kind == .commit } ?? false
        }
        (facts.damagedRefs, facts.damagedHead) = (refs.damaged, refs.head)
        facts.illegiblePackedLines = refs.packedLines
    }

    private func addHead(to facts: inout RepositoryFacts) async {
        guard let repository, facts.damagedHead == nil, let head = try? repository.head() else {
            return
        }
        switch head {
        case .branch(let name, _):
            facts.head = .branch(name)
            facts.upstream = (try? repository.upstreamDistance(of: name)).flatMap { $0 }
        case .unborn(let name): facts.head = .unborn(name)
        case .detached(let commit):
            let branches = (try? repository.refs(prefix: "refs/heads/")) ?? []
            let here = branches.filter { $0.id == commit }.map(\.name)
            var isReachable = !here.isEmpty
            if !isReachable, let command = await command() {
                isReachable = (try? await command.isReachable(commit)) ?? true
            }
            facts.head = .detached(commit, branches: here, isReachable: isReachable)
        }
    }

    // MARK: Configuration

    private func addConfiguration(to facts: inout RepositoryFacts) {
        let found =
            repository.map { try? $0.configuration() }
            ?? (try? Git.Configuration.read(environment: world.environment))
        guard let configuration = found else { return }
        let identity = Identity(
            environment: world.environment, configuration: configuration,
            nowSeconds: facts.now.seconds)
        do throws(GitError) {
            _ = (try identity.author(), try identity.committer())
        } catch {
            facts.identityTrouble = OpeningTrouble(detail: error.detail, remedy: error.remedy)
        }
        facts.hooks = location.deadHooks(
            hooksPath: configuration.string("core.hooksPath"), environment: world.environment,
            own: PushHookMark.bytes)
        let urls = configuration.entries(prefix: "remote.").filter { $0.name.hasSuffix(".url") }
        var remotes: [String] = []
        for entry in urls {
            let name = String(
                entry.name.dropFirst("remote.".utf8.count).dropLast(".url".utf8.count))
            if !remotes.contains(name) { remotes.append(name) }
        }
        if let branch = facts.head?.branch?.branchName,
            let own = configuration.string("branch.\(branch).remote"), remotes.contains(own)
        {
            remotes.removeAll { $0 == own }
            remotes.insert(own, at: 0)
        }
        facts.remotes = remotes
    }

    // MARK: Objects

    /// A quick look sees so many objects that are loose, and so many that `HEAD` needs.
    private static let quickLimit = 2000

    /// - Parameter limit: Nil: as many as a whole look sees.
    private func addObjects(to facts: inout RepositoryFacts, limit: Int?) async {
        facts.emptyObjects = location.emptyObjects(limit: limit ?? 100_000)
        guard let repository else { return }
        let empty = Set(facts.emptyObjects.compactMap { ObjectID(hex: $0.name) })
        var faults: [TreeFault] = []
        facts.missingObjects =
            (try? repository.missingObjects(empty: empty, limit: limit ?? 200_000) {
                entries, path in
                faults += TreeFault.faults(in: entries, at: path)
            }) ?? []
        facts.treeFaults = faults
        guard !facts.missingObjects.isEmpty, let command = await command() else { return }
        // More than these are no accident that a checkout can mend.
        let missing = facts.missingObjects.prefix(10_000)
        facts.recoverable = await ObjectRecovery(repository, command)
            .recoverable(Array(missing), temporaryDirectory: temporaryDirectory)
    }

    private var temporaryDirectory: String { world.environment["TMPDIR"] ?? "/tmp" }

    // MARK: Runs and disks

    private func addRuns(to facts: inout RepositoryFacts, remembers: Bool) {
        var closed =
            remembers && location.linkedFolders.isEmpty
            ? ClosedRuns(files: world.files, folder: "\(location.commonDirectory)/autopack/cache")
            : nil
        guard let repository,
            let found = try? RunExamination(repository, remembering: &closed)
        else { return }
        closed?.save()
        let host = LeaseOwner.current().host
        facts.runs = found.runs.filter { !$0.state.status.isOver }.map { run in
            let owner = run.state.owner?.host
            return RunFact(
                run: run.state.run.description, status: run.state.status, isHeld: run.isHeld,
                otherHost: owner == host ? nil : owner, updated: run.state.updated,
                waitsFor: run.state.waitsFor)
        }
        facts.invalidWords = found.illegalStates
        facts.unreadableRuns = found.unreadable.map {
            UnreadableRun(run: $0.run, detail: $0.detail)
        }
        facts.orphans = found.withoutJournal.map { run, refs in
            .withoutJournal(run: run, refs: refs)
        }
        for (run, tip) in found.withoutBranch {
            guard let branch = RefName(run.branch) else { continue }
            facts.orphans.append(.withoutBranch(run: run.description, branch: branch, tip: tip))
        }
    }

    private func addDisks(to facts: inout RepositoryFacts) {
        let cache =
            world.environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? world.environment["HOME"].map { "\($0)/.cache" }
        var seen: Set<UInt64> = []
        for (purpose, path) in [
            ("the repository", location.commonDirectory), ("the checkout", location.workTree),
            ("workspaces", cache), ("temporary files", temporaryDirectory),
        ] {
            guard let path, let room = world.files.space(path),
                seen.insert(room.fileSystem).inserted
            else { continue }
            facts.disks.append(
                DiskFact(
                    purpose: purpose, path: path, freeBytes: room.freeBytes,
                    freeFiles: room.freeFiles))
        }
    }
}

extension HeadFact {
    /// The branch, nil where `HEAD` is detached.
    fileprivate var branch: RefName? {
        switch self {
        case .branch(let name), .unborn(let name): name
        case .detached: nil
        }
    }
}
