extension GitCommand {
    /// Moves, creates and deletes refs, all of them or none.
    ///
    /// One transaction of `git update-ref`, in a session of its own that outlives a kill of this
    /// program and is not cancelled with the task. Branches get a line in their reflog, other refs
    /// have none. Deleting goes only this way: libgit2 loses other refs beside a `git pack-refs`.
    ///
    /// - Parameters:
    ///   - reason: For the reflog, on one line.
    ///   - committer: For the reflog.
    /// - Throws: ``GitError`` `.conflict` where a ref is not what `old` says, `.locked`,
    ///   `.nameTaken`; no ref has moved.
    package func updateRefs(
        _ movements: [RefMovement], reason: String, committer: Signature
    ) async throws(GitError) {
        guard !movements.isEmpty else { return }
        var commands = "start\0"
        for movement in movements {
            switch (movement.old, movement.new) {
            case (nil, let new?): commands += "create \(movement.name)\0\(new)\0"
            case (let old?, let new?): commands += "update \(movement.name)\0\(new)\0\(old)\0"
            case (let old?, nil): commands += "delete \(movement.name)\0\(old)\0"
            case (nil, nil): commands += "verify \(movement.name)\0\(ObjectID.zero)\0"
            }
        }
        commands += "prepare\0commit\0"
        var call = Call(
            input: Array(commands.utf8),
            environment: [
                "GIT_COMMITTER_NAME": Signature.cleaned(committer.name),
                "GIT_COMMITTER_EMAIL": Signature.cleaned(committer.email),
                "GIT_COMMITTER_DATE": "@\(committer.date)",
            ],
            outlivesCaller: true)
        let branches = movements.count { $0.name.isBranch }
        if branches == 0 {
            call.settings = ["core.logAllRefUpdates=false"]
        } else if branches < movements.count {
            // Not `always`, which some users have: it would give the other refs one too.
            call.settings = ["core.logAllRefUpdates=true"]
        }
        let line = String(reason.map { $0.isNewline ? " " : $0 })
        let prepared = call
        try await shielded { () async throws(GitError) in
            try await retrying { () async throws(GitError) in
                _ = try await run(["update-ref", "-m", line, "-z", "--stdin"], prepared)
            }
        }
    }

    /// Packs all refs into one file.
    ///
    /// - Throws: ``GitError`` `.locked` and others.
    package func packRefs() async throws(GitError) {
        try await retrying { () async throws(GitError) in
            _ = try await run(["pack-refs", "--all"], Call(outlivesCaller: true))
        }
    }

    /// Does the whole work even where the task is cancelled meanwhile.
    private func shielded(
        _ body: @escaping @Sendable () async throws(GitError) -> Void
    ) async throws(GitError) {
        let task = Task<Result<Void, GitError>, Never> {
            do throws(GitError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        }
        try await task.value.get()
    }
}
