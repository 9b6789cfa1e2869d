import Git
import Governance

/// The commits that a push brings to a remote.
///
/// First only the remote's refs that lie near are left out, which needs no list of refs: beside
/// thousands of them a list costs more than the judging. Whoever finds something looks again with
/// all that the remote is known to have.
struct OutgoingCommits {
    private let repository: Repository
    /// A name of the configuration; nil for a bare URL.
    private let remote: String?

    init(_ repository: Repository, remote: String) {
        self.repository = repository
        let isName = !remote.isEmpty && RefName("refs/remotes/\(remote)/x") != nil
        self.remote = isName ? remote : nil
    }

    /// The commit that an update pushes; nil for a tag of something else.
    func tip(of update: PushUpdate) throws(GitError) -> ObjectID? {
        guard let local = update.local else { return nil }
        do throws(GitError) {
            return try repository.resolve(local)
        } catch {
            guard error.code == .invalid else { throw error }
            return nil
        }
    }

    /// Commits of the remote that are near: what the ref named, what is tracked of it, and the
    /// remote's own HEAD.
    func near(_ update: PushUpdate) -> [ObjectID] {
        var found = [update.remote.flatMap(ObjectID.init(hex:))]
        if let remote {
            let short = update.remoteRef.split(separator: "/").dropFirst(2).joined(separator: "/")
            for name in [short, "HEAD", "main", "master"] {
                found.append(tracked("refs/remotes/\(remote)/\(name)"))
            }
        }
        return known(found.compactMap(\.self))
    }

    /// Every commit that the remote is known to have.
    func all() throws(GitError) -> [ObjectID] {
        guard let remote else { return [] }
        return known(try repository.refs(prefix: "refs/remotes/\(remote)/").map(\.id))
    }

    /// What `tip` has and the others have not, parents before children.
    func commits(from tip: ObjectID, without known: [ObjectID]) throws(GitError) -> [ObjectID] {
        guard !repository.isShallow else { return try shallow(from: tip, without: known) }
        return try repository.history(
            from: tip, options: HistoryOptions(excluding: known, limit: Self.limit)
        ).reversed()
    }

    /// More than this at once is nobody's push of work.
    static let limit = 100_000

    private func tracked(_ name: String) -> ObjectID? {
        guard let name = RefName(name), let found = try? repository.lookUp(name) else { return nil }
        return found
    }

    /// Those that are commits, and here.
    private func known(_ ids: [ObjectID]) -> [ObjectID] {
        Set(ids).filter { id in (try? repository.header(of: id))??.kind == .commit }.sorted()
    }

    /// History that ends early: a parent that is not here ends the way.
    private func shallow(
        from tip: ObjectID, without known: [ObjectID]
    ) throws(GitError) -> [ObjectID] {
        var seen: Set<ObjectID> = []
        for id in known { _ = descend(from: id, &seen) }
        return descend(from: tip, &seen)
    }

    /// What is reached and was not seen before, parents first.
    private func descend(from start: ObjectID, _ seen: inout Set<ObjectID>) -> [ObjectID] {
        var found: [ObjectID] = []
        var stack: [(id: ObjectID, isDone: Bool)] = [(start, false)]
        while let (id, isDone) = stack.popLast() {
            guard !isDone else {
                found.append(id)
                continue
            }
            guard seen.insert(id).inserted, let commit = try? repository.readCommit(id) else {
                continue
            }
            stack.append((id, true))
            stack += commit.parents.reversed().map { ($0, false) }
        }
        return found
    }
}
