package import Effects
package import Git
import RunModel

/// The documentation that travels with the data: `refs/autopack/format`.
package struct FormatRef {
    private let repository: Repository

    package init(_ repository: Repository) { self.repository = repository }

    /// Writes version, README and schemas where they are not there, or are an older program's.
    ///
    /// - Returns: The commit the ref names afterwards.
    package func ensure(author: Signature, clock: Clock) throws(LedgerError) -> ObjectID {
        let repository = repository
        return try git { () throws(GitError) in
            let name = try RefName(checking: "refs/autopack/format")
            let message =
                "describe format \(StoredFormat.version) in \(StoredFormat.files.count) files\n"
            if let tip = try repository.lookUp(name),
                try repository.readCommit(tip).message == message
            {
                return tip
            }
            var changes: [TreeChange] = []
            for (path, text) in StoredFormat.files {
                let blob = try repository.writeBlob(Array(text.utf8))
                changes.append(.put(TreePath(path), .regular, blob))
            }
            let tree = try repository.writeTree(base: nil, changes: changes)
            let tip = try repository.lookUp(name)
            if let tip, try repository.readCommit(tip).tree == tree { return tip }
            let seconds = clock.nowMilliseconds() / 1000
            let commit = try repository.writeCommit(
                tree: tree, parents: tip.map { [$0] } ?? [], author: author,
                committer: Program.committer(at: seconds),
                message: message)
            do throws(GitError) {
                try repository.update(name, from: tip, to: commit)
            } catch {
                // Another process wrote the same meanwhile.
                guard error.code == .conflict, let found = try repository.lookUp(name) else {
                    throw error
                }
                return found
            }
            return commit
        }
    }
}
