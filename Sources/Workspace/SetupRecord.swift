import Git

/// What `workspace.setup` has done in a workspace.
struct SetupRecord: Equatable {
    /// Stands for the commands and the contents of their inputs.
    var digest: String
    /// What it left that is not in the tree: folders and files, each with all below it.
    var products: [TreePath]

    static func read(from place: WorkspacePlace) -> SetupRecord? {
        guard let lines = DiskFile.text(place.setupFile)?.split(separator: "\n"),
            let digest = lines.first
        else { return nil }
        var products: [TreePath] = []
        for line in lines.dropFirst() {
            guard let path = TreePath(quoted: String(line)) else { return nil }
            products.append(path)
        }
        let isWhole = products.allSatisfy { path in
            path.text.map { DiskFile.status("\(place.tree)/\($0)") != nil } ?? true
        }
        return isWhole ? SetupRecord(digest: String(digest), products: products) : nil
    }

    func write(to place: WorkspacePlace) throws(WorkspaceError) {
        let lines = [digest] + products.map(\.quoted)
        try DiskFile.write(lines.joined(separator: "\n") + "\n", to: place.setupFile)
    }
}
