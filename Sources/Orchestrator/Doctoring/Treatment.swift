package import Effects
package import Git
package import Healing
package import Ledger
import RunModel

/// Mends findings from a pinned image, and takes a mending back.
package struct Treatment {
    private let repository: Repository
    private let command: GitCommand?
    private let clock: Clock
    private let tool: String

    /// - Parameters:
    ///   - command: Nil where git cannot work in the repository.
    ///   - tool: The program's name and version, for the record.
    package init(_ repository: Repository, _ command: GitCommand?, clock: Clock, tool: String) {
        self.repository = repository
        self.command = command
        self.clock = clock
        self.tool = tool
    }

    /// What came of it.
    package struct Outcome: Sendable {
        /// Holds what was there before; nil where nothing was to be done.
        package var ref: RefName?
        package var mended: [RepositoryFinding] = []
        package var failed: [(finding: RepositoryFinding, error: RunError)] = []
        /// They wait until what is below them is mended.
        package var postponed: [RepositoryFinding] = []

        /// Nothing was done.
        package init() {}
    }

    /// Mends findings one after another, the ones first that others build on.
    ///
    /// - Throws: ``RunError`` where no image could be taken; nothing was changed then.
    package func mend(_ findings: [RepositoryFinding]) async throws(RunError) -> Outcome {
        var outcome = Outcome()
        var ordered = findings.filter { $0.mending != nil }
        ordered.sort { ($0.mending?.order ?? 0) < ($1.mending?.order ?? 0) }
        // Without HEAD or an index nobody can say what the checkout holds, and an object whose file
        // is empty keeps its content from being stored: no image of it would be complete.
        let isBlind =
            command == nil
            || ordered.contains { finding in
                switch finding.mending {
                case .rebuildIndex, .removeObjects, .cleanPackedRefs: true
                default: false
                }
            }
        if isBlind {
            let waits: (RepositoryFinding) -> Bool = { finding in
                switch finding.mending {
                case .abort, .restoreFiles: true
                case .rebuildIndex: command == nil
                default: false
                }
            }
            outcome.postponed = ordered.filter(waits)
            ordered.removeAll(where: waits)
        }
        guard !ordered.isEmpty else { return outcome }
        let stored = try await begin(ordered, isBlind: isBlind)
        outcome.ref = stored.ref
        let mender = Mender(
            repository, command, person: Program.committer(at: now().seconds))
        for finding in ordered {
            guard let mending = finding.mending else { continue }
            do throws(RunError) {
                try await mender.mend(mending)
                outcome.mended.append(finding)
            } catch {
                outcome.failed.append((finding, error))
            }
        }
        let isChanged = try await finish(stored)
        if !isChanged { outcome.ref = nil }
        return outcome
    }

    // MARK: Before and after

    private var store: MendingStore { MendingStore(repository) }

    private func now() -> Timestamp { Timestamp(milliseconds: clock.nowMilliseconds()) }

    private func begin(
        _ findings: [RepositoryFinding], isBlind: Bool
    ) async throws(RunError) -> MendingStore.Stored {
        let location = repository.location
        guard location.gitDirectory.hasPrefix(location.commonDirectory) else {
            throw RunError(
                .environment, "mend the repository",
                detail: "its git directory \(location.gitDirectory) lies outside"
                    + " \(location.commonDirectory)")
        }
        let mendings = findings.compactMap(\.mending)
        try refuseForeignCheckout(mendings)
        let scope = try await scope(mendings, isBlind: isBlind)
        let taking = ImageTaking(repository, command)
        let image = try await recording { () async throws(LedgerError) in
            try await taking.take(scope, storing: true)
        }
        let record = MendingRecord(
            time: now(), tool: tool, worktree: worktree, findings: findings.map(\.health),
            before: image)
        var entries: [IndexEntry] = []
        if let command, !isBlind { entries = (try? await command.indexEntries()) ?? [] }
        let pinned = unheld(entries)
        let store = store
        return try ledger { () throws(LedgerError) in
            try store.begin(record, index: pinned, pins: pins(image))
        }
    }

    /// A repository's own configuration may name any folder for its checkout; only the person may
    /// have it written to.
    private func refuseForeignCheckout(_ mendings: [RepositoryMending]) throws(RunError) {
        let named = ["GIT_DIR", "GIT_WORK_TREE"].contains {
            repository.environment[$0]?.isEmpty == false
        }
        guard mendings.contains(where: \.touchesCheckout), let workTree = repository.workTree,
            !named, !repository.location.hasOwnCheckout
        else { return }
        throw RunError(
            .refused, "mend the checkout",
            detail: "core.worktree names \(workTree), which does not lead back to this repository",
            remedy:
                "if you want it written to:\nGIT_WORK_TREE='\(workTree)' git autopack doctor --fix")
    }

    /// Says how it is afterwards; where nothing has changed there is nothing to take back.
    private func finish(_ stored: MendingStore.Stored) async throws(RunError) -> Bool {
        var record = stored.record
        var wanted = ImageTaking.Scope(of: stored.record.before)
        wanted.hasIndex = command != nil
        let (taking, scope) = (ImageTaking(repository, command), wanted)
        let after = try await recording { () async throws(LedgerError) in
            try await taking.take(scope, storing: false)
        }
        record.after = after
        let isChanged =
            !record.before.differences(to: after).isEmpty
            || !after.differences(to: record.before).isEmpty
        if !isChanged { record.undone = now() }
        let (store, finished) = (store, record)
        let subject = isChanged ? "doctor: mended" : "doctor: nothing was changed"
        _ = try ledger { () throws(LedgerError) in
            try store.append(finished, to: stored, subject: subject)
        }
        return isChanged
    }

    /// The linked worktree, by its name relative to the common directory.
    private var worktree: String {
        let location = repository.location
        return String(
            location.gitDirectory.dropFirst(location.commonDirectory.count).drop { $0 == "/" })
    }

    // MARK: What may change

    private func scope(
        _ mendings: [RepositoryMending], isBlind: Bool
    ) async throws(RunError) -> ImageTaking.Scope {
        let location = repository.location
        var scope = ImageTaking.Scope(hasIndex: command != nil)
        func name(_ path: String) -> String {
            String(path.dropFirst(location.commonDirectory.utf8.count + 1))
        }
        if let branch = (try? repository.head())?.branch { scope.refs.append(branch) }
        for mending in mendings {
            switch mending {
            case .removeLocks(let locks): scope.names += locks.map { name($0.path) }
            case .mendRefs(let refs): scope.names += refs.map { name($0.path) }
            case .cleanPackedRefs: scope.names.append("packed-refs")
            case .removeObjects(let objects): scope.names += objects.map { name($0.path) }
            case .removeWorktrees(let worktrees):
                scope.names += worktrees.flatMap { location.names(below: $0.folder) }
            case .abort(let kind):
                scope.names.append("logs/refs/stash")
                if let branch = location.rebasedBranch { scope.refs.append(branch) }
                if let stash = RefName("refs/stash") { scope.refs.append(stash) }
                scope.paths += try await paths(of: kind)
            case .restoreFiles(let paths): scope.paths += paths
            case .nameBranch, .rewriteObjects, .rebuildIndex: break
            }
        }
        if !isBlind, mendings.contains(where: \.touchesCheckout), let command,
            repository.workTree != nil
        {
            scope.paths += try await RunError.mapping { () async throws(GitError) in
                try await command.uncommittedPaths()
            }
        }
        var seen: Set<RefName> = []
        scope.refs = scope.refs.filter { seen.insert($0).inserted }
        return scope
    }

    /// The files that giving an operation up may write.
    private func paths(
        of kind: UnfinishedOperation.Kind
    ) async throws(RunError) -> [TreePath] {
        guard let command else { return [] }
        let revisions = repository.location.revisions(of: kind)
        var found: [TreePath] = []
        for (old, new) in revisions.goals.map({ ("HEAD", $0) })
            + revisions.stashes.map({ ("\($0)^1", $0) })
        {
            found += try await RunError.mapping { () async throws(GitError) in
                try await command.differingPaths(old, new)
            }
        }
        return found
    }

    /// Entries of the index that the commit of `HEAD` does not hold.
    private func unheld(_ entries: [IndexEntry]) -> [IndexEntry] {
        guard let commit = (try? repository.head())?.commit,
            let tree = try? repository.readCommit(commit).tree
        else { return entries }
        var held: [TreePath: ObjectID] = [:]
        do throws(GitError) {
            try repository.walk(tree) { path, entry in
                held[path] = entry.id
                return .proceed
            }
        } catch {
            // A tree is missing: what was read of it is held, all else is kept.
        }
        return entries.filter { $0.stage > 0 || held[$0.path] != $0.id }
    }

    /// The commits that the files of an image name.
    private func pins(_ image: RepositoryImage) -> [ObjectID] {
        var ids = image.refs.compactMap(\.id)
        if let head = (try? repository.head())?.commit { ids.append(head) }
        for entry in image.state {
            guard let blob = entry.blob,
                let bytes = try? repository.readBlob(blob, limitBytes: 1 << 16)
            else { continue }
            let words = bytes.split { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
            ids += words.filter { $0.count == 40 }.compactMap {
                ObjectID(hex: String(decoding: $0, as: UTF8.self))
            }
        }
        return ids
    }

    // MARK: Taking back

    /// Takes the last mending back that was not taken back yet.
    ///
    /// - Returns: What was taken back.
    /// - Throws: ``RunError`` `.refused` where there is none, `.held` with the names where something
    ///   was changed since; nothing has changed then.
    package func undo() async throws(RunError) -> MendingStore.Stored {
        let store = store
        let all = try ledger { () throws(LedgerError) in try store.all() }
        guard let last = all.first(where: { $0.record.undone == nil }) else {
            throw RunError(
                .failed, "take a mending back", detail: "there is none to take back",
                remedy: "git autopack doctor")
        }
        guard last.record.worktree == worktree else {
            throw RunError(
                .refused, "take mending \(last.number) back",
                detail: "it was done in another worktree, "
                    + (last.record.worktree.isEmpty ? "the first one" : last.record.worktree),
                remedy: "git worktree list")
        }
        let (before, after) = (last.record.before, last.record.after)
        var scope = ImageTaking.Scope(of: before)
        for entry in after?.state ?? [] {
            guard let name = entry.path.text, !scope.names.contains(name) else { continue }
            scope.names.append(name)
        }
        // An index that could be read at neither moment says nothing now.
        scope.hasIndex = before.index != nil || after?.index != nil
        let (taking, wanted) = (ImageTaking(repository, command), scope)
        let now = try await recording { () async throws(LedgerError) in
            try await taking.take(wanted, storing: true)
        }
        let restoring = ImageRestoring(
            repository, command, committer: Program.committer(at: self.now().seconds))
        let inTheWay = restoring.inTheWay(of: before, after: after, now: now)
        guard inTheWay.isEmpty else {
            let more = inTheWay.count > 5 ? " and \(inTheWay.count - 5) more" : ""
            throw RunError(
                .held, "take mending \(last.number) back",
                detail: "changed since: \(inTheWay.prefix(5).joined(separator: ", "))\(more)",
                remedy: "put them back, or take from it what you need\ngit show --stat \(last.ref)")
        }
        var (latest, record) = (last, last.record)
        if after == nil {
            // It was cut short: nobody can say what was changed since, so all of it is kept.
            record.after = now
            let (cut, found) = (record, latest)
            latest = try ledger { () throws(LedgerError) in
                try store.append(cut, to: found, subject: "doctor: cut short", keeping: now)
            }
        }
        try await recording { () async throws(LedgerError) in
            try await restoring.restore(before, from: now)
        }
        record.undone = self.now()
        let (finished, found) = (record, latest)
        return try ledger { () throws(LedgerError) in
            try store.append(finished, to: found, subject: "doctor: taken back")
        }
    }

    private func recording<Value>(
        _ body: () async throws(LedgerError) -> Value
    ) async throws(RunError) -> Value {
        do { return try await body() } catch { throw RunError(error) }
    }
}
