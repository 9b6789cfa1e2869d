import RunModel

/// What the system refused: space, memory, network, permission.
struct SystemSigns: SignReader {
    let words = SystemSigns.phrases.map(\.text) + SystemSigns.denials

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        let place = ShellSigns.place(of: text) ?? .near
        if let phrase = SystemSigns.phrases.first(where: { line.line.contains($0.text) }) {
            return line.sign(phrase.category, place: place)
        }
        guard SystemSigns.denials.contains(where: { text.contains($0) }) else { return nil }
        // A file of the repository that may not be run is the repository's fault.
        if let match = Self.ownFile.first(in: text),
            match.1.contains("/")
        {
            return line.sign(.fileNotFound, place: place)
        }
        return line.sign(.sandboxDenied, place: place)
    }

    private static let denials = [
        "Permission denied", "permission denied", "Operation not permitted",
        "operation not permitted", "EACCES", "EPERM:", "AccessDeniedException",
    ]

    private static let phrases: [(text: String, category: FailureCategory)] = [
        ("No space left on device", .diskFull), ("no space left on device", .diskFull),
        ("ENOSPC", .diskFull), ("Disk quota exceeded", .diskFull),
        ("not enough space on the disk", .diskFull), ("database or disk is full", .diskFull),
        ("Read-only file system", .sandboxDenied), ("read-only file system", .sandboxDenied),
        ("EROFS", .sandboxDenied), ("Network is unreachable", .sandboxDenied),
        ("network is unreachable", .sandboxDenied), ("ENETUNREACH", .sandboxDenied),
        ("Temporary failure in name resolution", .sandboxDenied),
        ("Temporary failure resolving", .sandboxDenied),
        ("Name or service not known", .sandboxDenied), ("EAI_AGAIN", .sandboxDenied),
        ("getaddrinfo ENOTFOUND", .sandboxDenied), ("Could not resolve host", .sandboxDenied),
        ("could not resolve host", .sandboxDenied), ("UnknownHostException", .sandboxDenied),
        ("dial tcp: lookup ", .sandboxDenied),
        ("failed to lookup address information", .sandboxDenied),
        ("(Hostname not found)", .sandboxDenied), ("Seccomp", .sandboxDenied),
        ("Bad system call", .sandboxDenied),
        ("JavaScript heap out of memory", .testError), ("java.lang.OutOfMemoryError", .testError),
        ("Cannot allocate memory", .testError), ("Killed process", .testError),
        ("Segmentation fault", .testError), ("stack overflow, aborting", .testError),
        ("has overflowed its stack", .testError), ("double free or corruption", .testError),
        ("stack smashing detected", .testError),
    ]

    // MARK: Patterns

    private static let ownFile = Pattern(
        /: (\.{0,2}[^\/\s:][^\s:]*|\.{1,2}\/[^\s:]+): [Pp]ermission denied$/)
}
