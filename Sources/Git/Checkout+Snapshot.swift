extension Checkout {
    /// Stores everything uncommitted as a commit that no ref names yet.
    ///
    /// The user's index, refs, stash and files stay as they are, byte for byte. Filters of the
    /// user's own configuration run, as for `git add`.
    ///
    /// - Parameters:
    ///   - author: Also the committer; with its time, so that equal states give equal ids.
    ///   - message: The subject of the commit.
    /// - Throws: ``GitError`` where a file cannot be read: a snapshot is complete or there is none.
    package func snapshot(
        author: Signature, message: String
    ) async throws(GitError) -> Snapshot {
        try await withPrivateIndex { index async throws(GitError) in
            let base = try await headCommit()
            let unmerged = try await index.unmerged()
            var unmergedTree: ObjectID?
            if !unmerged.isEmpty {
                _ = try await index.second.run(
                    ["update-index", "-z", "--index-info"], input: unmerged.flatMap(\.kept))
                unmergedTree = try await index.second.writeTree()
            }
            // What a merge has left open is listed before the entries go.
            let listed = try await index.paths([
                "ls-files", "-z", "-m", "-d", "-o", "--exclude-standard",
            ])
            if !unmerged.isEmpty { try await index.forget(unmerged) }
            let indexTree = try await index.writeTree()
            let leftOut = listed.filter { $0.bytes.last == UInt8(ascii: "/") }
            let changed = Set(listed).union(unmerged.map(\.path)).subtracting(leftOut).sorted()
            if !changed.isEmpty {
                _ = try await index.run(
                    ["update-index", "-z", "--add", "--remove", "--replace", "--stdin"],
                    input: changed.flatMap { $0.bytes + [0] })
            }
            let tree = try await index.writeTree()
            return try await commit(
                Snapshot(
                    commit: .zero, tree: tree, base: base, indexTree: indexTree,
                    unmergedTree: unmergedTree, leftOut: leftOut),
                author: author, message: message)
        }
    }

    private func commit(
        _ snapshot: Snapshot, author: Signature, message: String
    ) async throws(GitError) -> Snapshot {
        let base = snapshot.base.map { [$0] } ?? []
        var parents = base
        var trailers = Trailers()
        let index = try await commit(
            snapshot.indexTree, parents: base, author: author, message: "index: \(message)\n")
        parents.append(index)
        trailers.all.append(.init(Snapshot.indexTrailer, index.hex))
        if let tree = snapshot.unmergedTree {
            let unmerged = try await commit(
                tree, parents: base, author: author, message: "unmerged: \(message)\n")
            parents.append(unmerged)
            trailers.all.append(.init(Snapshot.unmergedTrailer, unmerged.hex))
        }
        var finished = snapshot
        finished.commit = try await commit(
            snapshot.tree, parents: parents, author: author,
            message: trailers.appended(to: message))
        return finished
    }

    private func commit(
        _ tree: ObjectID, parents: [ObjectID], author: Signature, message: String
    ) async throws(GitError) -> ObjectID {
        var variables: [String: String] = [:]
        for role in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(role)_NAME"] = Signature.cleaned(author.name)
            variables["GIT_\(role)_EMAIL"] = Signature.cleaned(author.email)
            variables["GIT_\(role)_DATE"] = "@\(author.date)"
        }
        let output = try await command.run(
            ["commit-tree", tree.hex] + parents.flatMap { ["-p", $0.hex] },
            GitCommand.Call(input: Array(message.utf8), environment: variables))
        return try command.id(output, "write a commit")
    }

    /// The commit of `HEAD`, nil on an unborn branch.
    private func headCommit() async throws(GitError) -> ObjectID? {
        let output = try await command.run(
            ["rev-parse", "--verify", "-q", "HEAD^{commit}"], GitCommand.Call(accepted: [0, 1]))
        return output.isEmpty ? nil : try command.id(output, "read HEAD")
    }
}
