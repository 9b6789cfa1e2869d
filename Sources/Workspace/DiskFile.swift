#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whole small files and folders of the cache, outside the tree that checks see.
enum DiskFile {
    /// The bytes of a file, nil where there is none that can be read.
    static func read(_ path: String) -> [UInt8]? {
        // Without waiting: a pipe may have taken the file's place.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size) + 1)
        var count = 0
        while true {
            if count == bytes.count { bytes += [UInt8](repeating: 0, count: 1 << 16) }
            let more = bytes.withUnsafeMutableBytes { buffer in
                readSome(descriptor, UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            }
            guard more >= 0 else { return nil }
            guard more > 0 else { break }
            count += more
        }
        bytes.removeSubrange(count...)
        return bytes
    }

    /// The bytes of an open file, up to one more than the limit.
    static func read(
        _ descriptor: Int32, limitBytes: Int, _ operation: @autoclosure () -> String
    ) throws(WorkspaceError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= limitBytes {
            let count = piece.withUnsafeMutableBytes { readSome(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(operation()) }
            guard count > 0 else { break }
            bytes += piece[..<count]
        }
        return Array(bytes.prefix(limitBytes + 1))
    }

    static func text(_ path: String) -> String? {
        read(path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Puts a file in place at once: nobody ever sees half of it.
    static func write(_ bytes: [UInt8], to path: String) throws(WorkspaceError) {
        let operation = "write \(path)"
        let new = path + ".new"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(operation) }
        do {
            defer { close(descriptor) }
            try write(bytes, to: descriptor, operation)
        }
        guard rename(new, path) == 0 else { throw .system(operation) }
    }

    static func write(_ text: String, to path: String) throws(WorkspaceError) {
        try write(Array(text.utf8), to: path)
    }

    /// Writes all bytes to an open file.
    static func write(
        _ bytes: [UInt8], to descriptor: Int32, _ operation: @autoclosure () -> String
    ) throws(WorkspaceError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                writeSome(descriptor, UnsafeRawBufferPointer(rebasing: buffer[written...]))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(operation()) }
            written += count
        }
    }

    /// Writes what is left to read of one open file to another.
    static func copy(
        _ source: Int32, to target: Int32, _ operation: @autoclosure () -> String
    ) throws(WorkspaceError) {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = piece.withUnsafeMutableBytes { readSome(source, $0) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(operation()) }
            guard count > 0 else { return }
            try write(Array(piece[..<count]), to: target, operation())
        }
    }

    /// Makes a folder that only this user can read, and those above it.
    static func makeFolder(_ path: String) throws(WorkspaceError) {
        if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw .system("make the folder \(path)")
        }
        try makeFolder(String(path[..<slash]))
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw .system("make the folder \(path)")
        }
    }

    /// Makes a symbolic link at a path, which has nothing yet.
    static func link(_ path: String, to target: String) throws(WorkspaceError) {
        guard symlink(target, path) == 0 else { throw .system("link \(path)") }
    }

    /// What `lstat` says, nil where there is nothing.
    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// A file proper, no link to one.
    static func isRegular(_ path: String) -> Bool {
        status(path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The path without symbolic links, nil where something is missing.
    static func resolved(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(cString: found)
    }

    private static func readSome(
        _ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer
    ) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    private static func writeSome(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.write(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }
}

extension String {
    /// This absolute path is a folder, or lies below it.
    func isWithin(_ folder: String) -> Bool {
        self == folder || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }
}
