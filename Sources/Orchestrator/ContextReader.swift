package import Agents
package import Effects
package import Git
import Workspace

/// Reads what models are shown from git's objects, and reads nothing twice.
///
/// A folder that is the same in two trees is one value, by the tree's id, so that after a change of
/// one file only the folders above it are read again. What files define is kept on disk by the
/// blob's id.
package final class ContextReader: ContextSource {
    private let repository: Repository
    private let world: World
    private var folders: [ObjectID: Folder] = [:]
    private var sizes: [ContentID: Int] = [:]
    private var texts: [ContentID: [UInt8]] = [:]
    private var textBytes = 0
    private lazy var finder = DefinitionFinder(repository: repository, world: world)

    package init(_ repository: Repository, world: World) {
        self.repository = repository
        self.world = world
    }

    /// The catalogue of a tree.
    package func catalogue(of tree: ObjectID) throws(GitError) -> Catalogue {
        Catalogue(try folder(tree, depth: 0))
    }

    /// Deeper folders are left out: whoever works that deep names the files.
    private static let depthLimit = 256

    private func folder(_ tree: ObjectID, depth: Int) throws(GitError) -> Folder {
        if let known = folders[tree] { return known }
        var builder = Folder.Builder()
        var inner: [(name: ArraySlice<UInt8>, tree: ObjectID)] = []
        try repository.visitTree(tree) { name, mode, id in
            if mode.isFile {
                builder.add(file: name, id: id)
            } else if mode.isTree, depth < Self.depthLimit, let id = ObjectID(bytes: id) {
                inner.append((name, id))
            }
        }
        for entry in inner {
            builder.add(folder: try folder(entry.tree, depth: depth + 1), name: entry.name)
        }
        let made = builder.folder()
        folders[tree] = made
        return made
    }

    // MARK: Contents

    package func sizeBytes(of id: ContentID) throws(GitError) -> Int {
        if let known = sizes[id] { return known }
        // A blob that is not here (a partial clone) is too large to be shown.
        let size = try repository.header(of: try object(id))?.size ?? .max
        sizes[id] = size
        return size
    }

    package func bytes(of id: ContentID) throws(GitError) -> [UInt8] {
        if let known = texts[id] { return known }
        let bytes = try repository.readBlob(try object(id))
        if textBytes > Self.textLimitBytes {
            texts = [:]
            textBytes = 0
        }
        texts[id] = bytes
        textBytes += bytes.count
        return bytes
    }

    /// Contents that are kept in memory; what a phase shows is less.
    private static let textLimitBytes = 8 << 20

    package func definitions(
        of files: [CataloguedFile]
    ) async throws(GitError) -> [ContentID: [Definition]] {
        try await finder.definitions(of: files, in: self)
    }

    private func object(_ id: ContentID) throws(GitError) -> ObjectID {
        guard let object = ObjectID(bytes: id.bytes) else {
            throw GitError(.invalid, "read a file", detail: "its id is none")
        }
        return object
    }
}
