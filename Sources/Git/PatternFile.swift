#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files of patterns that git reads whole wherever it works: what to ignore, and attributes.
///
/// Git opens whatever stands in their place: a pipe keeps it waiting for ever, a device fills the
/// memory.
enum PatternFile {
    /// The path leads to a plain file of a bearable size, or to nothing.
    static func isPlain(_ path: String, in folder: String) -> Bool {
        var status = stat()
        let whole = path.hasPrefix("/") ? path : "\(folder)/\(path)"
        guard unsafe stat(whole, &status) == 0 else { return true }
        return status.st_mode & S_IFMT == S_IFREG && status.st_size <= 100 << 20
    }

    /// Refuses a repository in which git would never come to an end.
    ///
    /// - Throws: ``GitError`` `.corrupt` with the file's path.
    static func refuseEndless(in location: RepositoryLocation) throws(GitError) {
        guard let stray = location.endlessFiles.first else { return }
        throw GitError(
            .corrupt, "run git",
            detail: "\(stray.path) is no plain file, and git would never have read it",
            remedy: "remove it\nrm \(ShellWord.quoted(stray.path))")
    }
}
