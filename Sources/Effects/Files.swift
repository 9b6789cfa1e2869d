/// Files outside git: configuration, plans, recorded replies, locks' folders.
package struct Files: Sendable {
    /// The bytes of a regular file.
    package var read: @Sendable (_ path: String) throws(FileFailure) -> [UInt8]
    /// Writes a whole file, creating the folders above it; replaces an existing one at once.
    package var write: @Sendable (_ path: String, _ bytes: [UInt8]) throws(FileFailure) -> Void
    /// What is there; a symbolic link is `.link`, not what it names.
    package var kind: @Sendable (_ path: String) -> FileKind
    /// Removes a file, or a folder with all in it; nothing there is no error.
    package var remove: @Sendable (_ path: String) throws(FileFailure) -> Void
    /// The room that is left where a path is, or would be; nil where that is not known.
    package var space: @Sendable (_ path: String) -> DiskSpace?

    package init(
        read: @escaping @Sendable (_ path: String) throws(FileFailure) -> [UInt8],
        write: @escaping @Sendable (_ path: String, _ bytes: [UInt8]) throws(FileFailure) -> Void,
        kind: @escaping @Sendable (_ path: String) -> FileKind,
        remove: @escaping @Sendable (_ path: String) throws(FileFailure) -> Void,
        space: @escaping @Sendable (_ path: String) -> DiskSpace? = { _ in nil }
    ) {
        self.read = read
        self.write = write
        self.kind = kind
        self.remove = remove
        self.space = space
    }
}

/// The room that is left on a file system for this user.
package struct DiskSpace: Sendable, Hashable {
    package var freeBytes: Int64
    /// How many more files fit; nil where the file system does not count them.
    package var freeFiles: Int64?
    /// Tells one file system from another.
    package var fileSystem: UInt64

    package init(freeBytes: Int64, freeFiles: Int64?, fileSystem: UInt64) {
        self.freeBytes = freeBytes
        self.freeFiles = freeFiles
        self.fileSystem = fileSystem
    }
}

/// What stands at a path.
package enum FileKind: Sendable, Equatable {
    case nothing, file, directory, link, other
}

/// Why a file could not be read or written.
package struct FileFailure: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case notFound, permission, notAFile, noSpace, other
    }

    package var code: Code
    package var path: String
    package var detail: String

    package init(code: Code, path: String, detail: String) {
        self.code = code
        self.path = path
        self.detail = detail
    }
}
