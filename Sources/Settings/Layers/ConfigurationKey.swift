import RunModel

/// The name of one value of the configuration, as `config get` and `config set` take it.
package struct ConfigurationKey: Hashable, Sendable, CustomStringConvertible {
    /// The parts as the files write them.
    package let path: [String]
    /// `budgets.max_cost_usd`; a part with a dot stands in quotes.
    package var description: String { KeyPath.joined(path) }

    /// Finds a key by its name, in the spelling of the files or of git's configuration.
    ///
    /// - Returns: nil where there is no such key; ``nearest(to:)`` may know one.
    package init?(_ name: String) {
        guard let match = KeyMatch.find(KeyPath.parts(name)), !match.path.isEmpty else {
            return nil
        }
        path = match.path
    }

    /// The key that was perhaps meant by a name that is none.
    package static func nearest(to name: String) -> String? {
        Nearest.word(
            to: KeyMatch.folded(name), among: KeyMatch.known.map { KeyPath.joined($0.path) })
    }

    /// Whether a repository's own `.git/config` may set it.
    package var isLocal: Bool { path.first.map(ConfigurationShape.local.contains) ?? false }

    /// The file that the key belongs into: `models.yaml` or `autopack.yaml`.
    package var file: String {
        let isModels = path.first.map { ConfigurationShape.models[$0] != nil } ?? false
        return isModels ? "models.yaml" : "autopack.yaml"
    }

    /// The key of git's configuration, as `autopack.budgets.max-cost-usd`; nil where git could not
    /// hold it, since its last part has to begin with a letter and is letters, digits and dashes.
    package var gitName: String? {
        let last = (path.last ?? "").lowercased().map { $0 == "_" ? "-" : $0 }
        let legal = last.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard legal, last.first?.isLetter == true else { return nil }
        let middle = path.dropLast().map { $0.map { $0 == "_" ? "-" : $0 } }.map { String($0) }
        let name = (["autopack"] + middle + [String(last)]).joined(separator: ".")
        // A name that the user chose may not survive the spelling.
        let parts = name.split(separator: ".").dropFirst().map(String.init)
        return KeyMatch.find(parts)?.path == path ? name : nil
    }

    /// Says what is wrong with a value for this key, or nil where nothing is.
    package func explain(_ value: String) -> Finding? {
        guard let match = KeyMatch.find(path) else { return nil }
        var reader = LayerReader()
        let origin = Origin.flag(description)
        let kept = reader.value(value, match, origin: origin)
        if let finding = reader.findings.first { return finding }
        return kept == nil
            ? Finding(origin: origin, key: description, message: "is nothing") : nil
    }
}
