#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock file that stands in a repository, and who may still hold it.
package struct LeftLock: Sendable, Hashable {
    /// Absolute.
    package var path: String
    /// Relative to the common directory, as `index.lock`.
    package var name: String
    package var ageSeconds: Int
    /// A process of git that works in the repository or has the file open, as `git commit (process
    /// 1234)`; nil where none was found.
    package var holder: String?
    /// Whether processes could be looked at here; where not, nobody can say that the owner is gone.
    package var isCertain: Bool

    package init(
        path: String, name: String, ageSeconds: Int, holder: String? = nil, isCertain: Bool = true
    ) {
        self.path = path
        self.name = name
        self.ageSeconds = ageSeconds
        self.holder = holder
        self.isCertain = isCertain
    }
}

extension RepositoryLocation {
    /// The lock files of this repository, with their age.
    ///
    /// - Parameter nowSeconds: Seconds since 1970.
    package func leftLocks(nowSeconds: Int64) -> [LeftLock] {
        var files = FileSystem.entries(of: commonDirectory)
        if isLinkedWorktree { files += FileSystem.entries(of: gitDirectory) }
        for worktree in FileSystem.entries(of: "\(commonDirectory)/worktrees")
        where worktree.isFolder && worktree.path != gitDirectory {
            files += FileSystem.entries(of: worktree.path)
        }
        for folder in ["objects/info", "objects/pack"] {
            files += FileSystem.entries(of: "\(commonDirectory)/\(folder)")
        }
        files += FileSystem.files(below: "\(commonDirectory)/refs")
        let locks = files.filter { $0.isFile && $0.name.hasSuffix(".lock") }
        guard !locks.isEmpty else { return [] }
        let processes = GitProcesses.look()
        return locks.map { lock in
            LeftLock(
                path: lock.path, name: name(of: lock.path),
                ageSeconds: max(0, Int(nowSeconds) - lock.modified),
                holder: processes?.holder(of: lock.path, in: self),
                isCertain: processes != nil)
        }
    }

    /// A path relative to the common directory, where it is below it.
    func name(of path: String) -> String {
        path.hasPrefix("\(commonDirectory)/")
            ? String(path.dropFirst(commonDirectory.utf8.count + 1)) : path
    }
}

/// The processes of this machine that could hold a lock of git's.
///
/// A lock file names no owner, and git may have closed it while an editor is open. So every process
/// of git counts that works below the repository, and every process at all that has the file open.
private struct GitProcesses {
    private struct Process {
        var id: Int32
        var title: String
        var folder: String?
        /// It is git's own program, and not the shell that runs this one.
        var isGit: Bool
    }

    private var processes: [Process] = []

    /// Nil where the system shows no processes.
    static func look() -> GitProcesses? {
        guard FileSystem.status("/proc/self/stat") != nil else { return nil }
        let own = ancestors()
        var found = GitProcesses()
        for entry in FileSystem.entries(of: "/proc") {
            guard let id = Int32(entry.name), !own.contains(id) else { continue }
            let words = (FileSystem.bytes(of: "/proc/\(id)/cmdline", limitBytes: 4096) ?? [])
                .split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            let program = words.first?.split(separator: "/").last.map(String.init) ?? ""
            let isGit = program == "git" || program.hasPrefix("git-")
            found.processes.append(
                Process(
                    id: id, title: ([program] + words.dropFirst().prefix(1)).joined(separator: " "),
                    folder: FileSystem.target(of: "/proc/\(id)/cwd"),
                    isGit: isGit && !program.hasPrefix("git-autopack")
                        && !words.prefix(4).contains("autopack")))
        }
        return found
    }

    /// A process that may hold the lock, in words.
    func holder(of path: String, in location: RepositoryLocation) -> String? {
        let folders = [location.workTree, location.gitDirectory, location.commonDirectory]
            .compactMap(\.self).compactMap(FileSystem.resolved)
        let file = FileSystem.resolved(path) ?? path
        let holder = processes.first { process in
            if process.isGit, let folder = process.folder,
                folders.contains(where: { folder == $0 || folder.hasPrefix("\($0)/") })
            {
                return true
            }
            return FileSystem.entries(of: "/proc/\(process.id)/fd").contains {
                FileSystem.target(of: $0.path) == file
            }
        }
        return holder.map { "\($0.title) (process \($0.id))" }
    }

    /// This process and those that started it: git itself runs a subcommand.
    private static func ancestors() -> Set<Int32> {
        var found: Set<Int32> = []
        var next = getpid()
        while next > 1, found.insert(next).inserted {
            // The parent stands behind the name, which may hold blanks and parentheses.
            let text = FileSystem.line(of: "/proc/\(next)/stat") ?? ""
            let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
            next = fields.count > 1 ? Int32(fields[1]) ?? 0 : 0
        }
        return found
    }
}
