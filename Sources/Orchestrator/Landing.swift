package import Git
import Ledger
package import RunModel

/// Brings the result of a run to a branch of the user's, or into the working tree.
///
/// Everything that can be refused is refused before a snapshot is pinned, and the snapshot is
/// pinned before anything moves.
package struct Landing {
    /// How the result becomes part of the target.
    package enum Way: String, Sendable, CaseIterable {
        /// The target moves forward to the run's tip.
        case fastForward = "ff"
        /// A merge commit, judged like any candidate where the target has moved.
        case merge
        /// One commit with the whole change.
        case squash
        /// The run's difference in the working tree, unstaged; no branch moves.
        case worktree
        /// A new branch at the run's tip.
        case branch
    }

    /// Says what checks, audit and gate think of a commit that no candidate of the run was.
    package typealias Judge = (_ commit: ObjectID) async throws(RunError) -> GateDecided

    /// Resolves a merge that conflicts, and gives the tree that it comes to; nil: it cannot.
    package typealias Resolve = (_ conflict: LandingConflict) async throws(RunError) -> ObjectID?

    private let held: HeldRun
    private var ledger: RunLedger { held.ledger }
    private var command: GitCommand { held.command }
    private var author: Signature { held.author }
    private var committer: Signature { held.committer }
    private let signing: CommitSigning?

    /// - Parameter signing: How the landed commits are signed; nil: they are not.
    package init(_ held: HeldRun, signing: CommitSigning? = nil) {
        self.held = held
        self.signing = signing
    }

    /// Lands the run.
    ///
    /// - Parameters:
    ///   - way: Nil: into the working tree for a run that began with uncommitted work, else `ff`.
    ///   - target: A branch; nil: the one that HEAD was on when the run began.
    ///   - newBranch: The name for `.branch`.
    ///   - resolve: Asked where such a merge conflicts.
    ///   - judge: Asked for a merge of a target that has moved.
    /// - Returns: What was landed, and where.
    /// - Throws: ``RunError`` `.held` where the target has moved or files are in the way, `.refused`
    ///   where the run has not succeeded; nothing has changed then.
    package func land(
        _ way: Way?, onto target: RefName?, newBranch: String? = nil,
        resolve: Resolve? = nil, judge: Judge
    ) async throws(RunError) -> RefsMoved {
        let state = ledger.state
        guard state.status == .succeeded else {
            throw RunError(
                .refused, "land run \(state.run)",
                detail: "it is \(state.status.rawValue), and only a run that succeeded is landed",
                remedy: remedy(state))
        }
        let tip = try id(state.tip)
        let way = way ?? (state.snapshot.value == nil ? .fastForward : .worktree)
        switch way {
        case .worktree: return try await landInWorkingTree(tip)
        case .branch:
            return try await signed(tip, excluding: []) { tip async throws(RunError) in
                try await landOnNewBranch(newBranch ?? "", tip)
            }
        case .fastForward, .merge, .squash: break
        }
        let name = try branch(target)
        let old = try git { () throws(GitError) in try ledger.repository.lookUp(name) }
        guard let old else {
            throw RunError(
                .usage, "land run \(state.run)", detail: "there is no branch \(name.shortName)",
                remedy: "git autopack land \(state.run) --branch \(name.shortName)")
        }
        let new = try await commit(to: name, old: old, tip: tip, way: way, resolve, judge)
        return try await signed(new, excluding: [old]) { new async throws(RunError) in
            try await move(name, from: old, to: new, way: way)
        }
    }

    /// What leads to a run that can be landed.
    private func remedy(_ state: RunState) -> String {
        switch state.status {
        case .rolledBack: "git autopack rollback --undo \(state.run)"
        case .awaitingApproval: "git autopack approve \(state.run)"
        default: "git autopack resume \(state.run)"
        }
    }

    /// Lands the commit, or where commits are signed, the signed one that takes its place.
    private func signed(
        _ commit: ObjectID, excluding: [ObjectID],
        land: (ObjectID) async throws(RunError) -> RefsMoved
    ) async throws(RunError) -> RefsMoved {
        guard let signing else { return try await land(commit) }
        let commits = SignedCommits(
            ledger: ledger, command: command, signing: signing, author: author)
        let made = try await commits.make(
            from: commit, excluding: excluding + [try id(ledger.state.base)])
        let landed = try await land(made[commit] ?? commit)
        commits.copyNotes(made)
        return landed
    }

    // MARK: Branches

    private func branch(_ target: RefName?) throws(RunError) -> RefName {
        if let target { return target }
        guard let name = ledger.state.target.value else {
            throw RunError(
                .usage, "land run \(ledger.run)",
                detail: "HEAD was on no branch when it began, so no branch is meant",
                remedy: "git autopack land \(ledger.run) --branch NAME, or --onto BRANCH")
        }
        return try git { () throws(GitError) in try RefName(checking: name) }
    }

    /// The commit that the target is to name.
    private func commit(
        to name: RefName, old: ObjectID, tip: ObjectID, way: Way, _ resolve: Resolve?,
        _ judge: Judge
    ) async throws(RunError) -> ObjectID {
        let repository = ledger.repository
        let isForward = try git { () throws(GitError) in
            try repository.isAncestor(old, of: tip)
        }
        if way == .fastForward {
            guard isForward else { throw moved(name) }
            return tip
        }
        let subject = title
        if isForward, way == .squash {
            return try git { () throws(GitError) in
                try write(try repository.readCommit(tip).tree, parents: [old], subject)
            }
        }
        let tree: ObjectID
        if isForward {
            tree = try git { () throws(GitError) in try repository.readCommit(tip).tree }
        } else {
            tree = try await mergedTree(ours: old, theirs: tip, name: name, resolve)
        }
        let parents = way == .squash ? [old] : [old, tip]
        let commit = try git { () throws(GitError) in try write(tree, parents: parents, subject) }
        if !isForward {
            ledger.pin(commit)
            let decided = try await judge(commit)
            guard decided.verdict == .ok else {
                let why = decided.findings.filter { $0.severity == decided.verdict }
                    .map(\.message).joined(separator: "; ")
                throw RunError(
                    .refused, "land run \(ledger.run)",
                    detail:
                        "the merge with \(name.shortName) is \(decided.verdict.rawValue): \(why)",
                    remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
            }
        }
        return commit
    }

    private func mergedTree(
        ours: ObjectID, theirs: ObjectID, name: RefName, _ resolve: Resolve?
    ) async throws(RunError) -> ObjectID {
        let repository = ledger.repository
        let merge = try git { () throws(GitError) in
            try repository.mergeCommits(ours, theirs)
        }
        switch merge {
        case .clean(let tree): return tree
        case .conflicts(let conflicts):
            let conflict = LandingConflict(
                target: name, ours: ours, theirs: theirs, conflicts: conflicts)
            if let tree = try await resolve?(conflict) { return tree }
            let paths = conflict.paths.joined(separator: ", ")
            throw RunError(
                .held, "land run \(ledger.run)",
                detail: "\(name.shortName) has changed the same lines in \(paths)",
                remedy: "git autopack land \(ledger.run) --branch NAME, and merge by hand")
        }
    }

    private func moved(_ name: RefName) -> RunError {
        RunError(
            .held, "land run \(ledger.run)",
            detail:
                "\(name.shortName) has moved since the run began, so it cannot go forward to it",
            remedy: """
                git autopack land \(ledger.run) --merge
                git autopack land \(ledger.run) --squash
                git autopack land \(ledger.run) --branch NAME
                """)
    }

    /// Pins the checkout, plans, moves the ref, and brings the checkout along.
    private func move(
        _ name: RefName, from old: ObjectID, to new: ObjectID, way: Way
    ) async throws(RunError) -> RefsMoved {
        let checkout = try await held.checkedOut(name).checkout()
        var snapshot: Snapshot?
        if let checkout {
            try await refuse(overlapsOf: checkout, from: old, to: new)
            snapshot = try await RunSnapshot.take(of: checkout, author: author)
        }
        if let snapshot { ledger.pin(snapshot.commit) }
        ledger.pin(old)
        ledger.pin(new)
        let refs = [RefMove(name: name.name, old: old.hex, new: new.hex)]
        try append(
            .landPlanned(
                RefsPlanned(refs: refs, snapshot: snapshot?.commit.hex, way: way.rawValue)))
        try await LandedRefs(ledger: ledger, command: command, author: author).finish(
            checkout: checkout)
        return RefsMoved(commit: new.hex, refs: refs)
    }

    private func refuse(
        overlapsOf checkout: Checkout, from old: ObjectID, to new: ObjectID
    ) async throws(RunError) {
        let paths = try await RunError.mapping { () async throws(GitError) in
            try await checkout.overlaps(from: old, to: new)
        }
        guard paths.isEmpty else {
            throw RunError(
                .held, "land run \(ledger.run)",
                detail: "these files of the checkout are changed and would be overwritten: "
                    + paths.map(\.description).joined(separator: ", "),
                remedy: "git stash push -u, then git autopack land \(ledger.run)")
        }
    }

    private func landOnNewBranch(
        _ short: String, _ tip: ObjectID
    ) async throws(RunError) -> RefsMoved {
        let name = try git { () throws(GitError) in try RefName.branch(short) }
        let found = try git { () throws(GitError) in try ledger.repository.lookUp(name) }
        guard found == nil else {
            throw RunError(
                .usage, "land run \(ledger.run)", detail: "the branch \(short) exists",
                remedy: "git autopack land \(ledger.run) --onto \(short)")
        }
        ledger.pin(tip)
        let refs = [RefMove(name: name.name, old: nil, new: tip.hex)]
        try append(.landPlanned(RefsPlanned(refs: refs, way: Way.branch.rawValue)))
        try await LandedRefs(ledger: ledger, command: command, author: author).finish(
            checkout: nil)
        return RefsMoved(commit: tip.hex, refs: refs)
    }

    // MARK: The working tree

    private func landInWorkingTree(_ tip: ObjectID) async throws(RunError) -> RefsMoved {
        let (command, folder) = (command, held.temporaryDirectory)
        let checkout = try git { () throws(GitError) in
            try Checkout(command, temporaryDirectory: folder)
        }
        let snapshot = try await RunSnapshot.take(of: checkout, author: author)
        ledger.pin(snapshot.commit)
        let base = try id(ledger.state.base)
        try append(
            .landPlanned(
                RefsPlanned(
                    refs: [], snapshot: snapshot.commit.hex, way: Way.worktree.rawValue)))
        do throws(GitError) {
            try await checkout.writeDifference(from: base, to: tip)
        } catch {
            // Nothing was written.
            try LandedRefs(ledger: ledger, command: command, author: author).takeBack()
            throw RunError(error)
        }
        let moved = RefsMoved(commit: tip.hex, refs: [])
        try append(.runLanded(moved))
        return moved
    }

    // MARK: Parts

    private var title: String {
        let goal = ledger.state.goal.split(separator: "\n").first.map(String.init) ?? ""
        return goal.count > 72 ? String(goal.prefix(71)) + "…" : goal
    }

    private func write(
        _ tree: ObjectID, parents: [ObjectID], _ subject: String
    ) throws(GitError) -> ObjectID {
        let trailers = Trailers([.init("Autopack-Run", ledger.run.description)])
        return try ledger.repository.writeCommit(
            tree: tree, parents: parents, author: author, committer: committer,
            message: trailers.appended(to: subject + "\n"))
    }

    private func append(_ event: Event) throws(RunError) {
        try RunError.recording { () throws(LedgerError) in try ledger.append([event]) }
    }

    private func id(_ text: String) throws(RunError) -> ObjectID {
        guard let id = ObjectID(hex: text) else {
            throw RunError(.invalid, "land run \(ledger.run)", detail: "'\(text)' is no commit")
        }
        return id
    }
}
