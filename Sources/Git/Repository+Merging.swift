import CLibgit2

/// What merging two trees gave.
package enum TreeMerge: Sendable, Hashable {
    /// Both sides fit together.
    case clean(ObjectID)
    /// These paths need a decision; nothing was written.
    case conflicts([MergeConflict])
}

/// A path that both sides changed in different ways.
package struct MergeConflict: Sendable, Hashable {
    /// One side's version.
    package struct Version: Sendable, Hashable {
        package var path: TreePath
        package var mode: FileMode
        package var id: ObjectID
    }

    /// The path, ours where the sides have different ones.
    package var path: TreePath
    package var ancestor: Version?
    package var ours: Version?
    package var theirs: Version?
}

extension Repository {
    /// Merges two trees in memory; nothing but the resulting tree is written.
    ///
    /// libgit2 knows no merge driver but its own, so none of the repository's programs runs.
    ///
    /// - Parameter ancestor: Nil where the sides have nothing in common.
    package func mergeTrees(
        ancestor: ObjectID?, ours: ObjectID, theirs: ObjectID
    ) throws(GitError) -> TreeMerge {
        let operation = "merge tree \(theirs) into \(ours)"
        let oursTree = try tree(ours)
        let theirsTree = try tree(theirs)
        var options = unsafe git_merge_options()
        try Library.check(
            unsafe git_merge_options_init(&options, UInt32(GIT_MERGE_OPTIONS_VERSION)), operation)
        let index: Handle<IndexKind>
        let pointer = unsafe pointer
        let (oursPointer, theirsPointer) = unsafe (oursTree.pointer, theirsTree.pointer)
        if let ancestor {
            let ancestorTree = try tree(ancestor)
            let ancestorPointer = unsafe ancestorTree.pointer
            index = try Handle(operation) {
                unsafe git_merge_trees(
                    &$0, pointer, ancestorPointer, oursPointer, theirsPointer, &options)
            }
        } else {
            index = try Handle(operation) {
                unsafe git_merge_trees(
                    &$0, pointer, nil, oursPointer, theirsPointer, &options)
            }
        }
        guard unsafe git_index_has_conflicts(index.pointer) == 0 else {
            return .conflicts(try conflicts(of: index, operation))
        }
        var id = git_oid()
        try Library.check(
            unsafe git_index_write_tree_to(&id, index.pointer, pointer), operation)
        return .clean(ObjectID(id))
    }

    /// Merges the trees of two commits as ``mergeTrees(ancestor:ours:theirs:)`` does.
    ///
    /// - Parameter reduce: What of a commit's tree is merged.
    package func mergeCommits(
        _ ours: ObjectID, _ theirs: ObjectID,
        of reduce: (ObjectID) throws(GitError) -> ObjectID = { $0 }
    ) throws(GitError) -> TreeMerge {
        let ancestor = try mergeBase(ours, theirs)
        return try mergeTrees(
            ancestor: try ancestor.map { id throws(GitError) in
                try reduce(try readCommit(id).tree)
            }, ours: try reduce(try readCommit(ours).tree),
            theirs: try reduce(try readCommit(theirs).tree))
    }

    /// Looks a tree up for libgit2's own functions; the empty one is stored first.
    func tree(_ id: ObjectID) throws(GitError) -> Handle<TreeKind> {
        if id == .emptyTree { _ = try write([], as: .tree) }
        var raw = id.raw
        let pointer = unsafe pointer
        return try Handle("read tree \(id)") { unsafe git_tree_lookup(&$0, pointer, &raw) }
    }

    private func conflicts(
        of index: borrowing Handle<IndexKind>, _ operation: String
    ) throws(GitError) -> [MergeConflict] {
        let indexPointer = unsafe index.pointer
        let iterator = try Handle<ConflictIteratorKind>(operation) {
            unsafe git_index_conflict_iterator_new(&$0, indexPointer)
        }
        var found: [MergeConflict] = []
        while true {
            var sides:
                (
                    UnsafePointer<git_index_entry>?, UnsafePointer<git_index_entry>?,
                    UnsafePointer<git_index_entry>?
                ) = (nil, nil, nil)
            let status = unsafe git_index_conflict_next(
                &sides.0, &sides.1, &sides.2, iterator.pointer)
            guard status != GIT_ITEROVER.rawValue else { return found }
            try Library.check(status, operation)
            let ancestor = unsafe MergeConflict.Version(sides.0)
            let ours = unsafe MergeConflict.Version(sides.1)
            let theirs = unsafe MergeConflict.Version(sides.2)
            guard let path = (ours ?? theirs ?? ancestor)?.path else { continue }
            found.append(
                MergeConflict(path: path, ancestor: ancestor, ours: ours, theirs: theirs))
        }
    }
}

extension MergeConflict.Version {
    fileprivate init?(_ entry: UnsafePointer<git_index_entry>?) {
        guard let entry = unsafe entry?.pointee, let text = unsafe entry.path else { return nil }
        path = unsafe TreePath(cString: text)
        mode = FileMode(rawValue: unsafe entry.mode)
        id = ObjectID(unsafe entry.id)
    }
}

extension TreePath {
    /// The bytes up to the NUL.
    init(cString: UnsafePointer<CChar>) {
        var bytes: [UInt8] = []
        var next = unsafe cString
        while unsafe next.pointee != 0 {
            bytes.append(UInt8(bitPattern: unsafe next.pointee))
            unsafe next += 1
        }
        self.init(bytes: bytes)
    }
}
