package import RunModel

/// The names of the rules that a finding may come from.
package enum GateRule: String, Sendable, CaseIterable {
    case emptyChange = "empty_change"
    case illegalPath = "illegal_path"
    case protectedPath = "protected_path"
    case corePath = "core_path"
    /// A phase of category `core_maintenance`: a person reads every change of it.
    case coreMaintenance = "core_maintenance"
    case scope
    case symlink
    case submodule
    case modeChange = "mode_change"
    case massDeletion = "mass_deletion"
    case newDependencies = "new_dependencies"
    case conflictMarker = "conflict_marker"
    case emptiedFile = "emptied_file"
    case shrunkFile = "shrunk_file"
    case grownFile = "grown_file"
    case unparsable
    case agentInstructions = "agent_instructions"
    case testsTampered = "tests_tampered"
    case testsChanged = "tests_changed"
    case newTestsPass = "new_tests_pass"
    case untestedHighRisk = "untested_high_risk"
    case checkMissing = "check_missing"
    case unchecked
    case newFailure = "new_failure"
    case phaseCheckFailed = "phase_check_failed"
    case undecidedCheck = "undecided_check"
    case flakyCheck = "flaky_check"
    case notAudited = "not_audited"
    case auditRejected = "audit_rejected"
    case auditIssue = "audit_issue"
    case risk

    /// The failure that an attempt ends with when this rule blocks it.
    ///
    /// For rules about checks, the log says it better: this is the answer where there is none.
    package var category: FailureCategory {
        switch self {
        case .illegalPath, .protectedPath, .corePath, .coreMaintenance, .symlink, .submodule,
            .modeChange:
            .pathDenied
        case .scope: .scopeDenied
        case .conflictMarker: .conflictMarker
        case .emptyChange, .emptiedFile, .shrunkFile, .grownFile, .unparsable: .invalidResult
        case .massDeletion, .newDependencies, .risk, .agentInstructions, .untestedHighRisk:
            .riskBlocked
        case .unchecked, .checkMissing, .newFailure, .phaseCheckFailed, .undecidedCheck,
            .flakyCheck:
            .testError
        case .testsTampered: .testsTampered
        case .testsChanged, .newTestsPass: .testsChanged
        case .notAudited, .auditRejected, .auditIssue: .auditRejected
        }
    }

    /// A finding of this rule.
    package func finding(
        _ severity: Verdict, path: String = "", line: Int = 0, _ message: String
    ) -> Finding {
        Finding(rule: rawValue, severity: severity, path: path, line: line, message: message)
    }
}

extension Finding {
    /// The rule by name; nil where a later version wrote the finding.
    package var gateRule: GateRule? { GateRule(rawValue: rule) }
}
