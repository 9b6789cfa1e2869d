package import Git

extension Workspace {
    /// Puts a commit's files into the workspace, touching only those that differ.
    ///
    /// What an earlier check left is removed first. Links, executable bits and names in any
    /// encoding come as stored, line ends as the attributes say; a path with a `filter` attribute
    /// is written as stored, see ``filteredPaths()``. Submodules are empty folders.
    ///
    /// - Parameter tree: What the files are of, where it is not the commit's own tree; `HEAD` is the
    ///   commit all the same.
    /// - Throws: ``WorkspaceError`` `.unreadable`, `.unsafeTree`, `.noSpace`; the next call mends
    ///   what is half done.
    package func bring(
        to commit: ObjectID, with tree: ObjectID? = nil
    ) async throws(WorkspaceError) {
        let own = try asking { () throws(GitError) in try repository.readCommit(commit).tree }
        let wanted = tree ?? own
        try await restore()
        if wanted != present {
            try await change(by: differences(to: wanted))
            try PresentTree.write(wanted, to: place)
            present = wanted
        }
        if commit != self.commit {
            try privateRepository.setHead(commit)
            setCommit(commit)
        }
    }

    private func change(by changes: [WorkTreeChange]) async throws(WorkspaceError) {
        let next = index.applying(changes)
        try next.check(changes)
        // Until the new index is on the disk the old one says what belongs here.
        isDirty = true
        present = nil
        let before = try currentConversion()
        for change in changes where change.new == nil { try tree.remove(change.path) }
        index = next
        dependencyFolders = nil
        conversion = changes.contains { Conversion.decides($0.path.bytes) } ? nil : before
        let after = try currentConversion()
        if after.differsInEffect(from: before) {
            try await write(Array(0..<index.count))
        } else {
            try await write(changes.compactMap { index.position(of: $0.path.bytes) })
        }
        try trash.empty()
        isDirty = false
    }

    private func currentConversion() throws(WorkspaceError) -> Conversion {
        if let conversion { return conversion }
        let read = try Conversion(index: index, settings: userSettings, repository: repository)
        conversion = read
        return read
    }

    /// What has to change, in order of paths.
    private func differences(to wanted: ObjectID) throws(WorkspaceError) -> [WorkTreeChange] {
        if let present, repository.exists(present) {
            var comparison = TreeComparison(of: repository)
            try asking { () throws(GitError) in try comparison.compare(present, wanted) }
            return comparison.changes.sorted { $0.path < $1.path }
        }
        return try differencesByWalking(to: wanted)
    }

    /// Compares the index with a whole tree, for when nobody knows what tree the index is of.
    private func differencesByWalking(
        to wanted: ObjectID
    ) throws(WorkspaceError) -> [WorkTreeChange] {
        var changes: [WorkTreeChange] = []
        var position = 0
        try asking { () throws(GitError) in
            try repository.walk(wanted) { path, entry throws(GitError) in
                guard !entry.mode.isTree else { return .proceed }
                while position < index.count,
                    index.path(position).lexicographicallyPrecedes(path.bytes)
                {
                    changes.append(WorkTreeChange(path: index.treePath(position), new: nil))
                    position += 1
                }
                let mode = entry.mode.written
                if position < index.count, index.path(position).elementsEqual(path.bytes) {
                    let old = index.entries[position]
                    position += 1
                    if old.mode == mode, old.id == entry.id { return .proceed }
                }
                changes.append(WorkTreeChange(path: path, new: (mode, entry.id)))
                return .proceed
            }
        }
        while position < index.count {
            changes.append(WorkTreeChange(path: index.treePath(position), new: nil))
            position += 1
        }
        return changes
    }
}

extension Workspace {
    /// Larger files are written by git, which does not hold them in memory.
    private static let limitBytes = 16 << 20

    /// Writes the files at these positions of the index, and then the index.
    func write(_ positions: [Int]) async throws(WorkspaceError) {
        let conversion = try currentConversion()
        var forGit: [Int] = []
        for position in positions {
            let entry = index.entries[position]
            if conversion.converts, entry.mode.isFile {
                forGit.append(position)
                continue
            }
            guard let bytes = try content(of: entry) else {
                forGit.append(position)
                continue
            }
            let status = try tree.write(
                index.treePath(position), mode: entry.mode, bytes: bytes)
            index.setStatus(status, at: position)
        }
        tree.closeFolder()
        try await writeWithGit(forGit)
        try writeIndexFile()
    }

    private func writeWithGit(_ positions: [Int]) async throws(WorkspaceError) {
        guard !positions.isEmpty else { return }
        for position in positions { index.setStatus(.unknown, at: position) }
        // Git reads paths and attributes from the index.
        try writeIndexFile()
        let paths = positions.map { index.treePath($0) }
        let git = try await git()
        do throws(GitError) {
            try await git.checkOut(paths)
        } catch {
            throw WorkspaceError(error)
        }
        for (position, path) in zip(positions, paths) {
            let status = tree.status(of: path)
            guard status != .unknown else {
                throw WorkspaceError(.failed, "write \(path)", detail: "git did not write it")
            }
            index.setStatus(status, at: position)
        }
    }

    private func writeIndexFile() throws(WorkspaceError) {
        try DiskFile.write(IndexFormat.write(index), to: place.indexFile)
        indexStatus = DiskFile.status(place.indexFile).map(FileStatus.init)
    }

    /// The bytes to write; nil where git is to write them.
    private func content(of entry: WorkTreeIndex.Entry) throws(WorkspaceError) -> [UInt8]? {
        guard !entry.mode.isSubmodule else { return [] }
        do throws(GitError) {
            return try repository.readBlob(entry.id, limitBytes: Self.limitBytes)
        } catch {
            guard error.code == .tooLarge, entry.mode.isFile else { throw WorkspaceError(error) }
            return nil
        }
    }
}
