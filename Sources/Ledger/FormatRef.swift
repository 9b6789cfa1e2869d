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
                "describe format \(StoredFormat.version) in \(StoredFormat.fileCount) files\n"
            if let tip = try repository.lookUp(name) {
                let found = try repository.readCommit(tip)
                if found.message == message { return tip }
                let file = try repository.readFile(at: TreePath("version"), in: found.tree)
                let text = String(decoding: file ?? [], as: UTF8.self)
                let digits = text.prefix { $0.isASCII && $0.isNumber }
                // What a newer program wrote describes what it writes.
                if let version = Int(digits), version > StoredFormat.version { return tip }
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
