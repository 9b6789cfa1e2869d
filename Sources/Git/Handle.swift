import CLibgit2

/// Says how one kind of libgit2 object is released.
protocol HandleKind {
    static func release(_ pointer: OpaquePointer)
}

/// The one owner of a libgit2 object, which it releases when it goes.
@safe struct Handle<Kind: HandleKind>: ~Copyable {
    let pointer: OpaquePointer

    /// Makes the object through libgit2 and takes it over.
    ///
    /// - Parameter make: Calls the function that fills the pointer and returns its status.
    @safe init(
        _ operation: @autoclosure () -> String,
        _ make: (inout OpaquePointer?) -> Int32
    ) throws(GitError) {
        var pointer: OpaquePointer?
        let status = unsafe make(&pointer)
        guard status >= 0, let made = unsafe pointer else {
            if let leftover = unsafe pointer { unsafe Kind.release(leftover) }
            throw Library.error(status, operation())
        }
        unsafe self.pointer = unsafe made
    }

    deinit { unsafe Kind.release(pointer) }
}

enum RepositoryKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_repository_free(pointer) }
}

enum DatabaseKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_odb_free(pointer) }
}

enum DatabaseObjectKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_odb_object_free(pointer) }
}

enum ObjectKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_object_free(pointer) }
}

enum TreeKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_tree_free(pointer) }
}

enum BlobKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_blob_free(pointer) }
}

enum ReferenceKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_reference_free(pointer) }
}

enum RevisionWalkKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_revwalk_free(pointer) }
}

enum DifferenceKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_diff_free(pointer) }
}

enum PatchKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_patch_free(pointer) }
}

enum IndexKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_index_free(pointer) }
}

enum ConflictIteratorKind: HandleKind {
    static func release(_ pointer: OpaquePointer) {
        unsafe git_index_conflict_iterator_free(pointer)
    }
}

enum ConfigurationKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe git_config_free(pointer) }
}
