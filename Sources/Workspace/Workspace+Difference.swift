import Git
import RunModel

extension Workspace {
    /// Reads what was changed since the files were written, without staging anything.
    ///
    /// Ignored files stay out, by the `.gitignore` files of the commit that is here, not by those
    /// that were changed, and by the user's own; so do dependency folders, what setup made, caches,
    /// `.git` of any folder and `.autopack`. Bytes come as git would store them.
    ///
    /// - Parameters:
    ///   - leftovers: Further patterns of what stays out, as `.gitignore` has them.
    ///   - limits: What is beyond them is named in ``WorkDifference/refused``.
    package func difference(
        leftovers: [String] = [], limits: WorkLimits = WorkLimits()
    ) async throws(WorkspaceError) -> WorkDifference {
        try privateRepository.makeReadable(head: commit, trash)
        return try await difference(
            of: changed().filter { !isPolicy(index.treePath($0)) },
            new: try await untracked(leftovers: leftovers), limits: limits)
    }

    /// Reads files that are not as they were written, and files that were not there.
    ///
    /// - Parameters:
    ///   - changed: Positions in the index.
    ///   - gone: Positions of files that are no part of the change's result, whatever stands there.
    func difference(
        of changed: [Int], gone: [Int] = [], new: [TreePath], limits: WorkLimits
    ) async throws(WorkspaceError) -> WorkDifference {
        var reading = WorkReading(tree: tree, limits: limits)
        let left = Set(gone)
        for position in changed
        where !index.entries[position].mode.isSubmodule && !left.contains(position) {
            let entry = index.entries[position]
            try reading.read(
                index.treePath(position), before: (entry.mode, entry.id, size(of: entry.id)))
        }
        for path in new { try reading.read(path, before: nil) }
        var difference = reading.difference
        difference.files += gone.map { .init(path: index.treePath($0), content: .gone) }
        difference.files.sort { $0.path < $1.path }
        return try await withoutFiltered(try await stored(difference))
    }

    /// The positions of files that are not as they were written.
    func changed() throws(WorkspaceError) -> [Int] {
        var scan = WorkTreeScan(tree: tree, index: index, kept: [], untracked: .list)
        try scan.run()
        return scan.changed
    }

    private func isPolicy(_ path: TreePath) -> Bool {
        path.components.first.map(Array.init) == Array(".autopack".utf8)
    }

    /// Git that reads the index as it was written, whatever a program has made of it since.
    private func gitAsWritten() async throws(WorkspaceError) -> GitCommand {
        let git = try await git()
        guard !indexIsAsWritten else { return git }
        let file = "\(place.state)/index"
        try DiskFile.write(IndexFormat.write(index), to: file)
        return git.reading(index: file)
    }

    private func size(of blob: ObjectID) throws(WorkspaceError) -> Int {
        try asking { () throws(GitError) in try repository.header(of: blob)?.size ?? 0 }
    }

    // MARK: What is no part of the change

    func untracked(leftovers: [String]) async throws(WorkspaceError) -> [TreePath] {
        let file = "\(place.state)/ignored"
        try DiskFile.write(try patterns(leftovers), to: file)
        let git = try await gitAsWritten()
        var nested: Set<TreePath> = []
        while true {
            let paths: [TreePath]
            do throws(GitError) {
                paths = try await git.untracked(leavingOut: file)
            } catch {
                throw WorkspaceError(error)
            }
            let folders = paths.filter { $0.bytes.last == UInt8(ascii: "/") }
            // A repository within hides its files; its `.git` is no part of a change anyway.
            let new = folders.filter { nested.insert($0).inserted }
            guard !new.isEmpty else { return paths.filter { !nested.contains($0) } }
            for folder in new {
                try tree.remove(TreePath(bytes: folder.bytes + Array(".git".utf8)))
            }
        }
    }

    /// What running a project's tests leaves behind, and no project wants, whether it says so or not.
    private static let caches = [
        "__pycache__/", "*.py[co]", ".pytest_cache/", ".mypy_cache/", ".ruff_cache/", ".DS_Store",
    ]

    /// All patterns as one file for the whole tree, the weaker first.
    private func patterns(_ leftovers: [String]) throws(WorkspaceError) -> [UInt8] {
        var patterns = Array(Self.caches.map { "\($0)\n" }.joined().utf8)
        for file in userIgnoreFiles {
            patterns += (DiskFile.read(file) ?? []) + [UInt8(ascii: "\n")]
        }
        var files: [(folder: ArraySlice<UInt8>, blob: ObjectID)] = []
        for position in 0..<index.count where index.entries[position].mode.isFile {
            let path = index.path(position)
            guard IgnorePatterns.isIgnoreFile(path) else { continue }
            files.append((path.dropLast(IgnorePatterns.name.count), index.entries[position].id))
        }
        // Nearer files decide over farther ones.
        let ordered = files.sorted { $0.folder.count < $1.folder.count }
        for file in ordered {
            let bytes = try asking { () throws(GitError) in
                try repository.readBlob(file.blob, limitBytes: 16 << 20)
            }
            patterns += IgnorePatterns.moved(bytes, to: file.folder)
        }
        let folders =
            possibleFolders + settings.cache + shared.map(\.name)
            + (setup?.products ?? []).compactMap(\.text) + [".autopack"]
        let literal = folders.map { "/\(IgnorePatterns.escaped($0))" }
        return patterns + Array((literal + leftovers).map { "\($0)\n" }.joined().utf8)
    }

    private var possibleFolders: [String] {
        DependencyFolders.candidates(in: index).filter {
            index.range(inFolder: Array($0.utf8)).isEmpty
        }
    }

    /// `core.excludesFile` and the repository's `info/exclude`, as git reads them.
    private var userIgnoreFiles: [String] {
        var files: [String] = []
        let home = environment["HOME"] ?? ""
        if let named = userSettings.string("core.excludesfile") {
            files.append(named.hasPrefix("~/") ? home + named.dropFirst() : named)
        } else {
            let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            files.append("\(folder ?? "\(home)/.config")/git/ignore")
        }
        files.append("\(repository.commonDirectory)/info/exclude")
        return files
    }

    // MARK: As git stores it

    /// The difference with line ends and encodings as the attributes have them in the repository.
    private func stored(
        _ difference: WorkDifference
    ) async throws(WorkspaceError) -> WorkDifference {
        let attributes = difference.files.contains { Conversion.decides($0.path.bytes) }
        guard attributes || (conversion?.converts ?? true) else { return difference }
        var difference = difference
        let positions = difference.files.indices.filter {
            if case .file = difference.files[$0].content { true } else { false }
        }
        let git = try await gitAsWritten()
        let location = privateRepository.location
        do throws(GitError) {
            let ids = try await git.storedForms(of: positions.map { difference.files[$0].path })
            let own = try Repository.open(
                gitDirectory: location.gitDirectory, environment: environment)
            for (position, id) in zip(positions, ids) {
                guard case .file(_, let isExecutable) = difference.files[position].content else {
                    continue
                }
                difference.files[position].content = .file(
                    try own.readBlob(id), isExecutable: isExecutable)
            }
        } catch {
            throw WorkspaceError(error)
        }
        var changed: [WorkDifference.File] = []
        for file in difference.files where try !isAsBefore(file) { changed.append(file) }
        difference.files = changed
        return difference
    }

    private func isAsBefore(_ file: WorkDifference.File) throws(WorkspaceError) -> Bool {
        guard case .file(let bytes, let isExecutable) = file.content,
            let position = index.position(of: file.path.bytes)
        else { return false }
        let entry = index.entries[position]
        let id = try asking { () throws(GitError) in try ObjectID(ofBlob: bytes) }
        return id == entry.id && entry.mode == (isExecutable ? .executable : .regular)
    }

    /// A file of a filter is not stored as it stands here, and the filter is not run.
    private func withoutFiltered(
        _ difference: WorkDifference
    ) async throws(WorkspaceError) -> WorkDifference {
        guard conversion?.filters ?? true else { return difference }
        let git = try await gitAsWritten()
        let filtered: [TreePath: String]
        do throws(GitError) {
            filtered = try await git.attribute("filter", of: difference.files.map(\.path))
        } catch {
            throw WorkspaceError(error)
        }
        guard !filtered.isEmpty else { return difference }
        var result = difference
        result.files.removeAll { filtered[$0.path] != nil }
        result.refused += filtered.sorted { $0.key < $1.key }.map { path, filter in
            WorkDifference.Refused(
                path: path, why: "it has the filter \(filter), so it is read-only")
        }
        return result
    }
}
