extension BuilderMode {
    /// Finds out what a person means by a Builder's name: `patch`, `agent`, or an agent program of
    /// the configuration, with or without `command:` before it.
    ///
    /// - Throws: ``UnknownBuilder`` with the nearest name and all that are known.
    package static func resolve(
        _ name: String, in settings: RunSettings
    ) throws(UnknownBuilder) -> BuilderMode {
        if name == "patch" { return .patch }
        if name == "agent" { return .agent }
        let prefix = "command:"
        let bare = name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
        guard settings.builders[bare] == nil else { return .command(bare) }
        let known = settings.builders.keys.sorted()
        let words = name == bare ? ["patch", "agent"] + known : known
        throw UnknownBuilder(
            name: bare, nearest: Nearest.word(to: bare, among: words), known: words)
    }
}

/// A Builder's name that means nothing.
package struct UnknownBuilder: Error, Hashable, Sendable, CustomStringConvertible {
    package var name: String
    /// The name that was perhaps meant.
    package var nearest: String?
    /// Every name that means something.
    package var known: [String]

    package init(name: String, nearest: String?, known: [String]) {
        self.name = name
        self.nearest = nearest
        self.known = known
    }

    package var description: String {
        "no builder is called '\(name)'" + (nearest.map { "; did you mean '\($0)'?" } ?? "")
    }
}
