package import RunModel

/// What a planner sees of a repository: its folders, its languages, how it is checked.
package struct RepositoryShape: Hashable, Sendable {
    /// Files altogether.
    package private(set) var files = 0
    /// The checks that hold whatever the plan says.
    package var checks: [Check] = []
    /// The beginning of the README and of the project's instructions.
    package var documents: [ContextFile] = []

    /// Files by folder, to a depth of ``depthLimit``; what is deeper counts for the folder there.
    private var folders: [String: Int] = [:]
    private var topFiles: [String] = []
    private var languages: [String: Int] = [:]

    private static let depthLimit = 3
    /// Lines of the list of folders, and of the list of files at the root.
    private static let lineLimit = 120

    package init() {}

    /// Takes one file of the tree in.
    package mutating func take(_ path: String) {
        files += 1
        let parts = path.split(separator: "/")
        guard let name = parts.last else { return }
        if parts.count == 1, topFiles.count < Self.lineLimit { topFiles.append(path) }
        let folder = parts.dropLast().prefix(Self.depthLimit).joined(separator: "/")
        if !folder.isEmpty { folders[folder, default: 0] += 1 }
        if let dot = name.lastIndex(of: "."), dot != name.startIndex,
            let language = Self.byExtension[name[name.index(after: dot)...].lowercased()]
        {
            languages[language, default: 0] += 1
        }
    }

    /// The languages by their number of files, the most used first.
    package var rankedLanguages: [(name: String, files: Int)] {
        languages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The shape as a prompt says it.
    package var text: String {
        var parts: [String] = []
        let named = rankedLanguages.prefix(8).map { "\($0.name) (\($0.files))" }
        parts.append(
            "# The repository\n\n\(files) files"
                + (named.isEmpty ? "\n" : "; by language: \(named.joined(separator: ", "))\n"))
        let listed = topFiles.sorted() + shownFolders
        if !listed.isEmpty {
            parts.append(Fence.wrap(listed.map { "\($0)\n" }.joined(), label: "# Its layout"))
        }
        parts.append(
            checks.isEmpty
                ? "# Checks\n\nNone is known: each phase needs a check of its own.\n"
                : "# Checks that run after every phase\n\n"
                    + checks.map { "- \($0.name): \($0.commandLine)\n" }.joined())
        parts += documents.map { Fence.wrap($0.text, label: $0.path) }
        return parts.joined(separator: "\n")
    }

    /// Folders with the number of files in them and below; the deepest are left out first.
    private var shownFolders: [String] {
        var total: [String: Int] = [:]
        for (folder, count) in folders {
            let parts = folder.split(separator: "/")
            for depth in 1...max(1, parts.count) {
                total[parts.prefix(depth).joined(separator: "/"), default: 0] += count
            }
        }
        let byDepth = total.keys.sorted { left, right in
            let (a, b) = (left.split(separator: "/").count, right.split(separator: "/").count)
            return a == b ? left < right : a < b
        }
        let shown = byDepth.prefix(Self.lineLimit).sorted()
        let left = byDepth.count - shown.count
        return shown.map { "\($0)/ (\(total[$0] ?? 0) files)" }
            + (left > 0 ? ["… and \(left) more folders"] : [])
    }

    private static let byExtension: [String: String] = [
        "py": "Python", "js": "JavaScript", "mjs": "JavaScript", "cjs": "JavaScript",
        "jsx": "JavaScript", "ts": "TypeScript", "tsx": "TypeScript", "go": "Go", "rs": "Rust",
        "swift": "Swift", "java": "Java", "kt": "Kotlin", "kts": "Kotlin", "c": "C", "h": "C",
        "cc": "C++", "cpp": "C++", "cxx": "C++", "hpp": "C++", "hh": "C++", "rb": "Ruby",
        "sh": "Shell", "bash": "Shell", "php": "PHP", "cs": "C#", "scala": "Scala", "sql": "SQL",
        "html": "HTML", "css": "CSS", "md": "Markdown", "ex": "Elixir", "exs": "Elixir",
        "hs": "Haskell", "lua": "Lua", "pl": "Perl", "r": "R", "dart": "Dart", "zig": "Zig",
    ]
}
