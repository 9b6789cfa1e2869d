extension Schemas {
    /// The members of an event beside the common ones (`storage.md`, the table of events).
    static func payload(_ name: EventName) -> [SchemaField] {
        switch name {
        case .runCreated: runCreated
        case .healthChecked: healthChecked
        case .settingsChanged:
            [
                .required("settings", settings), .required("who", .string),
                .required("changed", .array(.string)),
            ]
        case .planAdopted, .replanAdopted: planAdopted
        case .baselineChecked, .checksFinished: treeChecked
        case .phaseStarted, .attemptStarted, .phaseFinished:
            [.required("state", .words(.phaseState)), .required("reason", .string)]
        case .callReserved: callReserved
        case .callFinished: callFinished
        case .callFailed: callFailed
        case .providerDisabled, .providerEnabled:
            [
                .required("provider", .string), .required("why", .string),
                .required("until", .nullable(.text(.timestamp))),
                .optional("downgraded", .boolean),
            ]
        case .candidateCreated: candidateCreated
        case .candidateRefused: candidateRefused
        case .auditFinished: auditFinished
        case .gateDecided: gateDecided
        case .approvalRequested, .approvalGiven:
            [
                .required("what", .string), .required("verdict", verdict),
                .required("who", .string), .required("why", .string),
            ]
        case .checkpointPlanned, .landPlanned, .rollbackPlanned, .archivePlanned:
            [
                .required("refs", refMoves),
                .required("snapshot", .nullable(.text(.objectID))),
                .required("way", .string),
            ]
        case .checkpointCommitted, .runLanded, .runRolledBack, .runArchived: refsMoved
        case .attemptFailed: attemptFailed
        case .doctorDecided: doctorDecided
        case .fixStarted, .fixFinished: fix
        case .hintRecorded: hintRecorded
        case .budgetExceeded:
            [
                .required("budget", .words(WordSet("budget", of: BudgetName.self))),
                .required("cap", .number), .required("spent", .number),
            ]
        case .leaseTaken:
            [
                .required("state", .words(.runState)), .required("reason", .string),
                .required("owner", leaseOwner),
            ]
        case .runResumed, .runAborted, .runFinished:
            [
                .required("state", .words(.runState)),
                .required("reason", .nullable(.words(.runReason))),
                .required("message", .string),
            ]
        case .runForgotten:
            [.required("erased", .array(.string)), .required("shared", .array(.string))]
        }
    }

    private static let runCreated: [SchemaField] = [
        .required("goal", .string),
        .required("base", .text(.objectID)),
        .required("target", .nullable(.text(.refName))),
        .required("snapshot", .nullable(.text(.objectID))),
        .required("tool", .string),
        .required("settings", settings),
        .required("checks", .array(check)),
    ]

    private static let healthChecked: [SchemaField] = [
        .required("ok", .boolean),
        .required("findings", .array(healthFinding)),
        .required("keys", .map(.words(WordSet("presence", of: KeyPresence.self)))),
    ]

    private static let planAdopted: [SchemaField] = [
        .required("version", .integer),
        .required("source", .words(WordSet("source", of: PlanAdopted.Source.self))),
        .required("why", .string),
        .required("plan", plan),
        .optional("broadens", .array(.string)),
    ]

    static let treeChecked: [SchemaField] = [
        .required("tree", .text(.objectID)),
        .required("checks", .array(checkResult)),
        .required("environment", .string),
        .required("findings", .array(healthFinding)),
        .optional(
            "tests",
            .fields(
                .required("base_tests", .array(checkResult)),
                .required("new_tests", .array(checkResult)))),
        .optional("failure", checkFailure),
    ]

    static let checkFailure: Schema = .fields(
        .required("category", .words(.failureCategory)),
        .required("signature", .string), .required("root_cause", .string),
        .optional("check", .string), .optional("file", .string), .optional("line", .integer),
        .optional("failed", .array(.string)))

    private static let fix: [SchemaField] = [
        .required("fix_type", .string),
        .required("commands", .array(.array(.string))),
        .required("verify", .array(.string)),
        .required("results", .array(.string)),
        .required("fixed", .boolean),
        .optional("number", .integer),
        .optional("analysis", checkFailure),
        .optional("files", .array(.string)),
        .optional("outcome", .words(WordSet("outcome", of: FixResult.self))),
    ]

    static let refsMoved: [SchemaField] = [
        .required("commit", .text(.objectID)), .required("refs", refMoves),
    ]
}
