/// A phase moves to a state, for a reason; the payload of `phase.started`, `attempt.started` and
/// `phase.finished`.
package struct PhaseMoved: Hashable, Sendable, Codable {
    package var state: PhaseStatus
    package var reason: String

    package init(state: PhaseStatus, reason: String) {
        self.state = state
        self.reason = reason
    }
}

/// A fix of a failing candidate, or a white-listed command, begins; the payload of `fix.started`
/// and `fix.finished`.
package struct Fix: Hashable, Sendable, Codable {
    /// `edit` for a fixer's edits; `git`, `file` or `python` for commands.
    package var fixType: String
    package var commands: [[String]]
    package var verify: [String]
    /// What each command said, or the fixer's explanation.
    package var results: [String]
    package var fixed: Bool

    package init(
        fixType: String, commands: [[String]] = [], verify: [String] = [],
        results: [String] = [], fixed: Bool = false
    ) {
        self.fixType = fixType
        self.commands = commands
        self.verify = verify
        self.results = results
        self.fixed = fixed
    }

    enum CodingKeys: String, CodingKey {
        case commands, verify, results, fixed
        case fixType = "fix_type"
    }
}

/// What `forget` erased.
package struct RunForgotten: Hashable, Sendable, Codable {
    package var erased: [String]
    /// Objects that other history still holds.
    package var shared: [String]

    package init(erased: [String], shared: [String]) {
        self.erased = erased
        self.shared = shared
    }
}
