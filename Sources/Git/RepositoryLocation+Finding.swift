extension RepositoryLocation {
    /// Finds a repository by its files alone, also one that cannot be opened.
    ///
    /// - Parameters:
    ///   - directory: An absolute path.
    ///   - environment: Honoured are `GIT_DIR` and `GIT_WORK_TREE`.
    /// - Returns: Nil where neither the folder nor one above it is a repository.
    package static func find(
        from directory: String, environment: [String: String]
    ) -> RepositoryLocation? {
        let workTree = environment["GIT_WORK_TREE"].map {
            FileSystem.absolute($0, from: directory)
        }
        if let named = environment["GIT_DIR"], !named.isEmpty {
            let place = FileSystem.absolute(named, from: directory)
            return isGitDirectory(place) ? location(of: place, workTree: workTree) : nil
        }
        var folder = FileSystem.resolved(directory) ?? directory
        while true {
            let own = "\(folder)/.git"
            if isGitDirectory(own) {
                return location(of: own, workTree: workTree ?? folder)
            }
            if let line = FileSystem.line(of: own), line.hasPrefix("gitdir: ") {
                let place = FileSystem.absolute(String(line.dropFirst(8)), from: folder)
                guard isGitDirectory(place) else { return nil }
                return location(of: place, workTree: workTree ?? folder)
            }
            if isGitDirectory(folder) { return location(of: folder, workTree: workTree) }
            guard folder != "/", let slash = folder.lastIndex(of: "/") else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    private static func location(of place: String, workTree: String?) -> RepositoryLocation {
        let gitDirectory = FileSystem.withoutTrailingSlash(FileSystem.resolved(place) ?? place)
        let shared = FileSystem.line(of: "\(gitDirectory)/commondir")
        let common = shared.map { FileSystem.absolute($0, from: gitDirectory) } ?? gitDirectory
        return RepositoryLocation(
            gitDirectory: gitDirectory, commonDirectory: FileSystem.resolved(common) ?? common,
            workTree: workTree)
    }

    /// `HEAD` is there in whatever state, and what stands beside it in each of them.
    private static func isGitDirectory(_ path: String) -> Bool {
        func exists(_ name: String) -> Bool { FileSystem.status("\(path)/\(name)") != nil }
        return exists("HEAD") && (exists("commondir") || exists("objects") && exists("refs"))
    }
}
