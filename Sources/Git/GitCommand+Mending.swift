/// An entry of the index, as git lists it.
package struct IndexEntry: Sendable, Hashable {
    package var mode: FileMode
    package var id: ObjectID
    /// 0, or the side of a merge that is open: 1 the common ancestor, 2 ours, 3 theirs.
    package var stage: Int
    package var path: TreePath
}

extension GitCommand {
    /// The ids that files of the working tree have as blobs, byte for byte as they are.
    ///
    /// - Parameters:
    ///   - paths: Of regular files.
    ///   - storing: Their bytes are stored too.
    package func rawForms(
        of paths: [TreePath], storing: Bool
    ) async throws(GitError) -> [ObjectID] {
        try await hashed(paths, ["--no-filters"] + (storing ? ["-w"] : []))
    }

    /// The ids that files would have once git has added them; nothing is stored.
    package func addedForms(of paths: [TreePath]) async throws(GitError) -> [ObjectID] {
        try await hashed(paths, [])
    }

    /// What differs between `HEAD`, the index and the working tree, with the untracked files that
    /// are not ignored; sorted.
    ///
    /// Repositories of their own inside the checkout are left out.
    package func uncommittedPaths() async throws(GitError) -> [TreePath] {
        var found = Set(try await indexEntries().lazy.filter { $0.stage > 0 }.map(\.path))
        let listed = try await run(["ls-files", "-z", "-m", "-d", "-o", "--exclude-standard"])
        found.formUnion(listed.split(separator: 0).map { TreePath(bytes: $0) })
        let staged = try await run(
            [
                "diff-index", "--cached", "-z", "--no-renames", "--name-only", "--no-ext-diff",
                "--ignore-submodules=dirty", "HEAD",
            ], Call(accepted: [0, 128]))
        found.formUnion(staged.split(separator: 0).map { TreePath(bytes: $0) })
        return found.filter { $0.bytes.last != UInt8(ascii: "/") }.sorted()
    }

    /// The paths that differ between two revisions; none where one of them is not there.
    package func differingPaths(
        _ old: String, _ new: String
    ) async throws(GitError) -> [TreePath] {
        let output = try await run(
            [
                "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--no-ext-diff",
                "--no-commit-id", old, new, "--",
            ], Call(accepted: [0, 128]))
        return output.split(separator: 0).map { TreePath(bytes: $0) }
    }

    /// Every entry of the index, also those of a merge that is open.
    package func indexEntries() async throws(GitError) -> [IndexEntry] {
        try await run(["ls-files", "-s", "-z"]).split(separator: 0).compactMap { line in
            guard let entry = UnmergedEntry(line), let mode = UInt32(entry.mode, radix: 8) else {
                return nil
            }
            return IndexEntry(
                mode: FileMode(rawValue: mode), id: entry.id, stage: entry.stage, path: entry.path)
        }
    }

    // MARK: Changing

    /// Gives an operation up that is half-way, as `git merge --abort` does.
    ///
    /// - Parameter person: For the reflogs; `git am` does nothing without one.
    /// - Throws: ``GitError`` with git's own words, as where files were edited that it would
    ///   overwrite.
    package func abort(
        _ kind: UnfinishedOperation.Kind, person: Signature
    ) async throws(GitError) {
        var variables: [String: String] = [:]
        for role in ["AUTHOR", "COMMITTER"] {
            variables["GIT_\(role)_NAME"] = Signature.cleaned(person.name)
            variables["GIT_\(role)_EMAIL"] = Signature.cleaned(person.email)
        }
        do throws(GitError) {
            _ = try await run(
                kind.abortion, Call(environment: variables, outlivesCaller: true))
        } catch {
            throw GitError(
                error.code, error.operation, detail: error.detail,
                remedy: error.remedy
                    ?? "keep what was edited since (git stash, or a copy), then try again\n"
                    + "or end it where it is: git \(kind.rawValue) --quit")
        }
    }

    /// Makes an index of the tree of `HEAD`, in place of one that cannot be read.
    package func rebuildIndex() async throws(GitError) {
        let head = try await run(
            ["rev-parse", "--verify", "-q", "HEAD^{tree}"], Call(accepted: [0, 1, 128]))
        _ = try await run(["read-tree", head.isEmpty ? "--empty" : "HEAD"])
        let isSparse = try await run(
            ["config", "--bool", "core.sparseCheckout"], Call(accepted: [0, 1]))
        if isSparse.starts(with: "true".utf8) {
            _ = try await run(["sparse-checkout", "reapply"])
        }
        try await refreshIndex()
    }

    /// The trees that the index describes and that are not stored; nothing is changed.
    ///
    /// - Parameter temporaryDirectory: Where they are written to find out.
    package func unstoredIndexTrees(
        temporaryDirectory: String
    ) async throws(GitError) -> Set<ObjectID> {
        let folder = try FileSystem.makeTemporaryFolder(in: temporaryDirectory)
        defer {
            for entry in FileSystem.entries(of: "\(folder)/objects") where entry.isFolder {
                FileSystem.removeFolder(entry.path)
            }
            FileSystem.removeFolder("\(folder)/objects")
            FileSystem.removeFolder(folder)
        }
        // A copy: git remembers the trees in the index that it writes them of.
        let copied = try FileSystem.copy(
            "\(location.gitDirectory)/index", to: "\(folder)/index")
        guard copied, FileSystem.makeFolder("\(folder)/objects") else { return [] }
        _ = try await run(
            ["write-tree", "--missing-ok"],
            Call(
                environment: [
                    "GIT_INDEX_FILE": "\(folder)/index",
                    "GIT_OBJECT_DIRECTORY": "\(folder)/objects",
                    "GIT_ALTERNATE_OBJECT_DIRECTORIES": "\(location.commonDirectory)/objects",
                ], settings: ["core.splitIndex=false"]))
        return Set(
            FileSystem.files(below: "\(folder)/objects").compactMap { file in
                let parts = file.path.split(separator: "/").suffix(2)
                return ObjectID(hex: parts.joined())
            })
    }

    /// Whether a branch, a tag or a remote-tracking branch reaches a commit.
    package func isReachable(_ commit: ObjectID) async throws(GitError) -> Bool {
        let output = try await run([
            "for-each-ref", "--count=1", "--format=%(refname)", "--contains", commit.hex,
            "refs/heads", "refs/tags", "refs/remotes",
        ])
        return !output.isEmpty
    }

    /// Brings the times that the index remembers of unchanged files up to date.
    package func refreshIndex() async throws(GitError) {
        _ = try await run(["update-index", "-q", "--refresh"], Call(accepted: [0, 1]))
    }

    /// Stores the trees that the index describes, also those that are missing.
    package func writeIndexTrees() async throws(GitError) {
        _ = try await run(["write-tree", "--missing-ok"])
    }
}
