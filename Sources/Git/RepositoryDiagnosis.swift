import CLibgit2

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds out why a repository could not be opened; costs nothing where it could.
struct RepositoryDiagnosis {
    /// The git directory, nil where there is none.
    private let gitDirectory: String?
    private let place: String

    /// Looks at exactly this path.
    init(path: String) {
        place = path
        let candidates = [path, "\(path)/.git"]
        gitDirectory =
            candidates.first { FileSystem.status("\($0)/HEAD") != nil }
            ?? candidates.last.flatMap(Self.linkedDirectory)
    }

    /// Looks where git would look.
    init(searchingFrom directory: String, across: Bool, ceilings: String) {
        place = directory
        var found = unsafe git_buf()
        defer { unsafe git_buf_dispose(&found) }
        let status = unsafe git_repository_discover(
            &found, directory, across ? 1 : 0, ceilings)
        guard status == 0, let text = unsafe found.ptr else {
            gitDirectory = nil
            return
        }
        gitDirectory = FileSystem.withoutTrailingSlash(unsafe String(cString: text))
    }

    /// Turns libgit2's words into what a person can act on.
    func explain(_ error: GitError) -> GitError {
        guard let gitDirectory else {
            guard error.code == .notFound || error.code == .failed else {
                return withFileToMend(error)
            }
            return DanglingGitFile(from: place)?.explanation(error.operation)
                ?? GitError(
                    .notARepository, error.operation,
                    detail: "neither \(place) nor a folder above it is a git repository",
                    remedy: "make one\ngit init")
        }
        if let feature = unsupportedFeature(gitDirectory) {
            return GitError(
                .unsupportedFormat, error.operation, detail: feature.sentence,
                remedy: feature.remedy, feature: feature.name)
        }
        if error.code == .foreignOwner || error.code == .notFound,
            let owner = foreignOwner(gitDirectory)
        {
            let tree = checkout(of: gitDirectory)
            return GitError(
                .foreignOwner, error.operation,
                detail: "\(owner.path) belongs to user \(owner.user), not to you",
                remedy: "if you trust it:\ngit config --global --add safe.directory '\(tree)'")
        }
        return withFileToMend(error)
    }

    /// Nothing but an editor mends a configuration that cannot be read: `git config` reads it first.
    private func withFileToMend(_ error: GitError) -> GitError {
        guard error.remedy == nil || error.code == .corrupt,
            let file = Self.configurationFile(in: error.detail, gitDirectory)
        else { return error }
        var error = error
        error.remedy = "mend that file:\n${EDITOR:-vi} \(ShellWord.quoted(file))"
        return error
    }

    /// The file that libgit2 names, as in `failed to parse config file: … (in /a/.git/config:1)`.
    private static func configurationFile(in detail: String, _ gitDirectory: String?) -> String? {
        if detail.contains("maximum config include depth") {
            return gitDirectory.map { "\($0)/config" }
        }
        guard detail.contains("config file: "), let colon = detail.lastIndex(of: ":"),
            let place = detail[..<colon].ranges(of: "(in ").last
        else { return nil }
        return String(detail[place.upperBound..<colon])
    }

    private struct Feature {
        var name: String
        var sentence: String
        var remedy: String
    }

    private func unsupportedFeature(_ gitDirectory: String) -> Feature? {
        let values = formatValues(commonDirectory(of: gitDirectory))
        if let format = values["extensions.objectformat"], format != "sha1" {
            return Feature(
                name: format, sentence: "its objects have \(format) names",
                remedy: "use a repository made with git init --object-format=sha1")
        }
        if let storage = values["extensions.refstorage"], storage != "files" {
            return Feature(
                name: storage, sentence: "its refs are stored as \(storage)",
                remedy: "convert them, with git 2.46 or newer:\ngit refs migrate --ref-format=files"
            )
        }
        if values["extensions.relativeworktrees"] != nil {
            return Feature(
                name: "relative worktrees",
                sentence: "its worktrees are linked by relative paths",
                remedy: "link them by absolute ones\ngit config worktree.useRelativePaths false\n"
                    + "git worktree repair\ngit config --unset extensions.relativeWorktrees")
        }
        if values["extensions.worktreeconfig"] != nil {
            return Feature(
                name: "worktreeConfig", sentence: "each of its worktrees has its own configuration",
                remedy: "move what .git/config.worktree says to .git/config, then\n"
                    + "git config --unset extensions.worktreeConfig")
        }
        if let remote = values["extensions.partialclone"] {
            return Feature(
                name: "partialClone",
                sentence: "it is a partial clone, which fetches objects when they are needed",
                remedy: "fetch them all, and make it a whole clone:\n"
                    + "git config --unset remote.\(remote).partialCloneFilter\n"
                    + "git fetch --refetch \(remote)\n"
                    + "git config --unset remote.\(remote).promisor\n"
                    + "git config --unset extensions.partialClone")
        }
        let file = ShellWord.quoted("\(commonDirectory(of: gitDirectory))/config")
        if let version = values["core.repositoryformatversion"], version != "0", version != "1" {
            return Feature(
                name: "format \(version)",
                sentence: "its format has version \(version), and git knows 0 and 1",
                remedy: "take another clone; where the setting alone is wrong:\n"
                    + "git config --file \(file) core.repositoryFormatVersion 0")
        }
        let known: Set = ["extensions.noop", "extensions.objectformat", "extensions.refstorage"]
        if let name = values.keys.sorted().first(where: {
            $0.hasPrefix("extensions.") && !known.contains($0)
        }) {
            // Git knows this one, and takes it to no clone.
            let isKnownToGit = name == "extensions.preciousobjects"
            return Feature(
                name: name, sentence: "it uses the extension \(name)",
                remedy: isKnownToGit
                    ? "work in a clone, which is without it:\ngit clone . ../plain"
                    : "take another clone; where the setting alone is wrong:\n"
                        + "git config --file \(file) --unset \(name)")
        }
        return nil
    }

    /// The values that decide on the format, by lower-case name.
    private func formatValues(_ commonDirectory: String) -> [String: String] {
        let entries = try? Configuration.read(file: "\(commonDirectory)/config")
        var values: [String: String] = [:]
        for entry in entries?.entries ?? []
        where entry.name.hasPrefix("extensions.") || entry.name == "core.repositoryformatversion" {
            values[entry.name] = entry.value?.lowercased() ?? "true"
        }
        return values
    }

    private func foreignOwner(_ gitDirectory: String) -> (path: String, user: UInt32)? {
        for path in [checkout(of: gitDirectory), gitDirectory] {
            if let status = FileSystem.status(path), status.st_uid != geteuid() {
                return (path, status.st_uid)
            }
        }
        return nil
    }

    /// The checkout of a plain repository; of another the git directory itself.
    private func checkout(of gitDirectory: String) -> String {
        gitDirectory.hasSuffix("/.git") ? String(gitDirectory.dropLast(5)) : gitDirectory
    }

    private func commonDirectory(of gitDirectory: String) -> String {
        guard let line = Self.firstLine("\(gitDirectory)/commondir") else { return gitDirectory }
        return FileSystem.absolute(line, from: gitDirectory)
    }

    /// What a `.git` file names.
    private static func linkedDirectory(_ file: String) -> String? {
        guard let line = firstLine(file), line.hasPrefix("gitdir: ") else { return nil }
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        return FileSystem.absolute(String(line.dropFirst(8)), from: "/\(folder)")
    }

    private static func firstLine(_ path: String) -> String? {
        guard let file = unsafe fopen(path, "re") else { return nil }
        defer { unsafe fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = unsafe fread(&buffer, 1, buffer.count, file)
        return buffer[..<count].split(separator: UInt8(ascii: "\n")).first.map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}
