/// How a person lets a repository's `.autopack/` loosen what they allow.
enum Trust {
    /// What messages name where something was passed over.
    static let command = "git autopack trust"
}

/// A value that differs with and without trust in a repository's `.autopack/`.
package struct LoosenedValue: Hashable, Sendable {
    /// `budgets.max_cost_usd`.
    package var key: String
    /// What holds without trust; nil: nothing.
    package var before: String?
    /// What holds with it; nil: nothing.
    package var after: String?
    /// Where the repository says it; nil where it takes a value away.
    package var origin: Origin?
}

extension Configuration {
    /// What holds here and not there, in the order of the files.
    ///
    /// - Parameter other: The same layers, with the repository trusted.
    package func loosened(to other: Configuration) -> [LoosenedValue] {
        let before = Dictionary(entries.map { ($0.key, $0.value) }) { first, _ in first }
        let keys = Set(other.entries.map(\.key))
        let changed = other.entries.filter { before[$0.key] != $0.value }.map { entry in
            LoosenedValue(
                key: entry.key, before: before[entry.key], after: entry.value, origin: entry.origin)
        }
        let removed = entries.filter { !keys.contains($0.key) }.map { entry in
            LoosenedValue(key: entry.key, before: entry.value, after: nil, origin: nil)
        }
        return changed + removed
    }
}
