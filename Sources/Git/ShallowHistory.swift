/// The history of a repository that has only the newest part of it (`git clone --depth`).
///
/// libgit2 does not know where such a history ends, and fails at the first commit that is not there.
/// git lists the ends in the file `shallow` (`gitrepository-layout`): their parents count as none.
struct ShallowHistory {
    private let repository: Repository
    /// Commits whose parents are not there.
    private let ends: Set<ObjectID>

    /// - Returns: Nil where the history is whole.
    init?(_ repository: Repository) {
        guard repository.isShallow,
            let bytes = try? DiskEntry.read(
                Array("\(repository.location.commonDirectory)/shallow".utf8))
        else { return nil }
        self.repository = repository
        ends = Set(
            bytes.split(separator: 10).compactMap {
                ObjectID(hex: String(decoding: $0, as: UTF8.self))
            })
    }

    /// A commit and all from which it descends.
    func ancestors(of tips: [ObjectID]) throws(GitError) -> Set<ObjectID> {
        var (found, open) = (Set(tips), tips)
        while let next = open.popLast() {
            for parent in try parents(of: next) where found.insert(parent).inserted {
                open.append(parent)
            }
        }
        return found
    }

    /// The newest of the common ancestors from which no other one descends.
    func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
        let common = try ancestors(of: [one]).intersection(try ancestors(of: [other]))
        var best = common
        for commit in common { best.subtract(try parents(of: commit)) }
        return try sorted(best).first
    }

    /// As ``Repository/history(from:options:)``.
    func history(
        from tip: ObjectID, options: HistoryOptions
    ) throws(GitError) -> [ObjectID] {
        let hidden = try ancestors(of: options.excluding)
        let limit = options.limit ?? .max
        var commits: [ObjectID] = []
        if options.firstParentOnly {
            var next: ObjectID? = tip
            while let commit = next, !hidden.contains(commit), commits.count < limit {
                commits.append(commit)
                next = try parents(of: commit).first
            }
            return commits
        }
        let shown = try ancestors(of: [tip]).subtracting(hidden)
        var children: [ObjectID: Int] = [:]
        for commit in shown {
            for parent in try parents(of: commit) { children[parent, default: 0] += 1 }
        }
        // Children before parents, and of those that may come next the newest.
        var ready = shown.contains(tip) ? [tip] : []
        while !ready.isEmpty, commits.count < limit {
            ready = try sorted(ready)
            let commit = ready.removeFirst()
            commits.append(commit)
            for parent in try parents(of: commit) where shown.contains(parent) {
                children[parent, default: 1] -= 1
                if children[parent] == 0 { ready.append(parent) }
            }
        }
        return commits
    }

    private func parents(of commit: ObjectID) throws(GitError) -> [ObjectID] {
        ends.contains(commit) ? [] : try repository.readCommit(commit).parents
    }

    /// The newest first.
    private func sorted(_ commits: some Collection<ObjectID>) throws(GitError) -> [ObjectID] {
        var dated: [(ObjectID, Int64)] = []
        for commit in commits {
            dated.append((commit, try repository.readCommit(commit).committer.seconds))
        }
        return dated.sorted { ($0.1, $1.0.hex) > ($1.1, $0.0.hex) }.map(\.0)
    }
}
