import CLibgit2

/// What a walk through history visits.
package struct HistoryOptions: Sendable {
    /// Only the first parent of each commit.
    package var firstParentOnly: Bool
    /// Commits reachable from these are left out.
    package var excluding: [ObjectID]
    /// At most so many; nil for all.
    package var limit: Int?

    package init(firstParentOnly: Bool = false, excluding: [ObjectID] = [], limit: Int? = nil) {
        self.firstParentOnly = firstParentOnly
        self.excluding = excluding
        self.limit = limit
    }
}

extension Repository {
    /// The commit that a revision names, as in `HEAD~2`, a branch, a tag or an abbreviated id.
    ///
    /// - Throws: ``GitError`` `.notFound`, `.ambiguous`, or `.invalid` where it names no commit;
    ///   `.unborn` for `HEAD` where there is no commit yet; `.missingObject` and `.corrupt` where
    ///   what it names cannot be read.
    package func resolve(_ revision: String) throws(GitError) -> ObjectID {
        do throws(GitError) {
            return try resolveExactly(revision)
        } catch {
            throw explain(error, revision)
        }
    }

    /// Tells a name that is wrong from a repository that lacks what it names.
    private func explain(_ error: GitError, _ revision: String) -> GitError {
        let start = revision.prefix { !"~^:{".contains($0) }
        if ["HEAD", "@"].contains(start), error.code == .notFound || error.code == .unborn,
            case .unborn(let branch)? = try? head()
        {
            return GitError(
                .unborn, error.operation, detail: "\(branch.shortName) has no commit yet",
                remedy: "make the first one\ngit commit --allow-empty -m 'first commit'")
        }
        // An id that was typed, as against one that a ref names.
        let digits = revision.prefix { $0.isASCII && $0.isHexDigit }.lowercased()
        let isTyped =
            digits.count >= 4
            && ["(", "object "].contains { error.detail.contains("\($0)\(digits)") }
        let isItself = error.detail == "it is not stored"
        guard error.code == .notFound || error.code == .missingObject && (isTyped || isItself)
        else {
            return error
        }
        return GitError(
            .notFound, error.operation, detail: error.detail,
            remedy: "git log --oneline --all -10")
    }

    private func resolveExactly(_ revision: String) throws(GitError) -> ObjectID {
        let operation = "resolve '\(revision)'"
        let pointer = unsafe pointer
        let object = try Handle<ObjectKind>(operation) {
            unsafe git_revparse_single(&$0, pointer, revision)
        }
        let found = unsafe object.pointer
        let commit = try Handle<ObjectKind>(operation) {
            unsafe git_object_peel(&$0, found, GIT_OBJECT_COMMIT)
        }
        guard let id = unsafe git_object_id(commit.pointer) else {
            throw GitError(.notFound, operation, detail: "it has no id")
        }
        return ObjectID(unsafe id.pointee)
    }

    /// The shortest form of an id that names nothing else, at least as `core.abbrev` says.
    package func abbreviation(of id: ObjectID) -> String {
        var raw = id.raw
        let pointer = unsafe pointer
        let short = try? Handle<ObjectKind>("abbreviate \(id)") {
            unsafe git_object_lookup(&$0, pointer, &raw, GIT_OBJECT_ANY)
        }
        guard let short else { return String(id.hex.prefix(7)) }
        var text = unsafe git_buf()
        defer { unsafe git_buf_dispose(&text) }
        guard unsafe git_object_short_id(&text, short.pointer) == 0,
            let characters = unsafe text.ptr
        else { return String(id.hex.prefix(7)) }
        return unsafe String(cString: characters)
    }

    /// The commits from which a tip descends, itself first, children before parents.
    package func history(
        from tip: ObjectID, options: HistoryOptions = HistoryOptions()
    ) throws(GitError) -> [ObjectID] {
        if let shallow = ShallowHistory(self) {
            return try shallow.history(from: tip, options: options)
        }
        let operation = "walk the history of \(tip)"
        let pointer = unsafe pointer
        let walk = try Handle<RevisionWalkKind>(operation) {
            unsafe git_revwalk_new(&$0, pointer)
        }
        // A single line needs no sorting, and so no reading to its end.
        if !options.firstParentOnly {
            let sorting = GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue
            try Library.check(unsafe git_revwalk_sorting(walk.pointer, sorting), operation)
        } else {
            try Library.check(unsafe git_revwalk_simplify_first_parent(walk.pointer), operation)
        }
        var raw = tip.raw
        try Library.check(unsafe git_revwalk_push(walk.pointer, &raw), operation)
        for hidden in options.excluding {
            raw = hidden.raw
            try Library.check(unsafe git_revwalk_hide(walk.pointer, &raw), operation)
        }
        var commits: [ObjectID] = []
        while commits.count < options.limit ?? .max {
            let status = unsafe git_revwalk_next(&raw, walk.pointer)
            guard status != GIT_ITEROVER.rawValue else { break }
            try Library.check(status, operation)
            commits.append(ObjectID(raw))
        }
        return commits
    }

    /// A commit is the other or one from which the other descends.
    package func isAncestor(_ ancestor: ObjectID, of commit: ObjectID) throws(GitError) -> Bool {
        guard ancestor != commit else { return true }
        if let shallow = ShallowHistory(self) {
            return try shallow.ancestors(of: [commit]).contains(ancestor)
        }
        var (raw, rawAncestor) = (commit.raw, ancestor.raw)
        let status = try Library.check(
            unsafe git_graph_descendant_of(pointer, &raw, &rawAncestor),
            "compare \(ancestor) with \(commit)")
        return status == 1
    }

    /// The best commit from which both descend, nil where they have none in common.
    package func mergeBase(_ one: ObjectID, _ other: ObjectID) throws(GitError) -> ObjectID? {
        if let shallow = ShallowHistory(self) { return try shallow.mergeBase(one, other) }
        var (raw, rawOther, base) = (one.raw, other.raw, git_oid())
        let status = unsafe git_merge_base(&base, pointer, &raw, &rawOther)
        guard status != GIT_ENOTFOUND.rawValue else { return nil }
        try Library.check(status, "find where \(one) and \(other) meet")
        return ObjectID(base)
    }

    /// How many commits each of two has that the other has not.
    package func aheadBehind(
        _ local: ObjectID, _ upstream: ObjectID
    ) throws(GitError) -> (ahead: Int, behind: Int) {
        if let shallow = ShallowHistory(self) {
            let ours = try shallow.ancestors(of: [local])
            let theirs = try shallow.ancestors(of: [upstream])
            return (ours.subtracting(theirs).count, theirs.subtracting(ours).count)
        }
        var (raw, rawUpstream) = (local.raw, upstream.raw)
        var (ahead, behind) = (0, 0)
        try Library.check(
            unsafe git_graph_ahead_behind(&ahead, &behind, pointer, &raw, &rawUpstream),
            "compare \(local) with \(upstream)")
        return (ahead, behind)
    }
}
