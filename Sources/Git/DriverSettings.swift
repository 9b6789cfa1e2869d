/// The filter, merge and difference drivers that a repository's own configuration names, and the
/// files that it has git read.
///
/// Attributes in a tree choose a driver by name; what the name runs comes from configuration. The
/// user's own drivers (system and global) stay in force, a repository's are put back to what the
/// user has, or to nothing. So is a file of patterns that is no plain file: git reads all of it, and
/// a device has no end.
struct DriverSettings: Sendable {
    /// In the order of `GIT_CONFIG_KEY_<n>`.
    private(set) var overrides: [(name: String, value: String)] = []

    /// Reads `git config --list -z --show-scope`.
    ///
    /// Git's own reading counts here, not libgit2's: it knows conditions of `includeIf` that
    /// libgit2 passes over.
    ///
    /// - Throws: ``GitError`` `.invalid` for a program that cannot be taken back.
    init(listing: [UInt8], location: RepositoryLocation, home: String?) throws(GitError) {
        var outside: [String: String] = [:]
        var inside: [String] = []
        var scope: String?
        for field in listing.split(separator: 0, omittingEmptySubsequences: false) {
            let text = String(decoding: field, as: UTF8.self)
            guard let current = scope else {
                scope = text
                continue
            }
            scope = nil
            let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            let isOurs = current == "local" || current == "worktree"
            if isOurs, name == "gc.recentobjectshook" {
                throw GitError(
                    .invalid, "run git", detail: "the repository's configuration sets \(name)",
                    remedy: "remove it\ngit config --local --unset-all gc.recentObjectsHook")
            }
            let isFile = ["core.excludesfile", "core.attributesfile"].contains(name)
            guard isFile || Self.runsProgram(name) else { continue }
            if isOurs {
                let value = parts.count > 1 ? String(parts[1]) : ""
                let folder = location.workTree ?? location.gitDirectory
                let path = value.hasPrefix("~/") ? (home ?? "") + value.dropFirst() : value
                guard !isFile || !PatternFile.isPlain(path, in: folder) else { continue }
                inside.append(name)
            } else if current != "command" {
                outside[name] = parts.count > 1 ? String(parts[1]) : "true"
            }
        }
        for name in Set(inside).sorted() {
            let none = name.hasSuffix(".required") ? "false" : ""
            overrides.append((name, outside[name] ?? none))
        }
    }

    init() {}

    var environment: [String: String] {
        var variables = ["GIT_CONFIG_COUNT": "\(overrides.count)"]
        for (number, override) in overrides.enumerated() {
            variables["GIT_CONFIG_KEY_\(number)"] = override.name
            variables["GIT_CONFIG_VALUE_\(number)"] = override.value
        }
        return variables
    }

    private static func runsProgram(_ name: String) -> Bool {
        let keys: [(section: String, keys: Set<Substring>)] = [
            ("filter.", ["clean", "smudge", "process", "required"]),
            ("merge.", ["driver"]),
            ("diff.", ["command", "textconv", "cachetextconv"]),
            ("gpg.", ["program"]),
            ("credential.", ["helper"]),
        ]
        let last = name.split(separator: ".").last ?? ""
        return keys.contains { name.hasPrefix($0.section) && $0.keys.contains(last) }
    }
}
