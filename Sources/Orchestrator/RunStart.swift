package import Effects
package import Git
package import Ledger
package import RunModel

/// Begins runs: everything that can be refused is refused before anything is written.
package struct RunStart {
    private let context: RunLedger.Context
    private let world: World
    private let command: GitCommand

    package init(context: RunLedger.Context, world: World, command: GitCommand) {
        self.context = context
        self.world = world
        self.command = command
    }

    /// Writes a run's first events and its branches.
    ///
    /// - Returns: The run, held by this process.
    /// - Throws: ``RunError``; then the repository is as it was.
    package func begin(
        _ request: RunRequest, observer: ((JournalEntry, RunState) -> Void)? = nil
    ) async throws(RunError) -> RunLedger {
        let repository = context.repository
        try refuseBlockingBranch()
        let head = try git { () throws(GitError) in try repository.head() }
        let (base, snapshot) = try await start(of: request, head: head)
        let run = request.id ?? name(of: request)
        let created = RunCreated(
            goal: request.plan.goal, base: base.hex, target: request.target ?? head.branch?.name,
            snapshot: snapshot?.hex, tool: request.tool, settings: request.settings,
            checks: request.plan.checks)
        let context = context
        _ = try ledger { () throws(LedgerError) in
            try FormatRef(repository).ensure(author: context.author, clock: context.clock)
        }
        let pins = [base] + (snapshot.map { [$0] } ?? [])
        var events: [Event] = [
            .leaseTaken(LeaseTaken(state: .created, reason: "created", owner: context.owner))
        ]
        if let health = request.health { events.append(.healthChecked(health.checked)) }
        if request.planText != nil {
            events.append(
                .planAdopted(
                    PlanAdopted(
                        version: 1, source: request.source, why: "given with the command",
                        plan: request.plan)))
        }
        events += (request.health?.disabled ?? []).map { .providerDisabled($0) }
        let following = events
        return try ledger { () throws(LedgerError) in
            try RunLedger.create(
                run, created, then: following, pins: pins, planText: request.planText, in: context,
                observer: observer)
        }
    }

    /// The commit the run starts from, and the snapshot where it is one.
    private func start(
        of request: RunRequest, head: Head
    ) async throws(RunError) -> (base: ObjectID, snapshot: ObjectID?) {
        let repository = context.repository
        if request.dirty { return try await snapshot(head) }
        if let revision = request.base {
            let base = try git { () throws(GitError) in try repository.resolve(revision) }
            try refuseBrokenTree(of: base, named: revision)
            return (base, nil)
        }
        guard let commit = head.commit else {
            throw RunError.noCommit
        }
        return (commit, nil)
    }

    /// Pins the uncommitted work and starts from it.
    ///
    /// The base is a commit of the snapshot's tree on `HEAD`, so that the run's history is the
    /// user's, and the index commit of the snapshot stays out of it.
    private func snapshot(
        _ head: Head
    ) async throws(RunError) -> (base: ObjectID, snapshot: ObjectID?) {
        guard let commit = head.commit else {
            throw RunError.noCommit
        }
        let repository = context.repository
        if let operation = repository.location.unfinishedOperations.first {
            throw RunError(
                .environment, "start a run from the uncommitted work",
                detail: "\(operation.noun) is half-way", remedy: operation.remedy)
        }
        let author = context.author
        let checkout = try checkout()
        let snapshot = try await RunSnapshot.take(of: checkout, author: author)
        let base = try git { () throws(GitError) in
            try repository.writeCommit(
                tree: snapshot.tree, parents: [commit], author: author,
                committer: Program.committer(at: author.seconds),
                message: Program.subject(ofWorkOn: head.branch?.shortName ?? "a detached HEAD")
                    + "\n")
        }
        return (base, snapshot.commit)
    }

    /// Of a tree that git refuses to check out no workspace can be made; of `HEAD` health says it.
    private func refuseBrokenTree(of base: ObjectID, named name: String) throws(RunError) {
        let repository = context.repository
        let faults = try git { () throws(GitError) in
            try TreeInspection(repository).faults(in: try repository.readCommit(base).tree)
        }
        guard let first = faults.first else { return }
        throw RunError(
            .environment, "start a run from \(name)",
            detail: "\(first.path.bytes.isEmpty ? "its tree" : "\(first.path)"): \(first.what)",
            remedy: "all faults of that kind: git fsck --strict --no-dangling\n"
                + "start from a commit without them: git autopack run --base COMMIT")
    }

    private func checkout() throws(RunError) -> Checkout {
        let (command, folder) = (command, world.environment["TMPDIR"] ?? "/tmp")
        return try git { () throws(GitError) in
            try Checkout(command, temporaryDirectory: folder)
        }
    }

    private func name(of request: RunRequest) -> RunID {
        RunID(
            day: Timestamp(milliseconds: world.clock.nowMilliseconds()), goal: request.plan.goal,
            random: world.random.word(4))
    }

    /// A branch called `autopack` leaves no room for `autopack/…`.
    private func refuseBlockingBranch() throws(RunError) {
        let repository = context.repository
        let found = try git { () throws(GitError) in
            try repository.lookUp(RefName(checking: "refs/heads/autopack"))
        }
        guard found != nil else { return }
        throw RunError(
            .environment, "start a run",
            detail: "a branch called 'autopack' exists, and leaves no room for autopack/<run>",
            remedy: "git branch -m autopack autopack-old")
    }
}

/// The pinned state of the user's checkout.
enum RunSnapshot {
    static func take(
        of checkout: Checkout, author: Signature
    ) async throws(RunError) -> Snapshot {
        try await RunError.mapping { () async throws(GitError) in
            try await checkout.snapshot(author: author, message: "snapshot of the checkout")
        }
    }
}
