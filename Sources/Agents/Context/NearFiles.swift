/// Finds files by their distance from where the work is, going outwards.
///
/// The cost is that of the folders that are taken from, however large the tree is.
struct NearFiles {
    private let tree: Catalogue
    /// Folders that are looked into at most.
    private static let folderLimit = 3_000

    init(_ tree: Catalogue) { self.tree = tree }

    /// The nearest files first; at the same distance by folder, the names in git's order.
    ///
    /// - Parameters:
    ///   - anchors: Paths of folders, the root's empty; those that are not there are passed over.
    ///   - perFolder: Files taken of one folder, so that a large one does not stand for all.
    func files(
        around anchors: [String], limit: Int, perFolder: Int,
        where isWanted: (Folder.File) -> Bool
    ) -> [(file: CataloguedFile, distance: Int)] {
        var found: [(file: CataloguedFile, distance: Int)] = []
        var seen: Set<String> = []
        var wave = anchors.compactMap { path in folder(at: path).map { (path, $0) } }
        for (path, _) in wave { seen.insert(path) }
        var distance = 0
        while !wave.isEmpty, found.count < limit, seen.count < NearFiles.folderLimit {
            for (path, folder) in wave {
                var taken = 0
                for file in folder.files where isWanted(file) {
                    guard taken < perFolder, found.count < limit else { break }
                    taken += 1
                    let name = folder.name(of: file)
                    found.append(
                        (
                            CataloguedFile(
                                path: path.isEmpty ? name : "\(path)/\(name)", id: file.id,
                                language: file.language), distance
                        ))
                }
            }
            wave = next(wave, &seen)
            distance += 1
        }
        return found
    }

    /// The folders inside those of a wave, and those around them.
    private func next(
        _ wave: [(String, Folder)], _ seen: inout Set<String>
    ) -> [(String, Folder)] {
        var next: [(String, Folder)] = []
        for (path, folder) in wave {
            for (name, inner) in folder.folders {
                guard seen.count < NearFiles.folderLimit else { return next }
                let inside = path.isEmpty ? name : "\(path)/\(name)"
                if seen.insert(inside).inserted { next.append((inside, inner)) }
            }
        }
        for (path, _) in wave where !path.isEmpty {
            let around = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
            if seen.insert(around).inserted, let folder = folder(at: around) {
                next.append((around, folder))
            }
        }
        return next
    }

    private func folder(at path: String) -> Folder? {
        var folder = tree.root
        for component in path.split(separator: "/") {
            guard let next = folder.folders.first(where: { $0.name == component }) else {
                return nil
            }
            folder = next.folder
        }
        return folder
    }
}
