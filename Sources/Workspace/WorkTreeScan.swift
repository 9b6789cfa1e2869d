import Git

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One pass over the folder of a workspace that finds whatever is not as it was written.
///
/// Reads each folder once and looks at each file of the tree once; reads no file.
struct WorkTreeScan {
    /// What becomes of files and folders that are not in the tree.
    enum Untracked {
        /// They go.
        case remove
        /// They stay, and their paths are collected, a folder as a whole.
        case list
    }

    let tree: WorkTree
    let index: WorkTreeIndex
    /// What is neither removed nor listed, with all below it.
    let kept: [TreePath]
    let untracked: Untracked

    /// Positions of files that are missing, or not the ones that were written.
    private(set) var changed: [Int] = []
    /// Paths that are not in the tree.
    private(set) var extra: [TreePath] = []

    private var seen: [Bool]
    private var folders: [Folder]

    private struct Folder {
        /// Relative; empty for the root.
        var path: [UInt8]
        /// The entries in it, at any depth.
        var entries: Range<Int>
    }

    init(tree: WorkTree, index: WorkTreeIndex, kept: [TreePath], untracked: Untracked) {
        self.tree = tree
        self.index = index
        self.kept = kept
        self.untracked = untracked
        seen = Array(repeating: false, count: index.count)
        folders = [Folder(path: [], entries: 0..<index.count)]
    }

    mutating func run() throws(WorkspaceError) {
        tree.closeFolder()
        while let folder = folders.popLast() { try scan(folder) }
        for position in seen.indices where !seen[position] { changed.append(position) }
        changed.sort()
    }

    private mutating func scan(_ folder: Folder) throws(WorkspaceError) {
        let descriptor = try open(folder)
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            throw .system("read \(TreePath(bytes: folder.path))")
        }
        defer { closedir(stream) }
        var key = folder.path
        if !key.isEmpty { key.append(UInt8(ascii: "/")) }
        let prefix = key.count
        while let entry = readdir(stream) {
            let name = FolderListing.name(of: entry)
            if FolderListing.isSelfOrParent(name) { continue }
            key.removeSubrange(prefix...)
            key.append(contentsOf: UnsafeRawBufferPointer(name))
            try look(at: name, of: descriptor, type: entry.pointee.d_type, key, folder.entries)
        }
    }

    private mutating func look(
        at name: UnsafeBufferPointer<CChar>, of folder: Int32, type: UInt8, _ path: [UInt8],
        _ entries: Range<Int>
    ) throws(WorkspaceError) {
        let position = index.position(of: path, within: entries)
        var status = stat()
        var isFolder = Int(type) == Int(DT_DIR)
        if position != nil || Int(type) == Int(DT_UNKNOWN) {
            guard
                let start = name.baseAddress,
                fstatat(folder, start, &status, AT_SYMLINK_NOFOLLOW) == 0
            else {
                throw .system("look at \(TreePath(bytes: path))")
            }
            isFolder = status.st_mode & S_IFMT == S_IFDIR
        }
        if isFolder {
            let below = index.range(inFolder: path, within: entries)
            let isSubmodule = position.map { index.entries[$0].mode.isSubmodule } ?? false
            if let position, isSubmodule { seen[position] = true }
            if isSubmodule || !below.isEmpty || holdsKept(path) {
                folders.append(Folder(path: path, entries: below))
                return
            }
        } else if let position {
            seen[position] = true
            if !index.entries[position].isSame(as: status) { changed.append(position) }
            return
        }
        guard !kept.contains(where: { $0.bytes == path }) else { return }
        switch untracked {
        case .list: extra.append(TreePath(bytes: path))
        case .remove: try remove(Array(name) + [0], in: folder, isFolder: isFolder, path)
        }
    }

    private func remove(
        _ name: [CChar], in folder: Int32, isFolder: Bool, _ path: [UInt8]
    ) throws(WorkspaceError) {
        if isFolder {
            if unlinkat(folder, name, AT_REMOVEDIR) == 0 { return }
            try tree.trash.take(name, in: folder)
        } else if unlinkat(folder, name, 0) != 0, errno != ENOENT {
            throw .system("remove \(TreePath(bytes: path))")
        }
    }

    /// Something that stays lies below a folder that is not in the tree.
    private func holdsKept(_ folder: [UInt8]) -> Bool {
        kept.contains { path in
            path.bytes.count > folder.count && path.bytes[folder.count] == UInt8(ascii: "/")
                && path.bytes.starts(with: folder)
        }
    }

    /// Opens a folder, with the rights that its owner had when it was made.
    private func open(_ folder: Folder) throws(WorkspaceError) -> Int32 {
        let path = folder.path.isEmpty ? terminated(".".utf8) : terminated(folder.path)
        let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
        var descriptor = openat(tree.root, path, flags)
        if descriptor < 0, errno == EACCES {
            _ = fchmodat(tree.root, path, 0o755, 0)
            descriptor = openat(tree.root, path, flags)
        }
        guard descriptor >= 0 else { throw .system("read \(TreePath(bytes: folder.path))") }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & 0o700 != 0o700 {
            _ = fchmod(descriptor, 0o755)
        }
        return descriptor
    }
}

extension WorkTreeIndex.Entry {
    /// What stands at the path is the file that was written.
    fileprivate func isSame(as found: stat) -> Bool {
        let type = found.st_mode & S_IFMT
        guard type == (mode.isSymbolicLink ? S_IFLNK : S_IFREG), mode.isSubmodule == false else {
            return false
        }
        return status.isSame(as: FileStatus(found))
    }
}
