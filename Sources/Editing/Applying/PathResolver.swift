/// Finds the file that a written path means.
struct PathResolver<Base: EditBase> {
    let base: Base

    /// What a written path means.
    enum Resolution {
        /// A regular file of the base.
        case file(String, isExecutable: Bool)
        /// A path at which a file could be created.
        case missing(String)
        /// Several files of the base.
        case ambiguous([String])
        /// A path that must not be written, with the reason as a sentence.
        case refused(String)
    }

    /// Resolves a path.
    ///
    /// The path as written comes first, then without `a/` or `b/`, then as the end of the
    /// path of exactly one file.
    ///
    /// - Parameter isNew: Whether the edit creates the file, so that a short path means
    ///   itself.
    func resolve(_ written: String, isNew: Bool = false) throws(Base.Failure) -> Resolution {
        let path: String
        do {
            path = try PathRules.normalised(written)
        } catch {
            return .refused("\(written) must not be edited: \(error.reason).")
        }
        if let found = try existing(path) { return found }
        if let problem = try problemAbove(path) { return .refused(problem) }
        if isNew { return new(path) }
        var shorter: [String] = []
        for prefix in ["a/", "b/"] where path.hasPrefix(prefix) && path.utf8.count > 2 {
            shorter.append(String(path.dropFirst(2)))
        }
        for path in shorter {
            if let found = try existing(path) { return found }
        }
        for path in [path] + shorter {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let suffix = Array("/\(path)".utf8)
            let matches = try base.paths(named: name).filter {
                $0.utf8.suffix(suffix.count).elementsEqual(suffix)
            }
            if matches.count > 1 { return .ambiguous(matches.sorted()) }
            if let match = matches.first, let found = try existing(match) { return found }
        }
        return new(path)
    }

    /// The files of the base with the same name in other folders.
    func namesakes(of path: String) throws(Base.Failure) -> [String] {
        guard let name = path.split(separator: "/").last else { return [] }
        return try base.paths(named: String(name)).sorted()
    }

    private func new(_ path: String) -> Resolution {
        PathRules.isUnsafeNewName(path)
            ? .refused("\(path) must not be created: other systems read the name differently.")
            : .missing(path)
    }

    /// What is at a path; `nil` for nothing.
    private func existing(_ path: String) throws(Base.Failure) -> Resolution? {
        switch try base.entry(at: path) {
        case .file: .file(path, isExecutable: false)
        case .executable: .file(path, isExecutable: true)
        case .symlink: .refused("\(path) must not be edited: it is a symbolic link.")
        case .submodule: .refused("\(path) must not be edited: it is a submodule.")
        case .directory: .refused("\(path) cannot be edited: it is a folder.")
        case nil: nil
        }
    }

    /// Why no file can be below the folders of a path.
    private func problemAbove(_ path: String) throws(Base.Failure) -> String? {
        var above = path[...]
        while let slash = above.lastIndex(of: "/") {
            above = above[..<slash]
            switch try base.entry(at: String(above)) {
            case .symlink:
                return "\(path) must not be edited: \(above) is a symbolic link."
            case .submodule:
                return "\(path) must not be edited: \(above) is a submodule."
            case .file, .executable:
                return "\(path) cannot be written: \(above) is a file."
            case .directory, nil:
                continue
            }
        }
        return nil
    }
}
