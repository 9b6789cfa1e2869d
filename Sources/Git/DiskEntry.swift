#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What stands at a path of the disk, so that it can be put back exactly.
package struct DiskEntry: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case nothing, file, link, folder
        /// A pipe, a socket or a device: never read, never written.
        case other
    }

    package var kind: Kind
    /// The permission bits; 0 where they mean nothing.
    package var permissions: UInt32
    /// When a file was last written, in nanoseconds since 1970; 0 where that means nothing.
    package var modifiedNanoseconds: Int64

    package init(kind: Kind, permissions: UInt32 = 0, modifiedNanoseconds: Int64 = 0) {
        self.kind = kind
        self.permissions = permissions
        self.modifiedNanoseconds = modifiedNanoseconds
    }

    /// Looks at a path; a link is itself, not what it names.
    package init(at path: [UInt8]) {
        guard let status = FileSystem.status(path) else {
            self.init(kind: .nothing)
            return
        }
        let permissions = UInt32(status.st_mode & 0o7777)
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            self.init(
                kind: .file, permissions: permissions,
                modifiedNanoseconds: Self.nanoseconds(status))
        case S_IFLNK: self.init(kind: .link)
        case S_IFDIR: self.init(kind: .folder, permissions: permissions)
        default: self.init(kind: .other)
        }
    }

    /// The bytes of the file, or the target of the link, that stands at a path.
    ///
    /// - Throws: ``GitError`` where it cannot be read, or is neither.
    package static func read(_ path: [UInt8]) throws(GitError) -> [UInt8] {
        let text = terminated(path)
        let operation = "read \(TreePath(bytes: path))"
        if DiskEntry(at: path).kind == .link {
            guard let target = FileSystem.linkTarget(text) else { throw failure(operation) }
            return target
        }
        let descriptor = unsafe open(text, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(operation) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw failure(operation) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw GitError(.failed, operation, detail: "it is no regular file")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size))
        var piece = [UInt8](repeating: 0, count: min(max(Int(status.st_size) + 1, 1), 1 << 20))
        while true {
            let count = readSome(descriptor, &piece)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(operation) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// Puts this entry at a path, in place of a file or link that stands there; folders above it
    /// are made.
    ///
    /// A file is written beside its place, flushed and renamed, so that nobody sees half of it.
    ///
    /// - Parameter bytes: Of a file, or the target of a link.
    /// - Throws: ``GitError`` where that is not possible, as where a folder with something in it
    ///   stands there.
    package func put(_ bytes: [UInt8], at path: [UInt8]) throws(GitError) {
        let text = Self.terminated(path)
        let operation = "write \(TreePath(bytes: path))"
        switch kind {
        case .nothing: try Self.remove(path)
        case .other: return
        case .folder:
            try Self.makeFolders(above: path)
            let current = DiskEntry(at: path).kind
            if current == .file || current == .link { try Self.remove(path) }
            guard unsafe mkdir(text, mode_t(permissions)) == 0 || errno == EEXIST else {
                throw Self.failure(operation)
            }
        case .file, .link:
            try Self.makeFolders(above: path)
            // An empty folder gives way, as git has it.
            if DiskEntry(at: path).kind == .folder { _ = unsafe rmdir(text) }
            let beside = Self.terminated(path + Array(".autopack-\(getpid())".utf8))
            _ = unsafe unlink(beside)
            do throws(GitError) {
                if kind == .link {
                    guard unsafe symlink(Self.terminated(bytes), beside) == 0 else {
                        throw Self.failure(operation)
                    }
                } else {
                    try fill(beside, bytes, operation)
                }
                guard unsafe rename(beside, text) == 0 else { throw Self.failure(operation) }
            } catch {
                _ = unsafe unlink(beside)
                throw error
            }
        }
    }

    /// Makes an empty file, and the folders above it, as only one can: what a lock is.
    ///
    /// - Throws: ``GitError`` `.locked` where something is there.
    package static func create(_ path: [UInt8]) throws(GitError) {
        try makeFolders(above: path)
        let operation = "make \(TreePath(bytes: path))"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = unsafe open(terminated(path), flags, 0o666)
        guard descriptor >= 0 else {
            guard errno != EEXIST else {
                throw GitError(
                    .locked, operation, detail: "it is there already",
                    remedy: "git autopack doctor --fix stale_lock")
            }
            throw failure(operation)
        }
        close(descriptor)
    }

    /// Removes a file, a link or an empty folder; nothing there is no error.
    package static func remove(_ path: [UInt8]) throws(GitError) {
        let text = terminated(path)
        guard unsafe unlink(text) != 0, errno != ENOENT, errno != ENOTDIR else { return }
        guard unsafe rmdir(text) != 0, errno != ENOENT else { return }
        throw failure("remove \(TreePath(bytes: path))")
    }

    private func fill(_ file: [CChar], _ bytes: [UInt8], _ operation: String) throws(GitError) {
        let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure(operation) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { raw in
                unsafe write(descriptor, raw.baseAddress, raw.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(operation) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, mode_t(permissions)) == 0 else { throw Self.failure(operation) }
        if modifiedNanoseconds != 0 {
            let time = timespec(
                tv_sec: Int(modifiedNanoseconds / 1_000_000_000),
                tv_nsec: Int(modifiedNanoseconds % 1_000_000_000))
            guard unsafe futimens(descriptor, [time, time]) == 0 else {
                throw Self.failure(operation)
            }
        }
        guard fsync(descriptor) == 0 else { throw Self.failure(operation) }
    }

    /// Makes the folders above a path that are missing; one that is a link is not gone through.
    private static func makeFolders(above path: [UInt8]) throws(GitError) {
        let slashes = path.indices.dropFirst().filter { path[$0] == UInt8(ascii: "/") }
        for slash in slashes {
            let folder = Array(path[..<slash])
            guard unsafe mkdir(terminated(folder), 0o777) == 0 || errno == EEXIST || errno == EROFS
            else { throw failure("make the folder \(TreePath(bytes: folder))") }
        }
    }

    private static func nanoseconds(_ status: stat) -> Int64 {
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private static func terminated(_ path: [UInt8]) -> [CChar] {
        path.map { CChar(bitPattern: $0) } + [0]
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

private func readSome(_ descriptor: Int32, _ piece: inout [UInt8]) -> Int {
    unsafe read(descriptor, &piece, piece.count)
}
