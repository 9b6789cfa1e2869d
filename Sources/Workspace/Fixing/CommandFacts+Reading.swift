package import Git
package import Governance
package import RunModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension CommandFacts.Entry {
    /// What stands at a path below a folder; links above it are followed.
    ///
    /// Whoever asks has resolved those, see ``LinkResolution``.
    package static func look(at path: String, in folder: String) -> CommandFacts.Entry? {
        let path = "\(folder)/\(path)"
        guard let status = DiskFile.status(path) else { return nil }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .folder
        case S_IFREG: return .file
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(path, &target, target.count)
            // What cannot be read leads nowhere that is known.
            guard count > 0 else { return .link("/") }
            return .link(
                String(decoding: target.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self))
        default: return .other
        }
    }
}

extension CommandFacts {
    /// What the policy has to know of a repository and of the files in a folder.
    ///
    /// - Parameters:
    ///   - lines: The commands that are to be judged; the commits that they may name are looked up.
    ///   - preRunBranches: Where a hard reset may go to, of those that are there; nil: to each of
    ///     them.
    ///   - folder: The absolute path of the files; nil where there are none.
    /// - Throws: ``WorkspaceError`` `.unreadable`.
    package init(
        of repository: Repository, files folder: String?, judging lines: [String],
        preRunBranches: Set<String>?, allowedTypes: Set<FixType>, protected: ProtectedPaths
    ) throws(WorkspaceError) {
        var branches: Set<String> = []
        var others: Set<String> = []
        let refs = try asking { () throws(GitError) in try repository.refs() }
        for ref in refs {
            if let branch = ref.name.branchName {
                branches.insert(branch)
            } else {
                others.formUnion(Self.names(of: ref.name.name))
            }
        }
        let preRun = branches.filter { $0.hasPrefix("autopack/pre-run-") }
        let commits = Self.possibleCommits(in: lines).filter { hex in
            ObjectID(hex: hex).map { (try? repository.header(of: $0)?.kind) == .commit } ?? false
        }
        self.init(
            allowedTypes: allowedTypes, protected: protected, branches: branches,
            preRunBranches: preRunBranches.map { preRun.intersection($0) } ?? preRun,
            otherRevisions: others, commits: commits,
            entry: { path in folder.flatMap { Entry.look(at: path, in: $0) } })
    }

    /// The names by which git finds a ref (`gitrevisions`, `<refname>`).
    private static func names(of ref: String) -> [String] {
        let prefixes = ["refs/", "refs/tags/", "refs/heads/", "refs/remotes/"]
        var names = prefixes.compactMap { prefix in
            ref.hasPrefix(prefix) ? String(ref.dropFirst(prefix.count)) : nil
        }
        if ref.hasPrefix("refs/remotes/"), ref.hasSuffix("/HEAD") {
            names.append(String(ref.dropFirst("refs/remotes/".count).dropLast("/HEAD".count)))
        }
        return names
    }
}
