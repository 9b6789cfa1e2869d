#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

import Effects
import Git
import RunModel

/// The repositories whose `.autopack/` a person trusts, in the person's own configuration folder.
///
/// What is trusted is one tree of one repository: another commit's `.autopack/` is asked about
/// again. The file counts only where nobody else could have written it.
struct TrustStore {
    struct Trusted: Codable, Hashable {
        /// The absolute path of the repository's common directory, without symbolic links.
        var repository: String
        /// The id of its `.autopack/` tree.
        var tree: String
        /// RFC 3339.
        var when: String
    }

    private struct Document: Codable {
        var v = 1
        var trusted: [Trusted]
    }

    let path: String
    private let files: Files

    /// - Returns: Nil where the person has no folder of their own.
    init?(_ world: World) {
        let folder =
            world.environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? world.environment["HOME"].flatMap { $0.isEmpty ? nil : "\($0)/.config" }
        guard let folder else { return nil }
        path = "\(folder)/autopack/trust.json"
        files = world.files
    }

    /// Whom the person trusts.
    ///
    /// - Throws: ``UserError`` where the file could be somebody else's, or is none of ours.
    func load() throws(UserError) -> [Trusted] {
        guard files.kind(path) != .nothing else { return [] }
        if let fault = fault() {
            throw UserError(
                .environment, "unsafe_trust", "\(path) does not count: \(fault.what)",
                hint: fault.remedy)
        }
        do {
            return try CanonicalJSON.decode(Document.self, from: try files.read(path)).trusted
        } catch {
            throw UserError(
                .environment, "invalid_trust", "cannot read \(path): it is not what was written",
                hint: "rm '\(path)'\ngit autopack trust")
        }
    }

    func save(_ trusted: [Trusted]) throws(UserError) {
        do {
            // Only the person's own, from the moment it is there.
            let mask = umask(0o077)
            defer { umask(mask) }
            try files.write(path, try CanonicalJSON.encode(Document(trusted: trusted)) + [0x0A])
            chmod(path, 0o600)
        } catch {
            throw UserError(.environment, "unwritable_file", "cannot write \(path): \(error)")
        }
    }

    /// The absolute path of a repository by which it is remembered.
    static func name(of repository: Repository) -> String {
        guard let real = realpath(repository.commonDirectory, nil) else {
            return repository.commonDirectory
        }
        defer { free(real) }
        return String(cString: real)
    }

    /// Why somebody else may have written the file.
    private func fault() -> (what: String, remedy: String)? {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        for (place, isFile) in [(path, true), (folder, false)] {
            var status = stat()
            guard lstat(place, &status) == 0 else { continue }
            let kind = status.st_mode & S_IFMT
            if isFile, kind != S_IFREG {
                return ("it is no regular file", "ls -l '\(place)'")
            }
            if kind != S_IFLNK || isFile {
                if status.st_uid != geteuid() {
                    return ("\(place) belongs to another user", "ls -ld '\(place)'")
                }
                if status.st_mode & 0o022 != 0 {
                    return ("others may write to \(place)", "chmod go-w '\(place)'")
                }
            }
        }
        return nil
    }
}

extension Session {
    /// Whether the person trusts the `.autopack/` of a commit.
    func isTrusted(_ commit: ObjectID) -> Bool {
        guard let store = TrustStore(world) else { return false }
        do throws(UserError) {
            let trusted = try store.load()
            guard !trusted.isEmpty, let tree = try policyTree(of: commit) else { return false }
            let name = TrustStore.name(of: repository)
            return trusted.contains { $0.repository == name && $0.tree == tree.hex }
        } catch {
            if !output.isJSON { output.note("warning: \(Visible.line(error.message))") }
            return false
        }
    }

    /// The tree of a commit's `.autopack/`; nil where it has none.
    func policyTree(of commit: ObjectID) throws(UserError) -> ObjectID? {
        let repository = repository
        return try userGit { () throws(GitError) in
            let tree = try repository.readCommit(commit).tree
            guard let entry = try repository.entry(at: TreePath(".autopack"), in: tree),
                entry.mode == .tree
            else { return nil }
            return entry.id
        }
    }
}
