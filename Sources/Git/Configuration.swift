/// What all configuration files of a repository said when they were read.
package struct Configuration: Sendable {
    /// Where an entry comes from, the weakest first.
    package enum Level: Int, Sendable, Comparable {
        case system, xdg, global, local, command

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    /// One line of a file.
    package struct Entry: Sendable, Hashable {
        /// Section and key in lower case, a subsection between them as written.
        package var name: String
        /// Nil for a key without `=`, which means true.
        package var value: String?
        package var level: Level
        /// The level's own file; nil for an included file and for the command line.
        package var file: String?
        /// It stands in a file that another one includes.
        package var isIncluded: Bool
    }

    /// All entries; of several with one name the last counts.
    package let entries: [Entry]

    init(entries: [Entry]) { self.entries = entries }

    /// The entry that counts.
    ///
    /// - Parameter name: As in `user.name`; section and key in any case.
    package func entry(_ name: String) -> Entry? {
        let name = Self.folded(name)
        return entries.last { $0.name == name }
    }

    /// The value that counts, nil where there is none.
    package func string(_ name: String) -> String? { entry(name)?.value }

    /// The value that counts as git reads truth values; nil where there is none or it is no such.
    package func bool(_ name: String) -> Bool? {
        guard let entry = entry(name) else { return nil }
        guard let value = entry.value?.lowercased() else { return true }
        if ["true", "yes", "on"].contains(value) { return true }
        if ["false", "no", "off", ""].contains(value) { return false }
        return Int(value).map { $0 != 0 }
    }

    /// All values of a name in order, as for `notes.displayRef`.
    package func strings(_ name: String) -> [String] {
        let name = Self.folded(name)
        return entries.filter { $0.name == name }.compactMap(\.value)
    }

    /// All entries whose name begins so, as in `notes.`.
    package func entries(prefix: String) -> [Entry] {
        entries.filter { $0.name.hasPrefix(prefix) }
    }

    /// The name as git compares it: all but the subsection in lower case.
    static func folded(_ name: String) -> String {
        guard let first = name.firstIndex(of: "."), let last = name.lastIndex(of: "."),
            first != last
        else { return name.lowercased() }
        return name[..<first].lowercased() + name[first..<last] + name[last...].lowercased()
    }
}
