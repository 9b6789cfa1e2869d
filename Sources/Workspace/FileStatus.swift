#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What the file system said of a file when it was written, in the words of git's index.
///
/// A later change of the bytes, the mode or the name moves `changed`, which no program can set, so
/// one look tells whether the file is still the one that was written.
struct FileStatus: Equatable, Sendable {
    var changedSeconds: UInt32 = 0
    var changedNanoseconds: UInt32 = 0
    var modifiedSeconds: UInt32 = 0
    var modifiedNanoseconds: UInt32 = 0
    var device: UInt32 = 0
    var inode: UInt32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
    var size: UInt32 = 0

    /// Nothing is known: no file is like this.
    static let unknown = FileStatus()

    init() {}

    init(_ status: stat) {
        #if canImport(Darwin)
            let (changed, modified) = (status.st_ctimespec, status.st_mtimespec)
        #else
            let (changed, modified) = (status.st_ctim, status.st_mtim)
        #endif
        changedSeconds = UInt32(truncatingIfNeeded: changed.tv_sec)
        changedNanoseconds = UInt32(truncatingIfNeeded: changed.tv_nsec)
        modifiedSeconds = UInt32(truncatingIfNeeded: modified.tv_sec)
        modifiedNanoseconds = UInt32(truncatingIfNeeded: modified.tv_nsec)
        device = UInt32(truncatingIfNeeded: status.st_dev)
        inode = UInt32(truncatingIfNeeded: status.st_ino)
        user = status.st_uid
        group = status.st_gid
        size = UInt32(truncatingIfNeeded: status.st_size)
    }

    /// The file is still the one that was written; the device's number may change with a restart.
    func isSame(as other: FileStatus) -> Bool {
        changedSeconds == other.changedSeconds && changedNanoseconds == other.changedNanoseconds
            && modifiedSeconds == other.modifiedSeconds
            && modifiedNanoseconds == other.modifiedNanoseconds
            && inode == other.inode && size == other.size
    }

    /// The time of the last change, as one number to compare.
    var changed: UInt64 { UInt64(changedSeconds) << 32 | UInt64(changedNanoseconds) }
}
