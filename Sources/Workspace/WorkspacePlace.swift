import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folders of one workspace in the cache, and the lock that makes them ours.
///
/// `<cache>/<repository digest>/w<n>` is the tree that checks see. Beside it, where no check can
/// write, `w<n>.state` holds the lock, the private repository's git folder, the links to the user's
/// objects, what is on its way out, and the records of what was set up.
final class WorkspacePlace {
    /// Raised whenever what lies in these folders changes its meaning.
    private static let format = "autopack workspace 1\n"
    private static let limit = 64

    let number: Int
    /// The tree.
    let tree: String
    /// What belongs to it.
    let state: String
    private let lock: Int32

    private init(number: Int, tree: String, state: String, lock: Int32) {
        self.number = number
        self.tree = tree
        self.state = state
        self.lock = lock
    }

    deinit {
        // Closing alone leaves the lock to a child that is being started at this moment.
        _ = flock(lock, LOCK_UN)
        close(lock)
    }

    var gitDirectory: String { "\(state)/git" }
    var objects: String { "\(state)/objects" }
    var trash: String { "\(state)/trash" }
    /// `HOME` and `TMPDIR` of a check that gets no private ones.
    var scratch: String { "\(state)/scratch" }
    /// What a program left, while commands try to mend it.
    var copy: String { "\(state)/copy" }
    var indexFile: String { "\(gitDirectory)/index" }
    var presentFile: String { "\(state)/present" }
    var setupFile: String { "\(state)/setup" }
    private var formatFile: String { "\(state)/format" }

    /// Takes the lowest number that no other run holds.
    static func take(
        for location: RepositoryLocation, cacheDirectory: String
    ) throws(WorkspaceError) -> WorkspacePlace {
        let folder = try folder(for: location, cacheDirectory: cacheDirectory)
        for number in 0..<limit {
            let state = "\(folder)/w\(number).state"
            try DiskFile.makeFolder(state)
            let lock = open("\(state)/lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard lock >= 0 else { throw .system("open \(state)/lock") }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 {
                return WorkspacePlace(
                    number: number, tree: "\(folder)/w\(number)", state: state, lock: lock)
            }
            let reason = errno
            close(lock)
            guard reason == EWOULDBLOCK || reason == EINTR else {
                throw .system("lock \(state)/lock", reason)
            }
        }
        throw WorkspaceError(
            .cacheUnusable, "take a workspace in \(folder)",
            detail: "all \(limit) are in use by other runs")
    }

    /// The folder in the cache of all that belongs to a repository, made where it is not there.
    static func folder(
        for location: RepositoryLocation, cacheDirectory: String
    ) throws(WorkspaceError) -> String {
        let cache = try usable(cacheDirectory, for: location)
        let names = [location.commonDirectory, location.workTree ?? ""].map {
            DiskFile.resolved($0) ?? $0
        }
        let folder = "\(cache)/\(try Digest.of(names))"
        try DiskFile.makeFolder(folder)
        return folder
    }

    /// Makes the folders, and empties them where they are of another format or damaged.
    ///
    /// - Returns: False where nothing that was there can be used.
    func prepare(_ trash: Trash) throws(WorkspaceError) -> Bool {
        let isKnown = DiskFile.text(formatFile) == Self.format && Self.isPlainFolder(tree)
        if !isKnown {
            try startAnew(trash)
            try DiskFile.write(Self.format, to: formatFile)
        }
        if Self.isPlainFolder(tree) { _ = chmod(tree, 0o700) }
        // The private repository's settings and refs are made for each run; its index is the record.
        try clearGitDirectory(trash)
        for folder in [objects, scratch, copy] { try trash.take(folder) }
        for folder in [tree, objects, scratch] { try DiskFile.makeFolder(folder) }
        return isKnown
    }

    /// Empties the private repository's folder but for its index.
    func clearGitDirectory(_ trash: Trash) throws(WorkspaceError) {
        if DiskFile.status(gitDirectory) != nil, !Self.isPlainFolder(gitDirectory) {
            try trash.take(gitDirectory)
        }
        try DiskFile.makeFolder(gitDirectory)
        _ = chmod(gitDirectory, 0o700)
        for name in Self.names(in: gitDirectory) {
            if name == "index", DiskFile.isRegular(indexFile) { continue }
            try trash.take("\(gitDirectory)/\(name)")
        }
    }

    /// Throws away the tree and all records of it.
    func startAnew(_ trash: Trash) throws(WorkspaceError) {
        for path in [tree, gitDirectory, presentFile, setupFile, formatFile] {
            try trash.take(path)
        }
    }

    /// Empties the folder that stands for `HOME` and `TMPDIR`.
    func clearScratch(_ trash: Trash) throws(WorkspaceError) {
        guard !Self.names(in: scratch).isEmpty else { return }
        try trash.take(scratch)
        try DiskFile.makeFolder(scratch)
    }

    static func isPlainFolder(_ path: String) -> Bool {
        DiskFile.status(path).map { $0.st_mode & S_IFMT == S_IFDIR } ?? false
    }

    static func names(in folder: String) -> [String] {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return FolderListing.names(of: descriptor).map { String(decoding: $0, as: UTF8.self) }
    }
}

// MARK: - Where the cache may lie

extension WorkspacePlace {
    /// The cache folder, made and free of links.
    ///
    /// Test runners and compilers collect what they find below a project, and nothing of ours may
    /// lie where the user's own git looks.
    private static func usable(
        _ cacheDirectory: String, for location: RepositoryLocation
    ) throws(WorkspaceError) -> String {
        let operation = "use the cache folder \(cacheDirectory)"
        let remedy = "name a folder outside the repository\nexport XDG_CACHE_HOME=/path/to/a/cache"
        guard cacheDirectory.hasPrefix("/") else {
            throw WorkspaceError(
                .cachePlace, operation, detail: "its path is not absolute", remedy: remedy)
        }
        let forbidden = [
            ("checkout", location.workTree), ("repository", location.commonDirectory),
            ("repository", location.gitDirectory),
        ]
        // Nothing is made in the wrong place: what exists of the path decides first.
        for cache in [existing(cacheDirectory), cacheDirectory] {
            for (what, folder) in forbidden {
                guard let folder, let cache,
                    cache.isWithin(folder) || cache.isWithin(DiskFile.resolved(folder) ?? folder)
                else { continue }
                throw WorkspaceError(
                    .cachePlace, operation, detail: "it lies in the \(what) \(folder)",
                    remedy: remedy)
            }
        }
        do throws(WorkspaceError) {
            try DiskFile.makeFolder(cacheDirectory)
        } catch {
            throw WorkspaceError(
                error.code == .failed ? .cacheUnusable : error.code, operation,
                detail: error.detail, remedy: remedy)
        }
        guard let resolved = DiskFile.resolved(cacheDirectory) else {
            throw .system(operation)
        }
        return resolved
    }

    /// The part of a path that exists, without links, and the rest of it.
    private static func existing(_ path: String) -> String? {
        var head = path
        var rest = ""
        while !head.isEmpty {
            if let resolved = DiskFile.resolved(head) { return resolved + rest }
            guard let slash = head.lastIndex(of: "/") else { return nil }
            rest = String(head[slash...]) + rest
            head = String(head[..<slash])
        }
        return rest
    }
}
