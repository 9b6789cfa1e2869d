#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension WorkspaceError {
    /// The failure of a system call, by `errno`.
    static func system(_ operation: String, _ reason: Int32 = errno) -> WorkspaceError {
        let code: Code =
            switch reason {
            case ENOSPC, EDQUOT: .noSpace
            case EACCES, EPERM, EROFS: .permission
            default: .failed
            }
        return WorkspaceError(
            code, operation, detail: String(cString: strerror(reason)),
            remedy: code == .noSpace ? "make room on the disk of the cache folder" : nil)
    }
}

/// Bytes of a path as the system wants them, ended by NUL.
func terminated(_ path: some Sequence<UInt8>) -> [CChar] {
    var text = path.map { CChar(bitPattern: $0) }
    text.append(0)
    return text
}
