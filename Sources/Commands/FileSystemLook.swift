#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The few questions about paths that the sandbox's description depends on.
enum FileSystemLook {
    /// What stands at a path, without following a link in its last component.
    enum Kind: Equatable {
        case nothing, directory, link, file
    }

    static func kind(of path: String) -> Kind {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return .nothing }
        return switch status.st_mode & S_IFMT {
        case S_IFDIR: .directory
        case S_IFLNK: .link
        default: .file
        }
    }

    /// The text of a symbolic link.
    static func link(at path: String) -> String? {
        var text = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = unsafe readlink(path, &text, text.count)
        guard count > 0, count < text.count else { return nil }
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The absolute path without symbolic links, or nil where something is missing.
    static func resolved(_ path: String) -> String? {
        guard let resolved = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe String(cString: resolved)
    }

    /// The names in a folder, without `.` and `..`; at most `limit`, in no particular order.
    static func names(in folder: String, limit: Int) -> [String] {
        guard let stream = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while names.count < limit, let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

extension String {
    /// Whether this absolute path is `folder` or lies below it.
    func isWithin(_ folder: String) -> Bool {
        self == folder || folder == "/" || hasPrefix(folder.hasSuffix("/") ? folder : folder + "/")
    }

    /// The path of the folder around this path.
    var enclosingFolder: String {
        guard let slash = lastIndex(of: "/"), slash != startIndex else { return "/" }
        return String(self[..<slash])
    }

    /// The last component.
    var lastPathComponent: String {
        String(self[(lastIndex(of: "/").map(index(after:)) ?? startIndex)...])
    }
}
