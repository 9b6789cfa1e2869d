import Git
import Healing

/// Does what a mending says, and nothing else; the image was taken before.
///
/// Each looks once more at what it is about to remove: between the finding and the mending somebody
/// may have begun to work.
struct Mender {
    private let repository: Repository
    private let command: GitCommand?
    /// For reflogs, and with the time of now.
    private let person: Signature

    init(_ repository: Repository, _ command: GitCommand?, person: Signature) {
        self.repository = repository
        self.command = command
        self.person = person
    }

    private var location: RepositoryLocation { repository.location }

    /// - Throws: ``RunError`` with what was in the way.
    func mend(_ mending: RepositoryMending) async throws(RunError) {
        do throws(GitError) {
            switch mending {
            case .removeLocks(let locks): try remove(locks)
            case .mendRefs(let refs): for ref in refs { try mend(ref) }
            case .nameBranch(let branch): try name(branch)
            case .cleanPackedRefs: try cleanPackedRefs()
            case .removeObjects(let objects): try await remove(objects)
            case .rewriteObjects(let objects): try await rewrite(objects)
            case .rebuildIndex: try await git().rebuildIndex()
            case .removeWorktrees(let worktrees): try remove(worktrees)
            case .abort(let kind): try await git().abort(kind, person: person)
            case .restoreFiles(let paths): try await restore(paths)
            }
        } catch {
            throw RunError(error)
        }
    }

    private func git() throws(GitError) -> GitCommand {
        guard let command else {
            throw GitError(
                .failed, "mend the repository", detail: "git cannot work in it yet",
                remedy: "git autopack doctor")
        }
        return command
    }

    // MARK: Locks and refs

    private func remove(_ locks: [LeftLock]) throws(GitError) {
        let now = location.leftLocks(nowSeconds: person.seconds)
        for lock in locks {
            // Gone by itself: somebody was at work after all.
            guard let current = now.first(where: { $0.path == lock.path }) else { continue }
            guard current.holder == nil, current.ageSeconds >= lock.ageSeconds else {
                throw GitError(
                    .locked, "remove \(lock.name)",
                    detail: current.holder.map { "\($0) works here" } ?? "it was made just now")
            }
            try DiskEntry.remove(Array(lock.path.utf8))
        }
    }

    private func mend(_ ref: DamagedRef) throws(GitError) {
        // Where the file names something by now, somebody has mended it.
        let current = try DiskEntry.read(Array(ref.path.utf8))
        guard current.isEmpty == ref.isEmpty else { return }
        if let recorded = ref.recorded, recorded != ref.packed {
            try replace(ref.path, Array("\(recorded)\n".utf8))
        } else {
            try DiskEntry.remove(Array(ref.path.utf8))
        }
    }

    private func name(_ branch: RefName) throws(GitError) {
        if case .detached(let commit)? = try? repository.head() {
            guard try repository.lookUp(branch) == commit else {
                throw GitError(
                    .conflict, "put HEAD on \(branch.shortName)",
                    detail: "the branch has moved away from \(commit.hex.prefix(10))")
            }
        }
        try replace("\(location.gitDirectory)/HEAD", Array("ref: \(branch)\n".utf8))
    }

    private func cleanPackedRefs() throws(GitError) {
        let path = "\(location.commonDirectory)/packed-refs"
        let bytes = try DiskEntry.read(Array(path.utf8))
        try replace(path, PackedRefs(bytes).legible)
    }

    /// Writes a file of git's under its lock, as git does.
    private func replace(_ path: String, _ bytes: [UInt8]) throws(GitError) {
        let lock = Array("\(path).lock".utf8)
        try DiskEntry.create(lock)
        defer { try? DiskEntry.remove(lock) }
        try DiskEntry(kind: .file, permissions: 0o644).put(bytes, at: Array(path.utf8))
    }

    // MARK: Objects

    private func remove(_ objects: [EmptyObject]) async throws(GitError) {
        for object in objects {
            let path = Array(object.path.utf8)
            guard try DiskEntry.read(path).isEmpty else { continue }
            try DiskEntry.remove(path)
        }
        guard let command else { return }
        // What is not at hand is a finding of its own from now on.
        _ = try await ObjectRecovery(repository, command).write()
    }

    private func rewrite(_ objects: [MissingObject]) async throws(GitError) {
        let left = Set(try await ObjectRecovery(repository, git()).write().map(\.id))
        let still = objects.filter { left.contains($0.id) }
        guard still.isEmpty else {
            throw GitError(
                .notFound, "write missing objects again",
                detail: "the checkout has no longer the content of \(still.count) of them")
        }
    }

    // MARK: Worktrees and files

    private func remove(_ worktrees: [LostWorktree]) throws(GitError) {
        let lost = Set(location.lostWorktrees.map(\.folder))
        for worktree in worktrees where lost.contains(worktree.folder) {
            for name in location.names(below: worktree.folder).reversed() {
                try DiskEntry.remove(Array("\(location.commonDirectory)/\(name)".utf8))
            }
        }
    }

    private func restore(_ paths: [TreePath]) async throws(GitError) {
        guard let workTree = repository.workTree else { return }
        let folder = Array("\(workTree)/".utf8)
        let gone = paths.filter { DiskEntry(at: folder + $0.bytes).kind == .nothing }
        let command = try git()
        try await command.checkOut(gone)
        try await command.refreshIndex()
    }
}
