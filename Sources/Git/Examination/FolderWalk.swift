#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file or folder inside a git directory, as a walk finds it.
struct FolderEntry {
    let name: String
    let path: String
    let status: stat

    var isFolder: Bool { FileSystem.isDirectory(status) }
    var isFile: Bool { status.st_mode & S_IFMT == S_IFREG }
    var isLink: Bool { status.st_mode & S_IFMT == S_IFLNK }
    var isEmpty: Bool { isFile && status.st_size == 0 }
    /// Seconds since 1970 of the last change.
    var modified: Int { FileSystem.modified(status) }
}

extension FileSystem {
    /// What a folder holds, by name; nothing where it cannot be read.
    ///
    /// A link to a folder is none: what stands behind it is not the repository's, and may be
    /// anything that a stranger wants to be mended. Names that are no UTF-8 are left out: git makes
    /// none inside its own folder.
    static func entries(of folder: String) -> [FolderEntry] {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        // The stream owns the descriptor and closes it.
        guard let stream = unsafe fdopendir(descriptor) else {
            close(descriptor)
            return []
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let bytes = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
                unsafe Array(raw.prefix { $0 != 0 })
            }
            guard let name = String(validating: bytes, as: UTF8.self), name != ".", name != ".."
            else { continue }
            names.append(name)
        }
        return names.sorted().compactMap { name in
            let path = "\(folder)/\(name)"
            return status(path).map { FolderEntry(name: name, path: path, status: $0) }
        }
    }

    /// Every file below a folder, a folder's own before those of its folders; links are not
    /// followed.
    ///
    /// - Parameter limit: The walk ends after so many entries.
    static func files(below folder: String, limit: Int = 100_000) -> [FolderEntry] {
        var found: [FolderEntry] = []
        var folders = [folder]
        var seen = 0
        while let next = folders.popLast(), seen < limit {
            let entries = entries(of: next)
            seen += entries.count
            found += entries.filter { !$0.isFolder }
            folders += entries.filter(\.isFolder).map(\.path).reversed()
        }
        return found
    }

    /// The first bytes of a regular file; nil where there is none.
    ///
    /// - Parameter limitBytes: What is beyond is not read.
    static func bytes(of path: String, limitBytes: Int = 1 << 20) -> [UInt8]? {
        // Without O_NONBLOCK the opening of a pipe would wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(max(Int(status.st_size), 1), 1 << 16))
        while bytes.count < limitBytes {
            let count = unsafe read(descriptor, &piece, min(piece.count, limitBytes - bytes.count))
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return bytes
    }

    /// The first line of a small file, without its end.
    static func line(of path: String) -> String? {
        bytes(of: path, limitBytes: 4096).map { bytes in
            String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
    }

    /// The target of a symbolic link; nil where there is none.
    static func target(of path: String) -> String? {
        linkTarget(path.utf8.map { CChar(bitPattern: $0) } + [0]).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    /// The bytes of a symbolic link's target, of a path that ends with a NUL byte.
    static func linkTarget(_ path: [CChar]) -> [UInt8]? {
        var buffer = [CChar](repeating: 0, count: 1 << 14)
        let count = unsafe readlink(path, &buffer, buffer.count)
        return count >= 0 ? buffer[..<count].map { UInt8(bitPattern: $0) } : nil
    }
}
