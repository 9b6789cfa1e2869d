#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Finds programs the way `execvp` does, but only in absolute folders.
///
/// An empty or relative entry of `PATH` names the working directory, which in a hostile repository
/// holds a program called `git`; such entries are passed over.
enum ExecutableSearch {
    /// What a path is to somebody who wants to run it.
    enum Finding: Equatable {
        case executable, notExecutable, nothing
    }

    /// The first executable regular file called `name` in the folders of `path`.
    static func find(_ name: String, inPath path: String) -> String? {
        guard isBareName(name) else { return nil }
        return path.split(separator: ":")
            .filter { $0.hasPrefix("/") }
            .map { "\($0)/\(name)" }
            .first { look(at: $0) == .executable }
    }

    /// Whether a name is one component, which `PATH` may be searched for.
    static func isBareName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/"))
    }

    /// Tells whether a regular file that this user may execute stands at a path.
    static func look(at path: String) -> Finding {
        guard let mode = mode(of: path) else { return .nothing }
        guard mode & S_IFMT == S_IFREG, unsafe access(path, X_OK) == 0 else {
            return .notExecutable
        }
        return .executable
    }

    /// Whether a folder stands at a path.
    static func isDirectory(_ path: String) -> Bool {
        guard let mode = mode(of: path) else { return false }
        return mode & S_IFMT == S_IFDIR
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode : nil
    }
}
