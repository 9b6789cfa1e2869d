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
    /// Of a fixer's edits: which fix of the attempt it is, from 1.
    package var number: Int?
    /// Of a fixer's edits: what is to be mended.
    package var analysis: CheckFailure?
    /// Of a fixer's edits: the paths that they changed.
    package var files: [String]?
    /// Of a fixer's edits: what came of them.
    package var outcome: FixResult?

    package init(
        fixType: String, commands: [[String]] = [], verify: [String] = [],
        results: [String] = [], fixed: Bool = false, number: Int? = nil,
        analysis: CheckFailure? = nil, files: [String]? = nil, outcome: FixResult? = nil
    ) {
        self.fixType = fixType
        self.commands = commands
        self.verify = verify
        self.results = results
        self.fixed = fixed
        self.number = number
        self.analysis = analysis
        self.files = files
        self.outcome = outcome
    }

    /// The `fix_type` of a fixer's edits.
    package static let edit = "edit"

    enum CodingKeys: String, CodingKey {
        case commands, verify, results, fixed, number, analysis, files, outcome
        case fixType = "fix_type"
    }
}

/// What came of a fixer's edits.
package enum FixResult: String, Sendable, Codable, CaseIterable {
    /// The checks let the change through.
    case passed
    /// A check fails on it still, or another does.
    case failed
    /// The reply brought no change that may be tried.
    case refused
    /// The fixer says that it cannot be mended.
    case unfixable
    /// No reply came, or the attempt was given up before it was tried.
    case abandoned
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
