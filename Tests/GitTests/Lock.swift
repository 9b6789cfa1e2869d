#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A lock file that a test takes away again.
enum Lock {
    static func remove(_ path: String) { unlink(path) }
}
