extension CandidateTree {
    /// The files that differ from the base, ordered by path.
    var changes: [FileChange] {
        let changes = changesOfFiles
        // Where another file took the path of one that was deleted, nothing else tells of it.
        var told = Set(files.filter { !$0.value.isDeleted }.keys)
        for change in changes {
            told.insert(Array(change.path.utf8))
            if let old = change.oldPath { told.insert(Array(old.utf8)) }
        }
        let gone = vacated.subtracting(told).map { path in
            FileChange(path: path[...].text, kind: .delete, bytes: nil)
        }
        return (changes + gone).sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    private var changesOfFiles: [FileChange] {
        files.compactMap { key, file in
            let path = key[...].text
            if file.isDeleted {
                return file.basePath.map { FileChange(path: $0, kind: .delete, bytes: nil) }
            }
            let bytes = file.text.bytes
            guard let basePath = file.basePath else {
                return FileChange(
                    path: path, kind: .create, bytes: bytes, isExecutable: file.isExecutable)
            }
            if !basePath.utf8.elementsEqual(key) {
                return FileChange(
                    path: path, oldPath: basePath, kind: .rename, bytes: bytes,
                    isExecutable: file.isExecutable)
            }
            guard bytes != file.baseBytes || file.isExecutable != file.baseIsExecutable else {
                return nil
            }
            return FileChange(
                path: path, kind: .modify, bytes: bytes, isExecutable: file.isExecutable)
        }
    }
}
