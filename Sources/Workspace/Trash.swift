import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Removes folders of any shape: however deep, and whatever their permissions say.
///
/// A folder is renamed into a folder of the same disk, which is then emptied level by level: the
/// stack, the open descriptors and the length of paths stay the same for a folder that a check has
/// nested a million deep.
final class Trash {
    private let path: String
    private let descriptor: Int32
    private var waiting: [String] = []
    private var next = 0

    /// - Parameter path: A folder for nothing else, on the disk of what is to be removed.
    init(path: String) throws(WorkspaceError) {
        try DiskFile.makeFolder(path)
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open \(path)") }
        self.path = path
        // What a killed process has left.
        waiting = FolderListing.names(of: descriptor).map { String(decoding: $0, as: UTF8.self) }
        next = (waiting.compactMap { Int($0) }.max() ?? -1) + 1
    }

    deinit { close(descriptor) }

    /// Takes a folder or a file away from its place; ``empty()`` removes it.
    func take(_ name: [CChar], in folder: Int32) throws(WorkspaceError) {
        let target = String(next)
        next += 1
        if renameat(folder, name, descriptor, target) != 0 {
            if errno == ENOENT { return }
            // A folder that nobody may write cannot be moved.
            if errno == EACCES || errno == EPERM { _ = fchmodat(folder, name, 0o700, 0) }
            guard renameat(folder, name, descriptor, target) == 0 else {
                throw .system(
                    "remove \(TreePath(bytes: name.map(UInt8.init(bitPattern:)).dropLast()))")
            }
        }
        waiting.append(target)
    }

    /// Takes away what stands at an absolute path; nothing there is no error.
    func take(_ path: String) throws(WorkspaceError) {
        try take(terminated(path.utf8), in: AT_FDCWD)
    }

    /// Removes all that was taken.
    func empty() throws(WorkspaceError) {
        var emptied: [String] = []
        while let name = waiting.popLast() {
            if unlinkat(descriptor, name, 0) == 0 || errno == ENOENT { continue }
            guard unlinkat(descriptor, name, AT_REMOVEDIR) != 0 else { continue }
            try flatten(name)
            emptied.append(name)
        }
        for name in emptied where unlinkat(descriptor, name, AT_REMOVEDIR) != 0 {
            throw .system("remove \(path)/\(name)")
        }
    }

    /// Removes the files of a folder and moves its folders up.
    private func flatten(_ name: String) throws(WorkspaceError) {
        _ = fchmodat(descriptor, name, 0o700, 0)
        let folder = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard folder >= 0 else { throw .system("remove \(path)/\(name)") }
        defer { close(folder) }
        for entry in FolderListing.names(of: folder) {
            let entry = terminated(entry)
            if unlinkat(folder, entry, 0) == 0 || errno == ENOENT { continue }
            guard unlinkat(folder, entry, AT_REMOVEDIR) != 0 else { continue }
            try take(entry, in: folder)
        }
    }
}

/// The names in a folder.
enum FolderListing {
    /// All names of an open folder but `.` and `..`, in no particular order.
    static func names(of folder: Int32) -> [[UInt8]] {
        let again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard again >= 0 else { return [] }
        guard let stream = fdopendir(again) else {
            close(again)
            return []
        }
        defer { closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = readdir(stream) {
            let name = name(of: entry)
            if !isSelfOrParent(name) { names.append(Array(UnsafeRawBufferPointer(name))) }
        }
        return names
    }

    /// The name that an entry holds, without the NUL at its end; valid until the next is read.
    static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafeBufferPointer<CChar> {
        let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
        let start = (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
        return UnsafeBufferPointer(start: start, count: strlen(start))
    }

    static func isSelfOrParent(_ name: UnsafeBufferPointer<CChar>) -> Bool {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        return name.count <= 2 && name.allSatisfy { $0 == dot }
    }
}
