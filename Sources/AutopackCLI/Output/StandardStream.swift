import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A stream that the program was started with, and whether it took all that was written to it.
final class StandardStream: Sendable {
    /// The result of a command.
    static let output = StandardStream(STDOUT_FILENO)
    /// Progress and diagnostics.
    static let error = StandardStream(STDERR_FILENO)

    private let descriptor: Int32
    /// The error number of the first write that failed; nothing is written after it.
    private let failure = Mutex<Int32?>(nil)

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Nothing that is written arrives any more, for whatever reason.
    var isLost: Bool { failure.withLock { $0 != nil } }

    /// Why something that was written did not arrive; nil where all did.
    ///
    /// A reader that went away has had what it wanted, as with every program in a pipe.
    var trouble: String? {
        failure.withLock { number in
            number.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) }
        }
    }

    func write(_ bytes: [UInt8]) {
        failure.withLock { failure in
            guard failure == nil else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { writeSome(descriptor, $0) }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    poll(&ready, 1, -1)
                } else if errno != EINTR {
                    failure = errno
                    return
                }
            }
        }
    }

    /// Gives each stream that the program was started without something to stand for it.
    ///
    /// The next file that is opened would have its number otherwise, and the result would be
    /// written into a file of the repository. As in git, output goes nowhere; reading fails.
    static func replaceClosed() {
        for (descriptor, mode) in [
            (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDWR), (STDERR_FILENO, O_RDWR),
        ] where fcntl(descriptor, F_GETFD) < 0 && errno == EBADF {
            // The lowest number that is free is this one.
            _ = open("/dev/null", mode)
        }
    }
}

/// What the system's function took of some bytes; a method hides its name.
private func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
