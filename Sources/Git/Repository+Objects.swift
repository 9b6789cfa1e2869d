import CLibgit2

/// What an object is.
package enum ObjectType: String, Sendable {
    case commit, tree, blob, tag
}

extension Repository {
    /// The kind and the size in bytes of an object, nil where it is not stored.
    package func header(of id: ObjectID) throws(GitError) -> (kind: ObjectType, size: Int)? {
        if id == .emptyTree { return (.tree, 0) }
        var raw = id.raw
        var size = 0
        var type = GIT_OBJECT_INVALID
        let status = unsafe git_odb_read_header(&size, &type, databasePointer, &raw)
        guard status != GIT_ENOTFOUND.rawValue else { return nil }
        do throws(GitError) {
            try Library.check(status, "read object \(id)")
        } catch {
            throw damaged(id, error)
        }
        guard let kind = ObjectType(type) else {
            throw GitError(.corrupt, "read object \(id)", detail: "its type is unknown")
        }
        return (kind, size)
    }

    /// The object is stored here or in an alternate.
    package func exists(_ id: ObjectID) -> Bool {
        if id == .emptyTree { return true }
        var raw = id.raw
        return unsafe git_odb_exists(databasePointer, &raw) == 1
    }

    /// The bytes of a blob.
    ///
    /// - Parameter limitBytes: A larger one is not read at all.
    /// - Throws: ``GitError`` `.missingObject`, `.tooLarge`, or `.invalid` where it is no blob.
    package func readBlob(_ id: ObjectID, limitBytes: Int? = nil) throws(GitError) -> [UInt8] {
        if let limitBytes, let size = try header(of: id)?.size, size > limitBytes {
            throw GitError(
                .tooLarge, "read blob \(id)", detail: "it has \(size) bytes of \(limitBytes)")
        }
        return try read(id, as: .blob)
    }

    /// Stores bytes as a blob.
    @discardableResult
    package func writeBlob(_ bytes: [UInt8]) throws(GitError) -> ObjectID {
        try write(bytes, as: .blob)
    }

    /// The stored bytes of an object that has to be of this kind.
    func read(_ id: ObjectID, as kind: ObjectType) throws(GitError) -> [UInt8] {
        // The empty tree exists without being stored.
        if id == .emptyTree, kind == .tree { return [] }
        var raw = id.raw
        let database = unsafe databasePointer
        let object: Handle<DatabaseObjectKind>
        do throws(GitError) {
            object = try Handle("read \(kind.rawValue) \(id)") {
                unsafe git_odb_read(&$0, database, &raw)
            }
        } catch {
            throw damaged(id, error)
        }
        let found = ObjectType(unsafe git_odb_object_type(object.pointer))
        guard found == kind else {
            throw GitError(
                .invalid, "read \(kind.rawValue) \(id)",
                detail: "it is a \(found?.rawValue ?? "thing of unknown type")")
        }
        let size = unsafe git_odb_object_size(object.pointer)
        guard let data = unsafe git_odb_object_data(object.pointer) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: data, count: size))
    }

    /// Tells of the file that an object cannot be read from.
    private func damaged(_ id: ObjectID, _ error: GitError) -> GitError {
        let file = "\(commonDirectory)/objects/\(id.hex.prefix(2))/\(id.hex.dropFirst(2))"
        guard error.code == .corrupt || error.code == .failed, FileSystem.status(file) != nil else {
            return error
        }
        return GitError(
            .corrupt, error.operation, detail: error.detail,
            remedy: "remove the damaged file, and see whether the object can be had again:\n"
                + "rm -f \(ShellWord.quoted(file))\ngit autopack doctor")
    }

    /// Stores bytes as an object of this kind, flushed to disk.
    ///
    /// `git gc` takes away the folders of objects that it finds empty. libgit2 makes the folder,
    /// and then moves the object into it: where it is gone in between, all is done once more.
    func write(_ bytes: [UInt8], as kind: ObjectType) throws(GitError) -> ObjectID {
        var triesLeft = 100
        while true {
            do throws(GitError) {
                return try writeOnce(bytes, as: kind)
            } catch {
                triesLeft -= 1
                guard error.code == .failed, triesLeft > 0 else { throw error }
            }
        }
    }

    private func writeOnce(_ bytes: [UInt8], as kind: ObjectType) throws(GitError) -> ObjectID {
        var id = git_oid()
        let status = unsafe bytes.withUnsafeBytes { buffer in
            unsafe git_odb_write(
                &id, databasePointer, buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1),
                buffer.count, kind.type)
        }
        try Library.check(status, "write a \(kind.rawValue)")
        return ObjectID(id)
    }

    /// Verifies that an object is stored and of this kind.
    func require(_ id: ObjectID, _ kind: ObjectType, for operation: String) throws(GitError) {
        guard let found = try header(of: id) else {
            throw GitError(
                .missingObject, operation, detail: "\(kind.rawValue) \(id) is not stored")
        }
        guard found.kind == kind else {
            throw GitError(
                .invalid, operation,
                detail: "\(id) is a \(found.kind.rawValue), no \(kind.rawValue)"
            )
        }
    }
}

extension ObjectType {
    fileprivate init?(_ type: git_object_t) {
        switch type {
        case GIT_OBJECT_COMMIT: self = .commit
        case GIT_OBJECT_TREE: self = .tree
        case GIT_OBJECT_BLOB: self = .blob
        case GIT_OBJECT_TAG: self = .tag
        default: return nil
        }
    }

    fileprivate var type: git_object_t {
        switch self {
        case .commit: GIT_OBJECT_COMMIT
        case .tree: GIT_OBJECT_TREE
        case .blob: GIT_OBJECT_BLOB
        case .tag: GIT_OBJECT_TAG
        }
    }
}
