import Git

/// Finds and writes again objects that are not stored and whose content the checkout still has.
struct ObjectRecovery {
    private let repository: Repository
    private let command: GitCommand

    init(_ repository: Repository, _ command: GitCommand) {
        self.repository = repository
        self.command = command
    }

    /// The ids that could be written again; nothing is stored.
    func recoverable(
        _ missing: [MissingObject], temporaryDirectory: String
    ) async -> Set<ObjectID> {
        var found: Set<ObjectID> = []
        let files = files(missing)
        if let ids = try? await command.addedForms(of: files.map(\.path)) {
            for (file, id) in zip(files, ids) where file.id == id { found.insert(id) }
        }
        for (id, bytes) in links(missing) where (try? ObjectID(ofBlob: bytes)) == id {
            found.insert(id)
        }
        if missing.contains(where: { $0.kind == .tree }),
            let trees = try? await command.unstoredIndexTrees(
                temporaryDirectory: temporaryDirectory)
        {
            found.formUnion(trees.filter { tree in missing.contains { $0.id == tree } })
        }
        return found
    }

    /// Stores what can be, also what comes to light once a tree is there again.
    ///
    /// - Returns: What is still missing.
    func write() async throws(GitError) -> [MissingObject] {
        var missing = try repository.missingObjects()
        while !missing.isEmpty {
            try await write(missing)
            let left = try repository.missingObjects()
            guard left != missing else { return left }
            missing = left
        }
        return []
    }

    private func write(_ missing: [MissingObject]) async throws(GitError) {
        // Only what fits: a file that was edited since is not the one that is missing.
        let files = files(missing)
        let ids = try await command.addedForms(of: files.map(\.path))
        let fitting = zip(files, ids).filter { $0.0.id == $0.1 }.map(\.0.path)
        _ = try await command.storedForms(of: fitting)
        for (id, bytes) in links(missing) where try ObjectID(ofBlob: bytes) == id {
            try repository.writeBlob(bytes)
        }
        if missing.contains(where: { $0.kind == .tree }) { try await command.writeIndexTrees() }
    }

    private func files(_ missing: [MissingObject]) -> [(id: ObjectID, path: TreePath)] {
        entries(missing, .file).map { ($0.id, $0.path) }
    }

    private func links(_ missing: [MissingObject]) -> [(id: ObjectID, bytes: [UInt8])] {
        entries(missing, .link).compactMap { entry in
            (try? DiskEntry.read(entry.place)).map { (entry.id, $0) }
        }
    }

    /// The blobs whose path is in the checkout as a file or a link of its own.
    private func entries(
        _ missing: [MissingObject], _ kind: DiskEntry.Kind
    ) -> [(id: ObjectID, path: TreePath, place: [UInt8])] {
        guard let workTree = repository.workTree else { return [] }
        let folder = Array("\(workTree)/".utf8)
        return missing.compactMap { object in
            guard object.kind == .blob, let path = object.path,
                DiskEntry(at: folder + path.bytes).kind == kind,
                !path.ancestors.contains(where: {
                    DiskEntry(at: folder + $0.bytes).kind == .link
                })
            else { return nil }
            return (object.id, path, folder + path.bytes)
        }
    }
}
