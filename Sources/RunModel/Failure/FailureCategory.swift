/// Whose fault a failure is (`decisions.md`, Failures).
package enum FailureClass: String, Sendable, Codable, CaseIterable {
    /// The world's: never counted against a phase.
    case infrastructure = "infra_error"
    /// The repository's.
    case gitState = "git_state"
    /// The model's output.
    case reply = "reply_error"
    /// The edit's.
    case patch = "patch_apply_error"
    /// The code's.
    case checks = "ci_fail"
    /// The change's.
    case auditor = "auditor_reject"
    /// The policy's.
    case gate = "gate_block"
    /// The plan's.
    case approach = "approach_flaw"

    /// The world or the repository got in the way: the very same change may pass another time.
    package var sparesTheChange: Bool { self == .infrastructure || self == .gitState }
}

/// One vocabulary of failures for router, gate, Doctor, hints and statistics.
package enum FailureCategory: String, Sendable, Codable, CaseIterable {
    case providerUnreachable = "provider_unreachable"
    case providerTimeout = "provider_timeout"
    case providerAuth = "provider_auth"
    case providerRateLimit = "provider_rate_limit"
    case providerOverloaded = "provider_overloaded"
    case providerServerError = "provider_server_error"
    case providerQuota = "provider_quota"
    case unsupportedParameter = "unsupported_parameter"
    case contextLength = "context_length"
    case missingDependency = "missing_dependency"
    case sandboxDenied = "sandbox_denied"
    case diskFull = "disk_full"
    case commandTimeout = "command_timeout"

    case mergeConflict = "merge_conflict"
    case indexLocked = "index_locked"
    case refConflict = "ref_conflict"
    case detachedHead = "detached_head"
    case dirtyTree = "dirty_tree"
    case missingFile = "missing_file"
    case missingObject = "missing_object"

    case replyEmpty = "reply_empty"
    case replyRefused = "reply_refused"
    case replyTruncated = "reply_truncated"
    case replyMalformed = "reply_malformed"

    case notFound = "not_found"
    case ambiguous
    case elision
    case truncated
    case pathDenied = "path_denied"
    case scopeDenied = "scope_denied"
    case conflictMarker = "conflict_marker"
    case invalidResult = "invalid_result"

    case syntaxError = "syntax_error"
    case indentationError = "indentation_error"
    case importError = "import_error"
    case undefinedVariable = "undefined_variable"
    case typeError = "type_error"
    case fileNotFound = "file_not_found"
    case buildError = "build_error"
    case assertionFailed = "assertion_failed"
    case testError = "test_error"
    case lintError = "lint_error"
    case noTests = "no_tests"

    case auditRejected = "audit_rejected"

    case riskBlocked = "risk_blocked"
    case testsTampered = "tests_tampered"
    case testsChanged = "tests_changed"
    case secretFound = "secret_found"
    case approvalDenied = "approval_denied"

    case wrongTechStack = "wrong_tech_stack"
    case schemaMismatch = "schema_mismatch"
    case apiContractWrong = "api_contract_wrong"

    /// The class each category belongs to.
    package var failureClass: FailureClass {
        switch self {
        case .providerUnreachable, .providerTimeout, .providerAuth, .providerRateLimit,
            .providerOverloaded, .providerServerError, .providerQuota, .unsupportedParameter,
            .contextLength, .missingDependency, .sandboxDenied, .diskFull, .commandTimeout:
            .infrastructure
        case .mergeConflict, .indexLocked, .refConflict, .detachedHead, .dirtyTree, .missingFile,
            .missingObject:
            .gitState
        case .replyEmpty, .replyRefused, .replyTruncated, .replyMalformed: .reply
        case .notFound, .ambiguous, .elision, .truncated, .pathDenied, .scopeDenied,
            .conflictMarker, .invalidResult:
            .patch
        case .syntaxError, .indentationError, .importError, .undefinedVariable, .typeError,
            .fileNotFound, .buildError, .assertionFailed, .testError, .lintError, .noTests:
            .checks
        case .auditRejected: .auditor
        case .riskBlocked, .testsTampered, .testsChanged, .secretFound, .approvalDenied: .gate
        case .wrongTechStack, .schemaMismatch, .apiContractWrong: .approach
        }
    }
}
