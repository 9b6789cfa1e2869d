import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Copies a file, a link or a folder with all that is below it, following no link.
///
/// A link becomes the same link; sockets, pipes and devices are left out.
struct FolderCopy {
    /// How much may still be copied.
    private var leftBytes: Int
    private let refusesRepositories: Bool

    /// - Parameter refusesRepositories: Nothing named like git's own folder is copied.
    init(limitBytes: Int = .max, refusesRepositories: Bool = false) {
        leftBytes = limitBytes
        self.refusesRepositories = refusesRepositories
    }

    /// Copies what stands at an absolute path to another; a folder's contents go into one that is
    /// there.
    mutating func copy(path source: String, to target: String) throws(WorkspaceError) {
        try copy(
            terminated(source.utf8), of: AT_FDCWD, to: terminated(target.utf8), in: AT_FDCWD)
    }

    /// Copies one name of an open folder to a name of another.
    ///
    /// - Throws: ``WorkspaceError`` of the system, and `.failed` past the limit or at a repository.
    mutating func copy(
        _ name: [CChar], of folder: Int32, to new: [CChar], in target: Int32
    ) throws(WorkspaceError) {
        // Level by level and not by calling itself: a hostile folder may be a million deep.
        var waiting = [
            (
                folder: Handle(borrowed: folder), target: Handle(borrowed: target), name: name,
                new: new
            )
        ]
        while let next = waiting.popLast() {
            let (from, to) = (next.folder.descriptor, next.target.descriptor)
            var status = stat()
            guard fstatat(from, next.name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw .system("copy \(Self.text(next.name))")
            }
            switch status.st_mode & S_IFMT {
            case S_IFREG: try copyFile(next.name, from, next.new, to, status)
            case S_IFLNK: try copyLink(next.name, from, next.new, to)
            case S_IFDIR:
                if mkdirat(to, next.new, 0o700) != 0, errno != EEXIST {
                    throw .system("copy \(Self.text(next.name))")
                }
                let inner = try Handle.folder(next.name, in: from)
                let made = try Handle.folder(next.new, in: to)
                for name in FolderListing.names(of: inner.descriptor) {
                    if refusesRepositories, isRepository(name) {
                        throw WorkspaceError(
                            .failed, "copy \(Self.text(next.name))",
                            detail: "it holds a repository of its own")
                    }
                    let name = terminated(name)
                    waiting.append((inner, made, name, name))
                }
                guard waiting.count < Self.entryLimit else {
                    throw WorkspaceError(
                        .failed, "copy \(Self.text(next.name))", detail: "it has too many files")
                }
            default: continue
            }
        }
    }

    private static let entryLimit = 1_000_000

    private func isRepository(_ name: [UInt8]) -> Bool {
        do {
            try TreePath(bytes: name).check()
            return false
        } catch {
            return true
        }
    }

    private mutating func copyFile(
        _ name: [CChar], _ folder: Int32, _ new: [CChar], _ target: Int32, _ status: stat
    ) throws(WorkspaceError) {
        let operation = "copy \(Self.text(name))"
        let size = Int(status.st_size)
        guard size <= leftBytes else {
            throw WorkspaceError(.failed, operation, detail: "it is too large")
        }
        leftBytes -= size
        let source = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard source >= 0 else { throw .system(operation) }
        defer { close(source) }
        // Never in place: what stands there may have other names.
        if unlinkat(target, new, 0) != 0, errno != ENOENT { throw .system(operation) }
        let copy = openat(
            target, new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
            status.st_mode & 0o777 | 0o200)
        guard copy >= 0 else { throw .system(operation) }
        defer { close(copy) }
        try DiskFile.copy(source, to: copy, operation)
    }

    private func copyLink(
        _ name: [CChar], _ folder: Int32, _ new: [CChar], _ target: Int32
    ) throws(WorkspaceError) {
        let operation = "copy \(Self.text(name))"
        var text = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = readlinkat(folder, name, &text, text.count - 1)
        guard count >= 0 else { throw .system(operation) }
        text[count] = 0
        if unlinkat(target, new, 0) != 0, errno != ENOENT { throw .system(operation) }
        guard symlinkat(text, target, new) == 0 else { throw .system(operation) }
    }

    private static func text(_ name: [CChar]) -> String {
        TreePath(bytes: name.dropLast().map(UInt8.init(bitPattern:))).description
    }

    /// An open folder, closed when nobody needs it any more.
    private final class Handle {
        let descriptor: Int32
        private let isOwned: Bool

        init(borrowed descriptor: Int32) {
            self.descriptor = descriptor
            isOwned = false
        }

        private init(owned descriptor: Int32) {
            self.descriptor = descriptor
            isOwned = true
        }

        deinit { if isOwned { close(descriptor) } }

        static func folder(_ name: [CChar], in folder: Int32) throws(WorkspaceError) -> Handle {
            let descriptor = openat(
                folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            guard descriptor >= 0 else { throw .system("open \(FolderCopy.text(name))") }
            return Handle(owned: descriptor)
        }
    }
}
