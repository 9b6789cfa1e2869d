import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that an environment selects, as git selects them.
///
/// libgit2 itself asks the process's environment and knows neither `GIT_CONFIG_GLOBAL` nor
/// `GIT_CONFIG_SYSTEM`.
struct ConfigurationFiles {
    private(set) var files: [(level: git_config_level_t, path: String)] = []

    init(environment: [String: String], local: String?) {
        let skipsSystem = ["1", "true", "yes", "on"].contains(
            environment["GIT_CONFIG_NOSYSTEM"]?.lowercased())
        if !skipsSystem {
            add(GIT_CONFIG_LEVEL_SYSTEM, environment["GIT_CONFIG_SYSTEM"] ?? Self.systemFile())
        }
        let home = environment["HOME"]
        if let global = environment["GIT_CONFIG_GLOBAL"] {
            add(GIT_CONFIG_LEVEL_GLOBAL, global)
        } else {
            let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            add(
                GIT_CONFIG_LEVEL_XDG,
                folder.map { "\($0)/git/config" } ?? home.map { "\($0)/.config/git/config" })
            add(GIT_CONFIG_LEVEL_GLOBAL, home.map { "\($0)/.gitconfig" })
        }
        add(GIT_CONFIG_LEVEL_LOCAL, local)
    }

    private mutating func add(_ level: git_config_level_t, _ path: String?) {
        guard let path, !path.isEmpty, path != "/dev/null", FileSystem.status(path) != nil else {
            return
        }
        files.append((level, path))
    }

    /// Opens them together; conditional includes are decided for the repository given.
    func open(for repository: OpaquePointer?) throws(GitError) -> Handle<ConfigurationKind> {
        let configuration = try Handle<ConfigurationKind>("read the configuration") {
            unsafe git_config_new(&$0)
        }
        for (level, path) in files {
            if let status = FileSystem.status(path), status.st_mode & S_IFMT == S_IFDIR {
                let word = ShellWord.quoted(path)
                throw GitError(
                    .corrupt, "read the configuration file \(path)", detail: "it is a folder",
                    remedy: "put a file in its place:\nmv \(word) \(word).folder && touch \(word)")
            }
            try Library.check(
                unsafe git_config_add_file_ondisk(
                    configuration.pointer, path, level, repository, 0),
                "read the configuration file \(path)")
        }
        return configuration
    }

    private static func systemFile() -> String? {
        var found = unsafe git_buf()
        defer { unsafe git_buf_dispose(&found) }
        guard unsafe git_config_find_system(&found) == 0, let text = unsafe found.ptr else {
            return nil
        }
        return unsafe String(cString: text)
    }
}
