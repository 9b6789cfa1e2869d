#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import TestSupport

/// Every file below a folder, with its bytes, so that two moments can be compared.
struct FolderSnapshot: Equatable {
    private struct File: Equatable {
        var mode: UInt32
        var bytes: [UInt8]
        /// When it was last written, so that a file written with the same bytes is seen as well.
        var written: [Int]
    }

    private var files: [String: File] = [:]

    /// Reads everything below the folder but what the prefixes name, relative to it.
    init(of folder: String, without prefixes: [String] = []) {
        read(folder, "", prefixes)
    }

    /// A repository as its user has it: all but the objects and what the program calls its own.
    init(ofUsersPartIn repository: ScratchRepository) {
        self.init(
            of: repository.path,
            without: [
                ".git/objects", ".git/autopack", ".git/refs/autopack", ".git/refs/heads/autopack",
                ".git/refs/notes/autopack", ".git/logs/refs/heads/autopack",
            ])
    }

    /// What differs, a line a file; empty where nothing does.
    func differences(to other: FolderSnapshot) -> [String] {
        Set(files.keys).union(other.files.keys).sorted().compactMap { path in
            switch (files[path], other.files[path]) {
            case (let before?, let after?):
                before == after
                    ? nil
                    : before.bytes == after.bytes
                        ? "\(path) was written again or has another mode" : "\(path) changed"
            case (nil, _?): "\(path) is new"
            case (_?, nil): "\(path) is gone"
            case (nil, nil): nil
            }
        }
    }

    private mutating func read(_ root: String, _ relative: String, _ prefixes: [String]) {
        guard let stream = opendir(relative.isEmpty ? root : "\(root)/\(relative)") else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { continue }
            let path = relative.isEmpty ? name : "\(relative)/\(name)"
            if prefixes.contains(where: { path == $0 || path.hasPrefix("\($0)/") }) { continue }
            add("\(root)/\(path)", path, root, prefixes)
        }
    }

    private mutating func add(
        _ absolute: String, _ path: String, _ root: String, _ prefixes: [String]
    ) {
        var status = stat()
        guard lstat(absolute, &status) == 0 else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: read(root, path, prefixes)
        case S_IFLNK:
            var target = [CChar](repeating: 0, count: 4096)
            let count = max(readlink(absolute, &target, target.count), 0)
            files[path] = File(
                mode: UInt32(status.st_mode),
                bytes: target.prefix(count).map(UInt8.init(bitPattern:)),
                written: [])
        default:
            files[path] = File(
                mode: UInt32(status.st_mode), bytes: ScratchFolder.read(absolute) ?? [],
                written: [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)])
        }
    }
}
