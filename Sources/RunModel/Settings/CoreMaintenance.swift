/// What only a phase of category `core_maintenance` may touch (`decisions.md`, Governance).
package struct CoreMaintenance: Hashable, Sendable, Codable {
    /// Core paths beside `.autopack/**`, as globs: what the user counts as such.
    package var paths: [String]
    /// Of the core paths, those that such a phase may touch, with a person's approval.
    package var allow: [String]

    package init(paths: [String] = [], allow: [String] = [".autopack/models.yaml"]) {
        self.paths = paths
        self.allow = allow
    }
}
