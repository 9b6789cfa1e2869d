#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension Files {
    /// The files of this machine.
    ///
    /// A file is written beside its place, flushed to the disk and then renamed, so that whoever
    /// reads it sees the old bytes or the new ones, also after a crash; a link that stands there is
    /// replaced and not followed. A file keeps the mode it had.
    package static let live = Files(
        read: { path throws(FileFailure) in try LiveFile(path: path).read() },
        write: { path, bytes throws(FileFailure) in try LiveFile(path: path).write(bytes) },
        kind: { path in LiveFile(path: path).kind },
        remove: { path throws(FileFailure) in try LiveFile(path: path).remove() },
        space: { path in LiveFile(path: path).space })
}

/// One path of this machine and what can be done with it.
private struct LiveFile {
    let path: String

    // MARK: Looking

    var kind: FileKind {
        var status = stat()
        guard lstat(path, &status) == 0 else { return .nothing }
        return switch status.st_mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .link
        default: .other
        }
    }

    /// Of the nearest folder that is there.
    var space: DiskSpace? {
        var place = path
        var (room, status) = (statvfs(), stat())
        while statvfs(place, &room) != 0 || stat(place, &status) != 0 {
            guard errno == ENOENT || errno == ENOTDIR, let slash = place.lastIndex(of: "/"),
                place != "/"
            else { return nil }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
        let (blocks, size) = (UInt64(room.f_bavail), UInt64(room.f_frsize))
        let bytes = blocks.multipliedReportingOverflow(by: size)
        return DiskSpace(
            freeBytes: bytes.overflow ? .max : Int64(clamping: bytes.partialValue),
            // Some file systems make room for files as they come, and say 0 of 0.
            freeFiles: room.f_files > 0 ? Int64(clamping: room.f_favail) : nil,
            fileSystem: UInt64(truncatingIfNeeded: status.st_dev))
    }

    // MARK: Reading

    /// The bytes; a link is followed, anything but a regular file is refused unread.
    func read() throws(FileFailure) -> [UInt8] {
        // Without O_NONBLOCK the opening of a pipe would wait for a writer.
        let descriptor = try opened(path, O_RDONLY | O_NONBLOCK)
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure(code: .notAFile, path: path, detail: "not a regular file")
        }
        // The size is a hint: some files of the system are larger than they say.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(status.st_size) + 1)
        var piece = [UInt8](repeating: 0, count: min(max(Int(status.st_size) + 1, 4096), 1 << 20))
        while true {
            let count = readSome(descriptor, &piece)
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure()
            }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    // MARK: Writing

    func write(_ bytes: [UInt8]) throws(FileFailure) {
        if kind == .directory {
            throw FileFailure(code: .notAFile, path: path, detail: "a folder is in the way")
        }
        try makeFolders(upTo: folder)
        let (beside, descriptor) = try makeFileBeside()
        do throws(FileFailure) {
            try fill(descriptor, bytes)
            guard rename(beside, path) == 0 else { throw failure() }
        } catch {
            unlink(beside)
            throw error
        }
        // The new name is in the folder, which is flushed on its own; a file system that cannot
        // do that has nothing to flush.
        let folder = try opened(folder, O_RDONLY | O_DIRECTORY)
        fsync(folder)
        close(folder)
    }

    /// Creates a file that nobody else writes; unlike `mkstemp` with the mode that others expect.
    private func makeFileBeside() throws(FileFailure) -> (path: String, descriptor: Int32) {
        while true {
            let beside = "\(path).\(String(UInt32.random(in: 0...UInt32.max), radix: 16))"
            let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            if descriptor >= 0 { return (beside, descriptor) }
            guard errno == EEXIST || errno == EINTR else { throw failure() }
        }
    }

    /// Writes and closes a descriptor; a full disk may show at any of the three calls.
    private func fill(_ descriptor: Int32, _ bytes: [UInt8]) throws(FileFailure) {
        var problem: FileFailure?
        var status = stat()
        // A link's own mode means nothing.
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
            fchmod(descriptor, status.st_mode & 0o7777)
        }
        var rest = bytes[...]
        while problem == nil, !rest.isEmpty {
            let count = rest.withUnsafeBytes { writeSome(descriptor, $0) }
            if count < 0, errno != EINTR { problem = failure() }
            rest = rest.dropFirst(max(count, 0))
        }
        if problem == nil, fsync(descriptor) != 0 { problem = failure() }
        if close(descriptor) != 0, problem == nil { problem = failure() }
        if let problem { throw problem }
    }

    private var folder: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private func makeFolders(upTo folder: String) throws(FileFailure) {
        var end = folder.startIndex
        while end != folder.endIndex {
            let next = folder.index(after: end)
            end = folder[next...].firstIndex(of: "/") ?? folder.endIndex
            let made = mkdir(String(folder[..<end]), 0o777)
            guard made == 0 || errno == EEXIST || errno == EISDIR || errno == EROFS else {
                throw failure()
            }
        }
    }

    // MARK: Removing

    func remove() throws(FileFailure) {
        let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return }
            throw failure()
        }
        defer { close(parent) }
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        try remove(name, from: parent)
    }

    /// Removes an entry of an open folder, so that no link is followed however the tree changes.
    ///
    /// Names are bytes here: one that is no UTF-8 is removed like any other.
    private func remove(_ name: UnsafePointer<CChar>, from parent: Int32) throws(FileFailure) {
        if unlinkat(parent, name, 0) == 0 || errno == ENOENT { return }
        guard errno == EISDIR || errno == EPERM || errno == EBUSY else { throw failure() }
        let reason = errno
        let folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw failure(errno == ENOTDIR ? reason : errno) }
        // The stream owns the descriptor and closes it.
        guard let stream = fdopendir(folder) else {
            close(folder)
            throw failure()
        }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
            let entryName = UnsafeRawPointer(entry).advanced(by: offset)
                .assumingMemoryBound(to: CChar.self)
            guard strcmp(entryName, ".") != 0, strcmp(entryName, "..") != 0 else { continue }
            try remove(entryName, from: folder)
        }
        guard unlinkat(parent, name, AT_REMOVEDIR) == 0 || errno == ENOENT else { throw failure() }
    }

    // MARK: Errors

    private func opened(_ path: String, _ flags: Int32) throws(FileFailure) -> Int32 {
        while true {
            let descriptor = open(path, flags | O_CLOEXEC)
            if descriptor >= 0 { return descriptor }
            if errno != EINTR { throw failure() }
        }
    }

    private func failure(_ number: Int32 = errno) -> FileFailure {
        let code: FileFailure.Code =
            switch number {
            case ENOENT, ENOTDIR: .notFound
            case EACCES, EPERM, EROFS: .permission
            case EISDIR, ELOOP: .notAFile
            case ENOSPC, EDQUOT: .noSpace
            default: .other
            }
        return FileFailure(code: code, path: path, detail: String(cString: strerror(number)))
    }
}

private func readSome(_ descriptor: Int32, _ piece: inout [UInt8]) -> Int {
    read(descriptor, &piece, piece.count)
}

private func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
