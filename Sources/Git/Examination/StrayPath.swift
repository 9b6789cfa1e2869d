#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Something that stands where a file or folder is read or written, and is none.
package struct StrayPath: Sendable, Hashable {
    package enum Kind: String, Sendable {
        /// A symbolic link in the place of a folder that this program writes to: what is written
        /// would land elsewhere.
        case link
        /// A pipe or a device in the place of a file of patterns, which git reads whole: it would
        /// wait for ever, or fill the memory.
        case endless
    }

    /// Absolute.
    package var path: String
    package var kind: Kind

    package init(path: String, kind: Kind) {
        self.path = path
        self.kind = kind
    }
}

extension RepositoryLocation {
    /// What keeps git or this program from working here, although all of git's own is sound.
    package var strayPaths: [StrayPath] { linkedFolders + endlessFiles }

    /// This program's own folders that are links.
    package var linkedFolders: [StrayPath] {
        let own = "\(commonDirectory)/autopack"
        return ([own] + ["cache", "locks", "edit", "forgetting"].map { "\(own)/\($0)" })
            .filter { FileSystem.target(of: $0) != nil }
            .map { StrayPath(path: $0, kind: .link) }
    }

    /// The files of git's own, read before anything else, that have no end.
    var endlessRecords: [StrayPath] {
        let own = ["HEAD", "index"].map { "\(gitDirectory)/\($0)" }
        let common = ["config", "packed-refs", "objects/info/alternates"].map {
            "\(commonDirectory)/\($0)"
        }
        return (own + common).filter { unsafe Self.isEndless(stat, $0) }
            .map { StrayPath(path: $0, kind: .endless) }
    }

    /// The files of patterns that have no end.
    ///
    /// A link in the working tree is not followed by git; one in `.git/info` is.
    var endlessFiles: [StrayPath] {
        var paths = ["exclude", "attributes"].map { "\(commonDirectory)/info/\($0)" }
            .filter { unsafe Self.isEndless(stat, $0) }
        if let workTree {
            paths += [".gitignore", ".gitattributes"].map { "\(workTree)/\($0)" }
                .filter { unsafe Self.isEndless(lstat, $0) }
        }
        return paths.map { StrayPath(path: $0, kind: .endless) }
    }

    private static func isEndless(
        _ look: (UnsafePointer<CChar>, UnsafeMutablePointer<stat>) -> Int32, _ path: String
    ) -> Bool {
        var status = emptyStatus
        guard unsafe look(path, &status) == 0 else { return false }
        return [S_IFIFO, S_IFCHR, S_IFBLK].contains(status.st_mode & S_IFMT)
    }
}

/// The structure, whose name the function of the same name hides.
private var emptyStatus: stat { stat() }
