import CLibgit2

extension ObjectID {
    /// The id that bytes would have as a blob; nothing is stored.
    package init(ofBlob bytes: [UInt8]) throws(GitError) {
        try Library.start()
        var id = git_oid()
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe git_odb_hash(
                &id, buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1), buffer.count,
                GIT_OBJECT_BLOB)
        }
        try Library.check(status, "hash a blob")
        self.init(id)
    }
}
