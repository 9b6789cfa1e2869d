import Git
import RunModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The dependency folders of the user's checkout that git does not track.
///
/// They are found beside the manifests of the tree, so that nothing of the checkout has to be
/// searched, however large it is.
enum DependencyFolders {
    private static let python = [".venv", "venv", ".tox", ".nox"]

    /// Folder names by the manifest that they stand beside.
    private static let folders: [String: [String]] = [
        "package.json": ["node_modules"],
        "pyproject.toml": python, "setup.py": python, "setup.cfg": python, "tox.ini": python,
        "requirements.txt": python, "Pipfile": python,
        "Gemfile": ["vendor/bundle", ".bundle"],
        "composer.json": ["vendor"],
        "go.mod": ["vendor"],
        "mix.exs": ["deps"],
    ]

    private static let longestManifest = folders.keys.map(\.utf8.count).max() ?? 0
    private static let limit = 256

    /// Where dependency folders may be: paths relative to the checkout, sorted.
    static func candidates(in index: WorkTreeIndex) -> [String] {
        var found = Set(["node_modules"] + python)
        for position in 0..<index.count {
            let path = index.path(position)
            let tail = path.suffix(longestManifest + 1)
            let name = tail[((tail.lastIndex(of: UInt8(ascii: "/")) ?? tail.startIndex - 1) + 1)...]
            guard name.count <= longestManifest, found.count < limit,
                let names = folders[String(decoding: name, as: UTF8.self)],
                let above = String(validating: path.dropLast(name.count), as: UTF8.self)
            else { continue }
            found.formUnion(names.map { above + $0 })
        }
        return found.sorted()
    }
}

/// A folder of the user's checkout that checks may read.
struct SharedFolder: Equatable {
    /// Relative to the checkout.
    var name: String
    /// Absolute, on this machine.
    var source: String
}

extension Workspace {
    /// The folders that are shared with checks of the files that are here.
    ///
    /// Those that the tree itself has are left out: the candidate's count. Where setup commands
    /// make the dependencies, only what is named is shared.
    var shared: [SharedFolder] {
        guard let checkout = repository.workTree else { return [] }
        let detects = settings.share == nil && settings.setup.isEmpty
        let names = detects ? possibleDependencyFolders : settings.share ?? []
        return names.compactMap { name in
            let path = TreePath(name)
            let source = "\(checkout)/\(name)"
            guard Self.isInside(path), !isTracked(path), DiskFile.isFolder(source),
                Self.staysInside(source, checkout)
            else { return nil }
            return SharedFolder(name: name, source: source)
        }
    }

    private var possibleDependencyFolders: [String] {
        if let dependencyFolders { return dependencyFolders }
        let found = DependencyFolders.candidates(in: index)
        dependencyFolders = found
        return found
    }

    /// What lies in the private repository or outside the checkout is never shared.
    private static func isInside(_ path: TreePath) -> Bool {
        do {
            try path.check()
            return true
        } catch {
            return false
        }
    }

    /// No link on the way leads out of the checkout; the folder itself may be one.
    private static func staysInside(_ source: String, _ checkout: String) -> Bool {
        let above = String(source[..<(source.lastIndex(of: "/") ?? source.startIndex)])
        guard let above = DiskFile.resolved(above), let checkout = DiskFile.resolved(checkout)
        else {
            return false
        }
        return above.isWithin(checkout)
    }

    /// Puts links to the shared folders into the files, where nothing can be mounted.
    ///
    /// They are no part of the tree, so the next ``restore()`` removes them.
    func linkSharedFolders() throws(WorkspaceError) {
        for folder in shared {
            let target = "\(path)/\(folder.name)"
            let above = String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)])
            guard DiskFile.isFolder(above), DiskFile.status(target) == nil else { continue }
            guard symlink(folder.source, target) == 0 else { throw .system("link \(target)") }
        }
    }

    private func isTracked(_ path: TreePath) -> Bool {
        index.position(of: path.bytes) != nil || !index.range(inFolder: path.bytes).isEmpty
            || path.ancestors.contains { index.position(of: $0.bytes) != nil }
    }
}
