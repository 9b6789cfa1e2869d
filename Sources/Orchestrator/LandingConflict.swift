package import Git

/// A landing whose merge conflicts, since the target has changed the same lines.
package struct LandingConflict: Hashable, Sendable {
    package var target: RefName
    /// The target's tip.
    package var ours: ObjectID
    /// The run's tip.
    package var theirs: ObjectID
    /// The paths in conflict.
    package var paths: [String]
}
