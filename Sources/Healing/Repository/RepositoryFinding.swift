package import RunModel

/// Something that is wrong with a repository: what, why it matters, and what mends it.
package struct RepositoryFinding: Sendable, Hashable {
    /// Whether the program mends it itself.
    package enum Treatment: Sendable, Hashable {
        /// Nothing can be lost: `doctor --fix` does it at once.
        case safe(RepositoryMending)
        /// Something of the person's changes: after the question, or with `--yes`.
        case ask(RepositoryMending, question: String)
        /// Only a person can decide it.
        case told
    }

    /// The rule's, as `stale_lock`; several findings may have the same.
    package var id: String
    package var severity: HealthFinding.Severity
    /// In lower case, without a full stop, on one line; names are quoted as git quotes them.
    package var what: String
    package var why: String
    /// Commands to paste, or sentences; one a line.
    package var fix: String
    package var treatment: Treatment

    package init(
        _ id: String, _ severity: HealthFinding.Severity = .warning, what: String, why: String,
        fix: String, _ treatment: Treatment = .told
    ) {
        self.id = id
        self.severity = severity
        self.what = what
        self.why = why
        self.fix = fix
        self.treatment = treatment
    }

    /// What the program would do; nil where it does nothing.
    package var mending: RepositoryMending? {
        switch treatment {
        case .safe(let mending), .ask(let mending, _): mending
        case .told: nil
        }
    }

    /// As `--json` and `health.checked` have it.
    package var health: HealthFinding {
        HealthFinding(
            id: id, severity: severity, what: what, why: why, fix: fix,
            repairable: mending != nil)
    }
}
