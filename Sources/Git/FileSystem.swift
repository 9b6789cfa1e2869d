#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few questions about files that have to be asked beside libgit2 and git.
enum FileSystem {
    /// What `lstat` says, or nil where there is nothing.
    static func status(_ path: String) -> stat? {
        var status = stat()
        return unsafe lstat(path, &status) == 0 ? status : nil
    }

    /// What `lstat` says of a path in bytes.
    static func status(_ path: [UInt8]) -> stat? {
        var status = stat()
        let terminated = path.map { CChar(bitPattern: $0) } + [0]
        return unsafe lstat(terminated, &status) == 0 ? status : nil
    }

    /// This user may run the file, or enter the folder, that a path leads to.
    static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

    static func isDirectory(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFDIR }

    static func isRegular(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    /// Seconds since 1970 of the last change.
    static func modified(_ status: stat) -> Int {
        #if canImport(Darwin)
            status.st_mtimespec.tv_sec
        #else
            status.st_mtim.tv_sec
        #endif
    }

    /// The path with links, `.` and `..` resolved, or nil where it does not exist.
    static func resolved(_ path: String) -> String? {
        guard let found = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// The path made absolute, by text alone.
    static func absolute(_ path: String, from directory: String) -> String {
        path.hasPrefix("/") ? path : directory + "/" + path
    }

    static func withoutTrailingSlash(_ path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }
}

extension FileSystem {
    /// Makes a folder that only this user can read.
    static func makeTemporaryFolder(in parent: String) throws(GitError) -> String {
        var template = Array("\(parent)/git-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else {
            throw failure("make a folder in \(parent)")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Makes a folder; false where that cannot be.
    static func makeFolder(_ path: String) -> Bool { unsafe mkdir(path, 0o700) == 0 }

    /// Removes a folder and the plain files in it.
    static func removeFolder(_ path: String) {
        if let folder = unsafe opendir(path) {
            while let entry = unsafe readdir(folder) {
                let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                    unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name != ".", name != ".." { _ = unsafe unlink("\(path)/\(name)") }
            }
            unsafe closedir(folder)
        }
        _ = unsafe rmdir(path)
    }

    /// Copies a file with its times.
    ///
    /// - Returns: False where there is none.
    static func copy(_ source: String, to target: String) throws(GitError) -> Bool {
        let input = unsafe open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else {
            guard errno == ENOENT else { throw failure("read \(source)") }
            return false
        }
        defer { close(input) }
        let output = unsafe open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard output >= 0 else { throw failure("write \(target)") }
        defer { close(output) }
        var status = stat()
        guard unsafe fstat(input, &status) == 0 else { throw failure("read \(source)") }
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = unsafe read(input, &buffer, buffer.count)
            guard count >= 0 else { throw failure("read \(source)") }
            guard count > 0 else { break }
            var written = 0
            while written < count {
                let more = unsafe buffer.withUnsafeBytes { raw in
                    unsafe write(
                        output, raw.baseAddress.map { unsafe $0 + written }, count - written)
                }
                guard more > 0 else { throw failure("write \(target)") }
                written += more
            }
        }
        #if canImport(Darwin)
            let times = [status.st_atimespec, status.st_mtimespec]
        #else
            let times = [status.st_atim, status.st_mtim]
        #endif
        guard unsafe futimens(output, times) == 0 else { throw failure("write \(target)") }
        return true
    }

    private static func failure(_ operation: String) -> GitError {
        let reason = errno
        let code: GitError.Code =
            switch reason {
            case ENOSPC, EDQUOT: .noSpace
            case EACCES, EPERM, EROFS: .permission
            case ENOENT: .notFound
            default: .failed
            }
        return GitError(code, operation, detail: unsafe String(cString: strerror(reason)))
    }
}
