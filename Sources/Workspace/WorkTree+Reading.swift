import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension WorkTree {
    /// What stands at a path; nothing is followed to it through a link.
    enum Found: Equatable {
        case nothing
        case file(size: Int, isExecutable: Bool)
        case link([UInt8])
        /// A folder, a socket, a pipe, a device.
        case other
    }

    func look(at path: TreePath) throws(WorkspaceError) -> Found {
        try inFolder(of: path, or: .nothing) { folder, name throws(WorkspaceError) in
            var status = stat()
            guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                guard errno == ENOENT else { throw .system("look at \(path)") }
                return .nothing
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG:
                return .file(
                    size: Int(status.st_size), isExecutable: status.st_mode & 0o100 != 0)
            case S_IFLNK:
                var target = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
                let count = readlinkat(folder, name, &target, target.count)
                guard count >= 0 else { throw .system("read \(path)") }
                return .link(target.prefix(count).map(UInt8.init(bitPattern:)))
            default: return .other
            }
        }
    }

    /// The bytes of a regular file, the first of them past the limit included.
    func read(_ path: TreePath, limitBytes: Int) throws(WorkspaceError) -> [UInt8] {
        try inFolder(of: path, or: []) { folder, name throws(WorkspaceError) in
            // Without waiting: a pipe may have taken the file's place.
            let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
            var descriptor = openat(folder, name, flags)
            if descriptor < 0, errno == EACCES {
                _ = fchmodat(folder, name, 0o600, 0)
                descriptor = openat(folder, name, flags)
            }
            guard descriptor >= 0 else { throw .system("read \(path)") }
            defer { close(descriptor) }
            return try DiskFile.read(descriptor, limitBytes: limitBytes, "read \(path)")
        }
    }

    private func inFolder<Value>(
        of path: TreePath, or missing: Value,
        _ body: (Int32, [CChar]) throws(WorkspaceError) -> Value
    ) throws(WorkspaceError) -> Value {
        guard let folder = openExisting(folderOf: path.bytes) else { return missing }
        defer { if folder != root { close(folder) } }
        return try body(folder, terminated(Self.lastName(of: path.bytes)))
    }
}
