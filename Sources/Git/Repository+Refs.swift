import CLibgit2

extension Repository {
    /// What `HEAD` of this worktree names.
    package func head() throws(GitError) -> Head {
        let pointer = unsafe pointer
        let reference = try Handle<ReferenceKind>("read HEAD") {
            unsafe git_reference_lookup(&$0, pointer, "HEAD")
        }
        if let target = unsafe git_reference_symbolic_target(reference.pointer) {
            let name = try RefName(checking: unsafe String(cString: target))
            guard let id = try lookUp(name) else { return .unborn(name) }
            return .branch(name, id)
        }
        guard let id = unsafe git_reference_target(reference.pointer) else {
            throw GitError(.corrupt, "read HEAD", detail: "it names nothing")
        }
        return .detached(ObjectID(unsafe id.pointee))
    }

    /// What a ref names, nil where there is no such ref; symbolic refs are followed.
    package func lookUp(_ name: RefName) throws(GitError) -> ObjectID? {
        var id = git_oid()
        let status = unsafe git_reference_name_to_id(&id, pointer, name.name)
        guard status != GIT_ENOTFOUND.rawValue else { return nil }
        try Library.check(status, "read \(name)")
        return ObjectID(id)
    }

    /// All refs whose name begins so, by name; broken ones are left out.
    ///
    /// - Parameter prefix: As in `refs/autopack/runs/`.
    package func refs(
        prefix: String = "refs/"
    ) throws(GitError) -> [(name: RefName, id: ObjectID)] {
        guard !prefix.utf8.contains(where: { "*?[\\".utf8.contains($0) }) else { return [] }
        let pointer = unsafe pointer
        let iterator = try Handle<ReferenceIteratorKind>("list \(prefix)") {
            unsafe git_reference_iterator_glob_new(&$0, pointer, "\(prefix)*")
        }
        var found: [(name: RefName, id: ObjectID)] = []
        while true {
            var next: OpaquePointer?
            let status = unsafe git_reference_next(&next, iterator.pointer)
            guard status != GIT_ITEROVER.rawValue else { break }
            try Library.check(status, "list \(prefix)")
            guard let reference = unsafe next else { continue }
            defer { unsafe git_reference_free(reference) }
            guard let name = RefName(unsafe String(cString: git_reference_name(reference))) else {
                continue
            }
            // A symbolic one is followed.
            if let target = unsafe git_reference_target(reference)?.pointee {
                found.append((name, ObjectID(target)))
            } else if let id = try? lookUp(name) {
                found.append((name, id))
            }
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Moves a ref from one commit to the next, or does nothing.
    ///
    /// The comparison and the write happen under the ref's lock file, so a second process cannot
    /// slip between them. No reflog is written: branches that the user has move through
    /// ``GitCommand/updateRefs(_:reason:committer:)``.
    ///
    /// - Parameters:
    ///   - name: The ref to move.
    ///   - old: The commit it must name now; nil where it must not exist.
    ///   - new: The commit it names afterwards.
    /// - Throws: ``GitError`` `.conflict` when it names something else: load again, decide again,
    ///   never overwrite. `.locked` with the lock file after the time that ``patience`` allows.
    ///   `.nameTaken` where another ref is a folder of this name, or this of another.
    package func update(
        _ name: RefName, from old: ObjectID?, to new: ObjectID
    ) throws(GitError) {
        let operation = "move \(name) to \(new)"
        // Refs at other objects break other programs that use libgit2.
        try require(new, .commit, for: operation)
        var waits = Patience.Waits(patience)
        while true {
            let failure: GitError
            do {
                try exchange(name, old ?? .zero, new, operation)
                return
            } catch {
                failure = error
            }
            switch failure.code {
            case .conflict, .notFound, .exists:
                throw conflict(name, old, operation)
            case .locked:
                guard let seconds = waits.next() else { throw locked(name, operation) }
                patience.sleep(seconds)
            default:
                guard let blocking = try blockingRef(name) else { throw failure }
                throw GitError(
                    .nameTaken, operation,
                    detail: "the ref \(blocking) exists, and both cannot",
                    remedy: blocking.branchName.map {
                        "rename it\ngit branch -m \($0) \($0)-old"
                    })
            }
        }
    }

    private func exchange(
        _ name: RefName, _ old: ObjectID, _ new: ObjectID, _ operation: String
    ) throws(GitError) {
        var (old, new) = (old.raw, new.raw)
        let pointer = unsafe pointer
        // Forced, so that only the old value decides: without force two creators can both win.
        _ = try Handle<ReferenceKind>(operation) {
            unsafe git_reference_create_matching(&$0, pointer, name.name, &new, 1, &old, nil)
        }
    }

    private func conflict(_ name: RefName, _ old: ObjectID?, _ operation: String) -> GitError {
        let found = (try? lookUp(name)).flatMap { $0 }
        let wanted = old.map { "name \($0)" } ?? "not exist"
        return GitError(
            .conflict, operation,
            detail: "it was to \(wanted), and "
                + (found.map { "names \($0)" } ?? "does not exist"))
    }

    private func locked(_ name: RefName, _ operation: String) -> GitError {
        let candidates = ["\(commonDirectory)/\(name).lock", "\(commonDirectory)/packed-refs.lock"]
        let now = Int(patience.nowMilliseconds() / 1000)
        let lock =
            candidates.lazy.compactMap { path in
                FileSystem.status(path).map {
                    GitError.LockFile(
                        path: path, ageSeconds: max(0, now - FileSystem.modified($0)))
                }
            }.first ?? GitError.LockFile(path: candidates[0], ageSeconds: nil)
        return GitError(
            .locked, operation,
            detail: "the lock file \(lock.path) "
                + (lock.ageSeconds.map { "is there since \($0) s" } ?? "was there each time"),
            remedy: "if no git process runs in the repository, remove it\nrm '\(lock.path)'",
            lockFile: lock)
    }

    /// The existing ref that keeps this one from being created.
    private func blockingRef(_ name: RefName) throws(GitError) -> RefName? {
        if let below = try refs(prefix: "\(name)/").first { return below.name }
        let parts = name.name.split(separator: "/")
        for count in 3..<max(3, parts.count) {
            let above = RefName(parts.prefix(count).joined(separator: "/"))
            if let above, try lookUp(above) != nil { return above }
        }
        return nil
    }
}

enum ReferenceIteratorKind: HandleKind {
    static func release(_ pointer: OpaquePointer) {
        unsafe git_reference_iterator_free(pointer)
    }
}
