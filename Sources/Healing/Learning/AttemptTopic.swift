package import RunModel

/// What an attempt is about, as far as earlier experience may bear on it.
package struct AttemptTopic: Sendable, Hashable {
    /// What the phase may touch, as globs; empty: the whole project.
    package var scope: [String]
    /// The failures of the phase so far.
    package var failures: Set<FailurePattern>

    package init(scope: [String], failures: Set<FailurePattern> = []) {
        self.scope = scope
        self.failures = failures
    }

    /// The next attempt of a phase.
    package init(of phase: PhaseID, in state: RunState) {
        self.init(
            scope: state.plan[phase]?.scope.write ?? [],
            failures: Set(
                (state[phase: phase]?.failures ?? []).map {
                    FailurePattern(category: $0.category, signature: $0.signature)
                }))
    }

    /// How near something learned elsewhere is to this attempt; nil where it does not bear on it.
    ///
    /// By signature and scope, and then by category, never by words that two texts share.
    func nearness(category: FailureCategory?, signature: String, scope: [String]) -> Nearness? {
        let overlap = ScopeOverlap(self.scope, scope)
        let isSameFailure = failures.contains { failure in
            !signature.isEmpty && failure.signature == signature
                && (category == nil || failure.category == category)
        }
        let isSameCategory = category != nil && failures.contains { $0.category == category }
        guard isSameFailure || isSameCategory || overlap != .none else { return nil }
        return Nearness(
            isSameFailure: isSameFailure, isSameCategory: isSameCategory, overlap: overlap)
    }
}

/// What an attempt has in common with something learned.
struct Nearness: Comparable {
    var isSameFailure: Bool
    var isSameCategory: Bool
    var overlap: ScopeOverlap

    /// The same failure counts most, then its category, then the paths.
    static func < (left: Nearness, right: Nearness) -> Bool { left.rank < right.rank }

    private var rank: Int {
        (isSameFailure ? 6 : 0) + (isSameCategory ? 3 : 0) + overlap.rawValue
    }
}
