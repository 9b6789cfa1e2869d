#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where an object is that was to be erased.
package enum ObjectHolder: Sendable, Hashable {
    /// History that somebody still needs reaches it.
    case history
    /// A pack of this repository that git was told to keep, by its file's name.
    case keptPack(String)
    /// Another repository, whose objects this one borrows.
    case alternate
    /// A file that could not be deleted, and why.
    case file(String, detail: String)
}

extension GitCommand {
    /// The objects that commits bring in: themselves, their trees and blobs.
    ///
    /// - Parameter known: Commits; what they reach is left out.
    package func objects(
        of commits: [ObjectID], without known: [ObjectID] = []
    ) async throws(GitError) -> [ObjectID] {
        let revisions = commits.map(\.hex) + known.map { "^\($0.hex)" }
        return try await listed(["--ignore-missing", "--stdin"], input: revisions)
    }

    /// Of some objects, those that a ref, a reflog, a worktree's `HEAD` or an index reaches, in any
    /// worktree, or one of some commits.
    package func reachable(
        among objects: Set<ObjectID>, alsoFrom commits: [ObjectID]
    ) async throws(GitError) -> Set<ObjectID> {
        let all = try await listed(
            ["--ignore-missing", "--all", "--reflog", "--indexed-objects", "--stdin"],
            input: commits.map(\.hex))
        return objects.intersection(all)
    }

    /// Of some objects, those that git finds.
    package func present(among objects: [ObjectID]) async throws(GitError) -> [ObjectID] {
        let output = try await run(
            ["cat-file", "--batch-check"],
            Call(input: Array(objects.map { $0.hex + "\n" }.joined().utf8)))
        let missing = Set(
            output.split(separator: UInt8(ascii: "\n")).compactMap { line -> ObjectID? in
                let words = line.split(separator: 0x20)
                guard words.last.map({ $0.elementsEqual("missing".utf8) }) == true,
                    let id = words.first
                else { return nil }
                return ObjectID(hex: String(decoding: id, as: UTF8.self))
            })
        return objects.filter { !missing.contains($0) }
    }

    /// Erases objects from this repository, and no others.
    ///
    /// Where one of them is in a pack, the packs are written anew: what nothing reaches becomes
    /// loose, and of that only the named objects are unlinked.
    ///
    /// - Parameter objects: Nothing that somebody needs may reach them:
    ///   ``reachable(among:alsoFrom:)`` says so.
    /// - Returns: Those that are still there, and what holds them.
    package func erase(_ objects: [ObjectID]) async throws(GitError) -> [ObjectID: ObjectHolder] {
        let folder = try await objectFolder()
        var failures = GitCommand.removeLoose(objects, in: folder)
        let packed = try await present(among: objects).filter { failures[$0] == nil }
        if !packed.isEmpty {
            try await repack(keepsUnreachable: false)
            failures.merge(GitCommand.removeLoose(packed, in: folder)) { old, _ in old }
        }
        try await renewCommitGraph(in: folder)
        let left = try await present(among: objects)
        guard !left.isEmpty else { return [:] }
        var holders: [ObjectID: ObjectHolder] = [:]
        let kept = try await keptPacks(in: folder)
        for id in left {
            if let detail = failures[id] {
                holders[id] = .file(GitCommand.path(of: id, in: folder), detail: detail)
            } else if let pack = kept.first(where: { $0.objects.contains(id) }) {
                holders[id] = .keptPack(pack.name)
            } else {
                holders[id] = .alternate
            }
        }
        return holders
    }

    // MARK: Files

    /// The graph that `git gc` has written lists commits that may be gone, which `git fsck` minds.
    private func renewCommitGraph(in folder: String) async throws(GitError) {
        let names = ["commit-graph", "commit-graphs"].map { "\(folder)/info/\($0)" }
        guard names.contains(where: { FileSystem.status($0) != nil }) else { return }
        _ = try await run(["commit-graph", "write", "--reachable"])
    }

    private func objectFolder() async throws(GitError) -> String {
        let output = try await run(["rev-parse", "--git-path", "objects"])
        let path = String(decoding: output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return FileSystem.absolute(path, from: location.workTree ?? location.gitDirectory)
    }

    private static func path(of id: ObjectID, in folder: String) -> String {
        "\(folder)/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
    }

    /// - Returns: Why those could not be unlinked that are still loose.
    private static func removeLoose(_ objects: [ObjectID], in folder: String) -> [ObjectID: String]
    {
        var failures: [ObjectID: String] = [:]
        for id in objects {
            guard unsafe unlink(path(of: id, in: folder)) != 0, errno != ENOENT else {
                continue
            }
            failures[id] = unsafe String(cString: strerror(errno))
        }
        return failures
    }

    private func keptPacks(
        in folder: String
    ) async throws(GitError) -> [(name: String, objects: Set<ObjectID>)] {
        let names = FileSystem.entries(of: "\(folder)/pack").map(\.path)
        var packs: [(name: String, objects: Set<ObjectID>)] = []
        for path in names where path.hasSuffix(".keep") || path.hasSuffix(".promisor") {
            let stem = path.split(separator: ".", omittingEmptySubsequences: false).dropLast()
                .joined(separator: ".")
            let listing = try await run(["verify-pack", "-v", "\(stem).idx"])
            let ids = listing.split(separator: UInt8(ascii: "\n")).compactMap { line in
                ObjectID(hex: String(decoding: line.prefix { $0 != 0x20 }, as: UTF8.self))
            }
            let name = stem.split(separator: "/").last.map(String.init) ?? stem
            packs.append((name, Set(ids)))
        }
        return packs
    }

    private func listed(
        _ arguments: [String], input: [String]
    ) async throws(GitError) -> [ObjectID] {
        let output = try await run(
            ["rev-list", "--objects", "--no-object-names"] + arguments,
            Call(input: Array(input.map { $0 + "\n" }.joined().utf8)))
        return output.split(separator: UInt8(ascii: "\n")).compactMap { line in
            ObjectID(hex: String(decoding: line, as: UTF8.self))
        }
    }
}
