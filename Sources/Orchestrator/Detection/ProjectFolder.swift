import Git

/// A folder of a tree as the search for checks looks at it: by its own build files.
final class ProjectFolder {
    /// Relative to the root; empty for the root itself.
    let path: String
    private let tree: ObjectID
    private let repository: Repository
    /// Files below the folder that look like tests, found when they are first asked for.
    private var found: [String]?

    /// Manifests are small; what is larger is no manifest.
    private static let limitBytes = 1 << 20
    /// A project shows its tests early; looking at all of 200,000 files would not pay.
    private static let entryLimit = 20_000
    private static let otherPeoples: Set<String> = [
        "node_modules", "vendor", "third_party", ".venv", "venv", "target", "build", "dist",
    ]

    /// - Returns: Nil where the tree has no such folder.
    init?(_ path: String, in root: ObjectID, _ repository: Repository) throws(GitError) {
        self.path = path
        self.repository = repository
        if path.isEmpty {
            tree = root
        } else {
            guard let entry = try repository.entry(at: TreePath(path), in: root),
                entry.mode.isTree
            else { return nil }
            tree = entry.id
        }
    }

    func has(_ name: String) throws(GitError) -> Bool {
        try repository.entry(at: TreePath(name), in: tree) != nil
    }

    func hasAny(of names: [String]) throws(GitError) -> Bool {
        for name in names where try has(name) { return true }
        return false
    }

    /// The file may be executed as a program.
    func isProgram(_ name: String) throws(GitError) -> Bool {
        try repository.entry(at: TreePath(name), in: tree)?.mode == .executable
    }

    /// The text of a file; nil where there is none, or it is too large to be a manifest.
    func text(_ name: String) throws(GitError) -> String? {
        guard let entry = try repository.entry(at: TreePath(name), in: tree), entry.mode.isFile,
            let header = try repository.header(of: entry.id), header.size <= Self.limitBytes
        else { return nil }
        return String(decoding: try repository.readBlob(entry.id), as: UTF8.self)
    }

    /// Says whether one of these files holds one of these words.
    func anyText(of names: [String], holds words: [String]) throws(GitError) -> Bool {
        for name in names {
            guard let text = try text(name) else { continue }
            if words.contains(where: { text.contains($0) }) { return true }
        }
        return false
    }

    /// The names of what lies in the folder itself.
    func names() throws(GitError) -> [String] {
        try repository.readTree(tree).map { String(decoding: $0.name, as: UTF8.self) }
    }

    /// Paths below the folder whose names match, those of dependencies left out.
    func files(where matches: (String) -> Bool) throws(GitError) -> [String] {
        if found == nil {
            var files: [String] = []
            var seen = 0
            try repository.walk(tree) { path, entry throws(GitError) in
                seen += 1
                guard seen <= Self.entryLimit else { return .stop }
                guard let text = path.text else { return .skip }
                if entry.mode.isTree {
                    let name = text.split(separator: "/").last.map(String.init) ?? text
                    return Self.otherPeoples.contains(name) ? .skip : .proceed
                }
                if entry.mode.isFile { files.append(text) }
                return .proceed
            }
            found = files
        }
        return (found ?? []).filter(matches)
    }
}

extension String {
    /// The last component of a path.
    var fileName: Substring { split(separator: "/").last ?? "" }
}
