#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What is piped into the program.
enum StandardInput {
    /// Nothing is piped in.
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Everything up to its end.
    static func readAll() -> [UInt8] { readToEnd().bytes }

    /// Everything up to its end, and why that could not be reached; nil where it could.
    static func readToEnd() -> (bytes: [UInt8], fault: String?) {
        var all: [UInt8] = []
        let fault = readPieces {
            all += $0
            return true
        }
        return (all, fault)
    }

    /// Everything up to its end, as it comes.
    ///
    /// - Parameter take: Takes a piece, and says whether it wants more.
    /// - Returns: Why it could not be read to its end; nil where it could.
    static func readPieces(_ take: (ArraySlice<UInt8>) -> Bool) -> String? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes {
                read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return String(cString: strerror(errno)) }
            guard count > 0, take(buffer.prefix(count)) else { return nil }
        }
    }
}
