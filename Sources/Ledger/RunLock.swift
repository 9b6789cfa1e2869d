#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

package import RunModel

/// The right to write to one run, held by at most one process of this host.
///
/// A `flock` decides, which the kernel takes back from a process that dies; the file's text only
/// says who holds it.
package struct RunLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, or says who has it.
    ///
    /// - Parameters:
    ///   - directory: The repository's common directory.
    ///   - owner: Who this process is.
    /// - Throws: ``LedgerError`` `.held` with the owner, where that is known.
    package init(run: RunID, in directory: String, owner: LeaseOwner) throws(LedgerError) {
        descriptor = try RunLock.take(run, in: "\(directory)/autopack", owner)
    }

    /// Unlocked before it is closed: a child that was forked and has not yet become its program
    /// shares the lock, and would hold it for a moment longer.
    deinit {
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func take(
        _ run: RunID, in folder: String, _ owner: LeaseOwner
    ) throws(LedgerError) -> Int32 {
        let path = "\(folder)/locks/\(run).lock"
        for part in [folder, "\(folder)/locks"] where mkdir(part, 0o777) != 0 {
            guard errno == EEXIST else { throw failure("create \(part)") }
        }
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666)
        guard descriptor >= 0 else { throw failure("open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = self.owner(written: descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else { throw failure("lock \(path)", code: code) }
            let name = holder.map { "process \($0.processID) on \($0.host)" } ?? "another process"
            throw LedgerError(
                .held, "take run \(run)", detail: "\(name) holds it",
                remedy: "wait for it, or stop it: git autopack status \(run)", owner: holder)
        }
        write(owner, to: descriptor)
        return descriptor
    }

    private static func write(_ owner: LeaseOwner, to descriptor: Int32) {
        // Only for people; the lock holds without it.
        guard let bytes = try? CanonicalJSON.encode(owner), ftruncate(descriptor, 0) == 0 else {
            return
        }
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func owner(written descriptor: Int32) -> LeaseOwner? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        return try? CanonicalJSON.decode(LeaseOwner.self, from: Array(bytes.prefix(count)))
    }

    private static func failure(_ operation: String, code: Int32 = errno) -> LedgerError {
        LedgerError(.system, operation, detail: String(cString: strerror(code)))
    }
}

extension LeaseOwner {
    /// This process.
    package static func current() -> LeaseOwner {
        var name = utsname()
        uname(&name)
        let host = withUnsafeBytes(of: &name.nodename) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        let boot = text(of: "/proc/sys/kernel/random/boot_id")
        // Field 22, counted behind the program's name, which may hold blanks and parentheses.
        let fields =
            text(of: "/proc/self/stat").split(separator: ")").last?
            .split(separator: " ") ?? []
        return LeaseOwner(
            host: host, bootID: String(boot.prefix { !$0.isWhitespace }),
            processID: Int(getpid()), startTicks: fields.count > 19 ? Int(fields[19]) ?? 0 : 0)
    }

    private static func text(of path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
