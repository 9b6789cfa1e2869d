import CLibgit2

extension Repository {
    /// Finds and opens the repository that git would use in a folder.
    ///
    /// Honours `GIT_DIR`, `GIT_WORK_TREE`, `GIT_COMMON_DIR`, `GIT_CEILING_DIRECTORIES` and
    /// `GIT_DISCOVERY_ACROSS_FILESYSTEM` of the environment given, not of the process.
    ///
    /// - Parameters:
    ///   - directory: An absolute path.
    ///   - environment: The variables; also decides which configuration files count.
    /// - Throws: ``GitError`` `.notARepository`, `.unsupportedFormat` with the feature's name, or
    ///   `.foreignOwner` with the line that mends it.
    package static func discover(
        from directory: String, environment: [String: String], patience: Patience = .live
    ) throws(GitError) -> Repository {
        try Library.start()
        try refuseEndless(from: directory, environment: environment)
        let workTree = environment["GIT_WORK_TREE"].map {
            FileSystem.absolute($0, from: directory)
        }
        let repository: Repository
        if let named = environment["GIT_DIR"], !named.isEmpty {
            let handle = try openExactly(FileSystem.absolute(named, from: directory))
            // Git takes the current folder for the work tree where only GIT_DIR is set.
            let implied = unsafe impliesCurrentFolder(handle.pointer) ? directory : nil
            repository = try Repository(
                handle: handle, workTree: workTree ?? implied, environment: environment,
                patience: patience)
        } else {
            let handle = try search(from: directory, environment: environment)
            repository = try Repository(
                handle: handle, workTree: workTree, environment: environment, patience: patience)
        }
        try repository.checkCommonDirectory(from: directory)
        return repository
    }

    /// Opening would wait for ever for a pipe in the place of a file of git's.
    private static func refuseEndless(
        from directory: String, environment: [String: String]
    ) throws(GitError) {
        let location = RepositoryLocation.find(from: directory, environment: environment)
        guard let stray = location?.endlessRecords.first else { return }
        throw GitError(
            .corrupt, "open the repository",
            detail: "\(stray.path) is no plain file, and would never have been read",
            remedy: "put a plain file in its place, from a clone or a copy:\n"
                + "rm \(ShellWord.quoted(stray.path))")
    }

    /// Opens the repository at exactly this path, which is a git directory or a checkout's root.
    ///
    /// - Throws: as ``discover(from:environment:patience:)``.
    package static func open(
        gitDirectory path: String, environment: [String: String] = [:], patience: Patience = .live
    ) throws(GitError) -> Repository {
        try Library.start()
        return try Repository(
            handle: openExactly(path), workTree: nil, environment: environment, patience: patience)
    }

    /// Makes an empty repository, with no hooks and no template.
    ///
    /// - Throws: ``GitError`` `.exists` where there is one already.
    package static func create(
        at path: String, bare: Bool, initialBranch: String = "main",
        environment: [String: String] = [:], patience: Patience = .live
    ) throws(GitError) -> Repository {
        try Library.start()
        var options = unsafe git_repository_init_options()
        try Library.check(
            unsafe git_repository_init_options_init(
                &options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)),
            "create \(path)")
        var flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
        if bare { flags |= GIT_REPOSITORY_INIT_BARE.rawValue }
        unsafe options.flags = flags
        let handle = try Handle<RepositoryKind>("create a repository in \(path)") { pointer in
            unsafe initialBranch.withCString { branch in
                unsafe options.initial_head = branch
                return unsafe git_repository_init_ext(&pointer, path, &options)
            }
        }
        return try Repository(
            handle: handle, workTree: nil, environment: environment, patience: patience)
    }

    private static func openExactly(_ path: String) throws(GitError) -> Handle<RepositoryKind> {
        do {
            return try Handle("open \(path)") {
                unsafe git_repository_open_ext(
                    &$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
            }
        } catch {
            throw RepositoryDiagnosis(path: path).explain(error)
        }
    }

    private static func search(
        from directory: String, environment: [String: String]
    ) throws(GitError) -> Handle<RepositoryKind> {
        let crosses = ["1", "true", "yes", "on"].contains(
            environment["GIT_DISCOVERY_ACROSS_FILESYSTEM"]?.lowercased())
        let flags = crosses ? GIT_REPOSITORY_OPEN_CROSS_FS.rawValue : 0
        let ceilings = environment["GIT_CEILING_DIRECTORIES"] ?? ""
        do {
            return try Handle("open the repository of \(directory)") {
                unsafe git_repository_open_ext(&$0, directory, flags, ceilings)
            }
        } catch {
            let diagnosis = RepositoryDiagnosis(
                searchingFrom: directory, across: crosses, ceilings: ceilings)
            throw diagnosis.explain(error)
        }
    }

    private static func impliesCurrentFolder(_ pointer: OpaquePointer) -> Bool {
        guard unsafe git_repository_is_bare(pointer) == 0,
            unsafe git_repository_is_worktree(pointer) == 0
        else { return false }
        var configured: OpaquePointer?
        guard unsafe git_repository_config_snapshot(&configured, pointer) == 0 else { return true }
        defer { unsafe git_config_free(configured) }
        var value: UnsafePointer<CChar>?
        return unsafe git_config_get_string(&value, configured, "core.worktree") != 0
    }

    /// libgit2 cannot be told another common directory, so a different one is refused.
    private func checkCommonDirectory(from directory: String) throws(GitError) {
        guard let named = environment["GIT_COMMON_DIR"], !named.isEmpty else { return }
        let wanted = FileSystem.absolute(named, from: directory)
        guard FileSystem.resolved(wanted) == FileSystem.resolved(commonDirectory) else {
            throw GitError(
                .unsupportedFormat, "open \(gitDirectory)",
                detail: "GIT_COMMON_DIR names \(wanted), the repository itself \(commonDirectory)",
                remedy: "unset it\nunset GIT_COMMON_DIR", feature: "GIT_COMMON_DIR")
        }
    }
}
