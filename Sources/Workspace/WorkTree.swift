import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder with the files of a candidate: writes, removes and looks at them.
///
/// No path is followed through a symbolic link, so that nothing a tree or a check puts there leads
/// out of the folder. A file is never written in place: what stood there may be a hard link.
final class WorkTree {
    /// Absolute.
    let path: String
    let trash: Trash
    let root: Int32
    /// The time of the latest change among the files written, see ``FileStatus/changed``.
    private(set) var newestChange: UInt64 = 0

    /// The folder that was written to last, kept open: files come in order of their paths.
    private var folder: (path: [UInt8], descriptor: Int32)?

    init(path: String, trash: Trash) throws(WorkspaceError) {
        self.path = path
        self.trash = trash
        root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard root >= 0 else { throw .system("open \(path)") }
    }

    deinit {
        if let folder { close(folder.descriptor) }
        close(root)
    }

    /// Writes a file, a link or the empty folder of a submodule, and says what it is like.
    func write(
        _ path: TreePath, mode: FileMode, bytes: [UInt8]
    ) throws(WorkspaceError) -> FileStatus {
        let (folder, name) = try place(of: path)
        if mode.isSubmodule {
            try replacing(name, in: folder, path) { mkdirat(folder, name, 0o777) }
            return .unknown
        }
        if mode.isSymbolicLink {
            let target = terminated(bytes)
            try replacing(name, in: folder, path) { symlinkat(target, folder, name) }
            return try status(of: name, in: folder, path)
        }
        let permissions: mode_t = mode == .executable ? 0o777 : 0o666
        var descriptor: Int32 = -1
        try replacing(name, in: folder, path) {
            descriptor = openat(
                folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, permissions)
            return descriptor
        }
        defer { close(descriptor) }
        try DiskFile.write(bytes, to: descriptor, "write \(path)")
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("write \(path)") }
        return noted(FileStatus(status))
    }

    /// Removes what stands at a path, and the folders that this leaves empty.
    func remove(_ path: TreePath) throws(WorkspaceError) {
        closeFolder()
        var bytes = path.bytes
        guard let folder = openExisting(folderOf: bytes) else { return }
        defer { if folder != root { close(folder) } }
        let name = terminated(Self.lastName(of: bytes))
        if unlinkat(folder, name, 0) != 0, errno != ENOENT {
            guard errno == EISDIR || errno == EPERM else { throw .system("remove \(path)") }
            if unlinkat(folder, name, AT_REMOVEDIR) != 0 { try trash.take(name, in: folder) }
        }
        while let slash = bytes.lastIndex(of: UInt8(ascii: "/")) {
            bytes.removeSubrange(slash...)
            guard let above = openExisting(folderOf: bytes) else { return }
            defer { if above != root { close(above) } }
            guard unlinkat(above, terminated(Self.lastName(of: bytes)), AT_REMOVEDIR) == 0 else {
                return
            }
        }
    }

    /// What a file is like now; unknown where there is none.
    func status(of path: TreePath) -> FileStatus {
        var status = stat()
        guard fstatat(root, terminated(path.bytes), &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            return .unknown
        }
        return noted(FileStatus(status))
    }

    /// Forgets the open folder; called whenever something else may have moved it.
    func closeFolder() {
        if let folder { close(folder.descriptor) }
        folder = nil
    }

    /// Waits until a change would get another time than the files written last have.
    ///
    /// The clock of a file system ticks every few milliseconds; what happens within one tick gets
    /// one time.
    ///
    /// - Returns: False where the clock does not move on, as that of a network disk may not.
    func settle() -> Bool {
        for _ in 0..<20 {
            var now = timespec()
            #if canImport(Darwin)
                clock_gettime(CLOCK_REALTIME, &now)
            #else
                clock_gettime(CLOCK_REALTIME_COARSE, &now)
            #endif
            let tick =
                UInt64(UInt32(truncatingIfNeeded: now.tv_sec)) << 32
                | UInt64(UInt32(truncatingIfNeeded: now.tv_nsec))
            if tick > newestChange { return true }
            var pause = timespec(tv_sec: 0, tv_nsec: 1_000_000)
            nanosleep(&pause, nil)
        }
        return false
    }
}

// MARK: - Places

extension WorkTree {
    /// The open folder of a path, made where it is missing, and the path's last name.
    private func place(of path: TreePath) throws(WorkspaceError) -> (Int32, [CChar]) {
        let bytes = path.bytes
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            return (root, terminated(bytes))
        }
        let name = terminated(bytes[(slash + 1)...])
        let wanted = bytes[..<slash]
        if let folder, folder.path.elementsEqual(wanted) { return (folder.descriptor, name) }
        closeFolder()
        let descriptor = try openFolder(wanted, of: path)
        folder = (Array(wanted), descriptor)
        return (descriptor, name)
    }

    private func openFolder(
        _ folder: ArraySlice<UInt8>, of path: TreePath
    ) throws(WorkspaceError) -> Int32 {
        var current = root
        for component in folder.split(separator: UInt8(ascii: "/")) {
            let next: Int32
            do {
                defer { if current != root { close(current) } }
                next = try enter(terminated(component), from: current, path)
            }
            current = next
        }
        return current
    }

    /// The open folder of a path, nil where there is none; links are not followed.
    func openExisting(folderOf path: [UInt8]) -> Int32? {
        guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return root }
        var current = root
        for component in path[..<slash].split(separator: UInt8(ascii: "/")) {
            let next = openat(
                current, terminated(component), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if current != root { close(current) }
            guard next >= 0 else { return nil }
            current = next
        }
        return current
    }

    static func lastName(of path: [UInt8]) -> ArraySlice<UInt8> {
        path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...]
    }

    private func enter(
        _ name: [CChar], from folder: Int32, _ path: TreePath
    ) throws(WorkspaceError) -> Int32 {
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        let found = openat(folder, name, flags)
        if found >= 0 { return found }
        if errno == ENOTDIR || errno == ELOOP {
            // A file or a link where the tree has a folder.
            guard unlinkat(folder, name, 0) == 0 else { throw .system("write \(path)") }
        }
        guard mkdirat(folder, name, 0o777) == 0 || errno == EEXIST else {
            throw .system("write \(path)")
        }
        let made = openat(folder, name, flags)
        guard made >= 0 else { throw .system("write \(path)") }
        return made
    }

    /// Makes something at a name, and once more after removing what stands there.
    private func replacing(
        _ name: [CChar], in folder: Int32, _ path: TreePath, make: () -> Int32
    ) throws(WorkspaceError) {
        if make() >= 0 { return }
        guard errno == EEXIST else { throw .system("write \(path)") }
        if unlinkat(folder, name, 0) != 0 { try trash.take(name, in: folder) }
        guard make() >= 0 else { throw .system("write \(path)") }
    }

    private func status(
        of name: [CChar], in folder: Int32, _ path: TreePath
    ) throws(WorkspaceError) -> FileStatus {
        var status = stat()
        guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .system("write \(path)")
        }
        return noted(FileStatus(status))
    }

    private func noted(_ status: FileStatus) -> FileStatus {
        newestChange = max(newestChange, status.changed)
        return status
    }
}
