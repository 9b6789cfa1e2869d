/// Whether one glob of a scope lies within another.
enum ScopeRule {
    /// Certain where it says yes: all that the pattern permits, the other permits.
    ///
    /// Yes is said of equals, of what lies below a folder that is all in, and of a plain path that
    /// matches; such a path names a folder as well as a file, so what lies below it counts.
    static func holds(_ pattern: String, within other: String) -> Bool {
        let (pattern, other) = (unanchored(pattern), unanchored(other))
        if pattern == other || other == "**" { return true }
        if let folder = folder(whollyIn: other), pattern.hasPrefix("\(folder)/") {
            return !pattern.split(separator: "/").contains("..")
        }
        let permitted = Glob(other, reading: .permission)
        guard isPlain(pattern), permitted.matches(pattern) else { return false }
        return permitted.namesDirectory || permitted.components.last == [.components]
            || (permitted.namesFiles && !pattern.hasSuffix("/"))
    }

    private static func unanchored(_ pattern: String) -> String {
        var text = Substring(pattern)
        while text.hasPrefix("./") { text = text.dropFirst(2) }
        return String(text.drop { $0 == "/" })
    }

    /// The folder that `folder/**` or a plain path permits all of.
    private static func folder(whollyIn pattern: String) -> String? {
        var text = Substring(pattern)
        if text.hasSuffix("/**") { text = text.dropLast(3) }
        while text.hasSuffix("/") { text = text.dropLast() }
        return isPlain(text) && !text.isEmpty ? String(text) : nil
    }

    private static func isPlain(_ pattern: some StringProtocol) -> Bool {
        !pattern.contains { "*?[\\".contains($0) }
    }
}

extension Glob {
    /// The last component ends in a suffix, as in `*.py`: what matches is a file and no folder.
    fileprivate var namesFiles: Bool {
        guard let last = components.last, let dot = last.lastIndex(of: .scalar(".")) else {
            return false
        }
        let suffix = last[(dot + 1)...]
        return dot > 0 && !suffix.isEmpty
            && suffix.allSatisfy { token in
                if case .scalar = token { true } else { false }
            }
    }
}
