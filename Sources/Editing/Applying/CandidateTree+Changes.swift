extension CandidateTree {
    /// The files that differ from the base, ordered by path.
    var changes: [FileChange] {
        let ordered = files.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        return ordered.compactMap { key, file in
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
