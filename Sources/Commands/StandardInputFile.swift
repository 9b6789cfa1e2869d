import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a program reads from its standard input, as a file without a name.
///
/// A file rather than a pipe, for three reasons: a program that does not read cannot block us, one
/// that closes its input cannot kill us with SIGPIPE, and one that outlives us still gets all of it
/// (half of the commands for `git update-ref --stdin` would be a transaction nobody meant).
enum StandardInputFile {
    /// Opens a descriptor to read `bytes` from; `/dev/null` when there are none.
    ///
    /// - Throws: `Errno`; nothing is left open.
    static func open(_ bytes: [UInt8]) throws(Errno) -> FileDescriptor {
        do {
            guard !bytes.isEmpty else {
                return try FileDescriptor.open(
                    FilePath("/dev/null"), .readOnly, options: .closeOnExec)
            }
            let file = try nameless()
            do {
                try unsafe bytes.withUnsafeBytes { unsafe _ = try file.writeAll($0) }
                try file.seek(offset: 0, from: .start)
            } catch {
                try? file.close()
                throw error
            }
            return file
        } catch {
            throw error as? Errno ?? .ioError
        }
    }

    /// Creates a file and takes its name away, in memory where the system has a place for that.
    private static func nameless() throws -> FileDescriptor {
        for folder in ["/dev/shm", "/tmp"] {
            var name = Array("\(folder)/autopack.XXXXXX".utf8CString)
            let descriptor = unsafe mkstemp(&name)
            guard descriptor >= 0 else { continue }
            _ = unsafe unlink(name)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return FileDescriptor(rawValue: descriptor)
        }
        throw Errno(rawValue: errno)
    }
}
