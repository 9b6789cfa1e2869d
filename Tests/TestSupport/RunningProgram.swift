import CSpawn
import Dispatch
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// A program that a test started and has not yet waited for.
///
/// Its streams are unlinked files, not pipes: no reader can stall it, and a grandchild that keeps
/// one open holds nobody up.
package final class RunningProgram: Sendable {
    /// Also the number of its process group.
    package let identifier: Int32
    private let program: String
    private let output: Int32
    private let errors: Int32
    private let deadline: DispatchTime
    private let ended = Mutex(false)

    fileprivate init(
        program: String, identifier: Int32, output: Int32, errors: Int32, timeoutSeconds: Double
    ) {
        self.program = program
        self.identifier = identifier
        self.output = output
        self.errors = errors
        deadline = .now() + timeoutSeconds
    }

    deinit {
        signal(SIGKILL)
        close(output)
        close(errors)
    }

    /// Sends a signal to the program's process group, unless the program has ended.
    package func signal(_ number: Int32) {
        ended.withLock { ended in
            if !ended { _ = kill(-identifier, number) }
        }
    }

    /// Waits for the end, blocking the calling thread; to be called once.
    package func wait() throws(TestFailure) -> Outcome {
        let timedOut = Mutex(false)
        // A cancelled item is kept until its time has come: it must not keep the streams open.
        let guardian = DispatchWorkItem { [weak self] in
            timedOut.withLock { $0 = true }
            self?.signal(SIGKILL)
        }
        DispatchQueue.global().asyncAfter(deadline: deadline, execute: guardian)
        defer { guardian.cancel() }

        // Not reaped before no signal can be on its way: the number stays its own until then.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) == -1 {
            guard errno == EINTR else { throw TestFailure("\(program): cannot be waited for") }
        }
        var raw: Int32 = 0
        var usage = rusage()
        ended.withLock { ended in
            ended = true
            while wait4(identifier, &raw, 0, &usage) == -1, errno == EINTR {}
        }

        let outcome = Outcome(
            status: raw & 0x7f == 0 ? (raw >> 8) & 0xff : 128 + (raw & 0x7f),
            standardOutput: Self.contents(of: output), standardError: Self.contents(of: errors),
            peakMemoryBytes: Self.bytes(usage.ru_maxrss))
        if timedOut.withLock({ $0 }) {
            throw TestFailure("\(program) did not end in time and was killed: \(outcome)")
        }
        return outcome
    }

    /// Waits for the end on a thread of its own; to be called once.
    package func outcome() async throws(TestFailure) -> Outcome {
        let result: Result<Outcome, TestFailure> = await withCheckedContinuation { continuation in
            let thread = DispatchQueue(label: "waiting for \(program)")
            thread.async {
                continuation.resume(returning: Result { () throws(TestFailure) in try self.wait() })
            }
        }
        return try result.get()
    }

    private static func bytes(_ peak: Int) -> Int {
        #if canImport(Darwin)
            peak
        #else
            peak * 1024
        #endif
    }

    private static func contents(of file: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = pread(file, &piece, piece.count, off_t(bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }
}

extension Invocation {
    /// Starts the program in a process group of its own.
    package func start() throws(TestFailure) -> RunningProgram {
        let path = try executable()
        let input = try Self.unlinkedFile(holding: standardInput)
        defer { close(input) }
        let output = try Self.unlinkedFile()
        let errors = try Self.unlinkedFile()

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (descriptor, file) in [input, output, errors].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(descriptor))
        }
        posix_spawn_file_actions_addchdir_np(&actions, workingDirectory)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The runner may ignore signals that the program has to see.
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var identifier: pid_t = 0
        let code = posix_spawn(&identifier, path, &actions, &attributes, &words, &variables)
        guard code == 0 else {
            close(output)
            close(errors)
            throw TestFailure(
                "\(path) does not start in \(workingDirectory): \(String(cString: strerror(code)))")
        }
        return RunningProgram(
            program: ([program] + arguments).joined(separator: " "), identifier: identifier,
            output: output, errors: errors, timeoutSeconds: timeoutSeconds)
    }

    private func executable() throws(TestFailure) -> String {
        if program.contains("/") { return program }
        let searchPath = environment["PATH"] ?? ""
        for folder in searchPath.split(separator: ":") {
            let path = "\(folder)/\(program)"
            if access(path, X_OK) == 0 { return path }
        }
        throw TestFailure("no \(program) in PATH=\(searchPath)")
    }

    /// An open file that no name leads to and no other child inherits.
    private static func unlinkedFile(holding bytes: [UInt8] = []) throws(TestFailure) -> Int32 {
        var template = Array("/tmp/autopack-test-stream-XXXXXX".utf8CString)
        let file = mkostemp(&template, O_CLOEXEC)
        guard file >= 0 else {
            throw TestFailure("no file in /tmp: \(String(cString: strerror(errno)))")
        }
        unlink(template)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                write(file, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            guard count > 0 else { throw TestFailure("a file in /tmp takes no bytes") }
            written += count
        }
        lseek(file, 0, SEEK_SET)
        return file
    }
}
