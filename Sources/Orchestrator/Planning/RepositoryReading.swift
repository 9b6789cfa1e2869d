package import Agents
package import Git
package import RunModel

/// Reads what a planner sees of a commit, from git objects alone.
package enum RepositoryReading {
    /// The shape of a commit's tree.
    ///
    /// - Parameters:
    ///   - checks: Those that hold whatever the plan says.
    ///   - neverSend: Globs of paths that no prompt names, beside the built-in ones.
    package static func shape(
        of commit: ObjectID, in repository: Repository, checks: [Check], neverSend: [String]
    ) throws(RunError) -> RepositoryShape {
        let sending = NeverSend(neverSend)
        return try git { () throws(GitError) in
            let tree = try repository.readCommit(commit).tree
            var shape = RepositoryShape()
            shape.checks = checks
            try repository.walk(tree) { (path, entry) throws(GitError) in
                guard !entry.mode.isTree, let text = path.text else { return .proceed }
                // Only files at the root are named; of the others the folders are counted.
                if path.components.count > 1 || sending.allows(text) { shape.take(text) }
                return .proceed
            }
            for name in documents {
                guard
                    let bytes = try repository.readFile(
                        at: TreePath(name), in: tree, limitBytes: 1 << 20), !bytes.contains(0)
                else { continue }
                shape.documents.append(
                    ContextFile(path: name, text: beginning(of: bytes, limitBytes: 6000)))
            }
            return shape
        }
    }

    /// What tells most of a project, where it is there.
    private static let documents = ["AGENTS.md", "README.md", "README.rst", "README"]

    /// Whole lines from the beginning, with a word on what is left out.
    private static func beginning(of bytes: [UInt8], limitBytes: Int) -> String {
        guard bytes.count > limitBytes else { return String(decoding: bytes, as: UTF8.self) }
        let head = bytes.prefix(limitBytes)
        let end = head.lastIndex(of: 0x0a).map { $0 + 1 } ?? head.endIndex
        return String(decoding: head[..<end], as: UTF8.self)
            + "[\(bytes.count - end) bytes more are not shown]\n"
    }
}
