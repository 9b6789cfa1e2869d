/// One movement of a ref; null: it is not there.
package struct RefMove: Hashable, Sendable, Codable {
    package var name: String
    package var old: Nullable<String>
    package var new: Nullable<String>

    package init(name: String, old: String?, new: String?) {
        self.name = name
        self.old = Nullable(old)
        self.new = Nullable(new)
    }
}

/// Refs are about to move; the payload of every event that ends in `.planned`.
///
/// Whoever opens the run after a crash moves them again: each id was fixed beforehand.
package struct RefsPlanned: Hashable, Sendable, Codable {
    package var refs: [RefMove]
    /// The commit that pins the user's uncommitted work; null where there was none.
    package var snapshot: Nullable<String>
    /// How, as `ff`, `merge`, `squash`, `reset`, `revert`.
    package var way: String

    package init(refs: [RefMove], snapshot: String? = nil, way: String = "") {
        self.refs = refs
        self.snapshot = Nullable(snapshot)
        self.way = way
    }
}

/// Refs have moved; the payload of the events that follow a `.planned`.
package struct RefsMoved: Hashable, Sendable, Codable {
    package var commit: String
    package var refs: [RefMove]

    package init(commit: String, refs: [RefMove]) {
        self.commit = commit
        self.refs = refs
    }
}
