/// A folder of hooks, and what stands in it under a name.
package struct HookFolder: Sendable {
    /// A hook as it stands on the disk, so that it can be put back exactly.
    package struct Hook: Sendable, Equatable {
        package var entry: DiskEntry
        /// The bytes of the file, or the target of the link.
        package var bytes: [UInt8]

        /// The script of a plain, executable file.
        ///
        /// - Parameter bytes: What the hook does.
        package static func program(_ bytes: [UInt8]) -> Hook {
            Hook(entry: DiskEntry(kind: .file, permissions: 0o755), bytes: bytes)
        }
    }

    /// Absolute, without a slash at its end.
    package let path: String

    package init(_ path: String) { self.path = path }

    /// The path of a hook.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// The hook of a name, nil where there is none.
    ///
    /// - Throws: ``GitError`` where something stands there that is no file, or cannot be read.
    package func hook(_ name: String) throws(GitError) -> Hook? {
        let place = Array(path(of: name).utf8)
        let entry = DiskEntry(at: place)
        guard entry.kind != .nothing else { return nil }
        return Hook(entry: entry, bytes: try DiskEntry.read(place))
    }

    /// What the hook of a name does, with links followed; nil where nothing can be read.
    package func script(_ name: String) -> [UInt8]? {
        FileSystem.resolved(path(of: name)).flatMap {
            FileSystem.bytes(of: $0, limitBytes: 1 << 20)
        }
    }

    /// What the folder is a link to, as it is written; nil where it is no link.
    package var linkTarget: String? {
        let place = Array(path.utf8)
        guard DiskEntry(at: place).kind == .link, let target = try? DiskEntry.read(place) else {
            return nil
        }
        return String(decoding: target, as: UTF8.self)
    }

    /// Whether a folder has the name of a hook; git runs none.
    package func isFolder(_ name: String) -> Bool {
        DiskEntry(at: Array(path(of: name).utf8)).kind == .folder
    }

    /// Puts a hook under a name, at once and whole, in place of what stands there.
    package func put(_ hook: Hook, as name: String) throws(GitError) {
        try hook.entry.put(hook.bytes, at: Array(path(of: name).utf8))
    }

    /// Takes a hook away; none there is no error.
    package func remove(_ name: String) throws(GitError) {
        try DiskEntry.remove(Array(path(of: name).utf8))
    }

    /// Whether git would run what stands under a name, as far as its permissions say.
    package func isExecutable(_ name: String) -> Bool {
        FileSystem.isExecutable(path(of: name))
    }
}
