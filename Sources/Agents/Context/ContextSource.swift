/// Where the contents of catalogued files come from.
package protocol ContextSource {
    associatedtype Failure: Error

    /// How many bytes a file has, without reading it.
    func sizeBytes(of id: ContentID) throws(Failure) -> Int

    /// A file's bytes; only asked for files of at most ``ContextAssembly/fileLimitBytes``.
    func bytes(of id: ContentID) throws(Failure) -> [UInt8]

    /// What files define, as far as it can be found out; those that are too large, binary or of no
    /// known language have no definitions.
    func definitions(
        of files: [CataloguedFile]
    ) async throws(Failure) -> [ContentID: [Definition]]
}
