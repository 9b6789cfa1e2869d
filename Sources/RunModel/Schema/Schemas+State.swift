extension Schemas {
    static let stateFields: [SchemaField] = [
        .required("fold", .constant(RunState.currentFold)),
        .required("run", .text(.runID)),
        .required("seq", .integer),
        .required("goal", .string),
        .required("base", .text(.objectID)),
        .required("target", .nullable(.text(.refName))),
        .required("snapshot", .nullable(.text(.objectID))),
        .required("tool", .string),
        .required("settings", settings),
        .required("state", .words(.runState)),
        .optional("reason", .words(.runReason)),
        .required("message", .string),
        .optional("waits_for", .string),
        .required("plan_version", .integer),
        .required("plan", plan),
        .required("phases", .array(phaseState)),
        .required("tip", .text(.objectID)),
        .optional("baseline", .object(treeChecked)),
        .optional("attempt", attemptState),
        .optional("landing_call", .object(callReserved)),
        .optional("planning", planningState),
        .optional("diagnosis", diagnosisState),
        .required(
            "doctor_calls",
            .fields(
                .required("all", .integer), .required("strong", .integer),
                .required("infrastructure", .integer))),
        .required("replans", .integer),
        .required("spend", spend),
        .required(
            "failures",
            .fields(
                .required("http_500", .integer), .required("patch", .integer),
                .required("total", .integer))),
        .required("providers", .map(providerState)),
        .required("recordings", .map(.array(.integer))),
        .optional("planned", plannedMove),
        .optional("owner", leaseOwner),
        .required("active_ms", .integer),
        .required("created", .text(.timestamp)),
        .required("updated", .text(.timestamp)),
        .optional("finished", .text(.timestamp)),
        .optional("landed", .object(refsMoved)),
        .optional("rollback", rollback),
    ]

    private static let diagnosisState: Schema = .fields(
        .required("phase", .text(.phaseID)),
        .required(
            "answers",
            .array(
                .fields(
                    .required("reply", .text(.objectID)), .required("model", .string),
                    .required("tier", .words(WordSet("tier", of: DoctorTier.self)))))),
        .required("tier", .words(WordSet("tier", of: DoctorTier.self))),
        .optional("reply", .text(.objectID)),
        .optional("pending", .object(callReserved)),
        .required("provider", .string),
        .required("tries", .integer),
        .optional("retry_at", .text(.timestamp)),
        .optional("call_failure", .object(callFailed)),
        .required("too_long", .array(.string)), .required("refused", .array(.string)))

    private static let planningState: Schema = .fields(
        .optional("replans", .text(.phaseID)),
        .required("broadens", .boolean),
        .optional(
            "before", .fields(.required("plan", plan), .required("phases", .array(phaseState)))),
        .required("refusals", .array(.string)),
        .required("drafts", .integer),
        .optional("reply", .text(.objectID)),
        .required("awaits_answer", .boolean),
        .optional("pending", .object(callReserved)),
        .required("provider", .string),
        .required("tries", .integer),
        .optional("retry_at", .text(.timestamp)),
        .optional("call_failure", .object(callFailed)),
        .required("too_long", .array(.string)), .required("refused", .array(.string)))

    private static let phaseState: Schema = .fields(
        .required("id", .text(.phaseID)),
        .required("state", .words(.phaseState)),
        .required("reason", .string),
        .required("attempts", .integer),
        .optional("checkpoint", .text(.objectID)),
        .required("cost_usd", .number),
        .required("tokens", usage),
        .required("failures", .array(phaseFailure)),
        .required("forgiven", .integer),
        .required("forgiven_attempts", .integer),
        .required("hints", .array(.object(hintRecorded))),
        .required("decisions", .array(.object(doctorDecided))),
        .required("decision_pending", .boolean),
        .required("diagnosed", .integer),
        .required("doctor_calls", .integer),
        .required("executed_fixes", .integer),
        .required("replans", .integer),
        .required("fixes", .array(fixRecord)))

    private static let fixRecord: Schema = .fields(
        .required("attempt", .integer), .required("number", .integer),
        .required("analysis", checkFailure), .required("tried", .string),
        .required("files", .array(.string)),
        .optional("outcome", .words(WordSet("outcome", of: FixResult.self))))

    private static let phaseFailure: Schema = .fields(
        .required("attempt", .integer),
        .required("model", .string),
        .required("category", .words(.failureCategory)),
        .required("signature", .string),
        .required("root_cause", .string),
        .required("detail", .string),
        .optional("candidate", .text(.objectID)),
        .optional("tree", .text(.objectID)),
        .required("improved", .boolean),
        .optional("provider", .string))

    private static let attemptState: Schema = .fields(
        .required("phase", .text(.phaseID)),
        .required("number", .integer),
        .required("start", .text(.objectID)),
        .required("stage", .words(WordSet("stage", AttemptStage.allCases.map(\.description)))),
        .required("builds", .integer),
        .required("audits", .integer),
        .required("auditor", .string),
        .required("fixes", .integer),
        .required("model", .string),
        .optional("reply", .text(.objectID)),
        .optional(
            "turns",
            .array(
                .fields(
                    .required("prompt", .text(.objectID)), .optional("reply", .text(.objectID)),
                    .required("tokens", .integer)))),
        .optional("candidate", .object(candidateCreated)),
        .required("trees", .array(.text(.objectID))),
        .optional("refusal", .object(candidateRefused)),
        .optional("checks", .object(treeChecked)),
        .optional("audit", .object(auditFinished)),
        .optional("gate", .object(gateDecided)),
        .optional("fix", proposedFix),
        .optional("fixed", .boolean),
        .optional("pending", .object(callReserved)),
        .required("provider", .string),
        .required("tries", .integer),
        .optional("retry_at", .text(.timestamp)),
        .optional("call_failure", .object(callFailed)),
        .required("too_long", .array(.string)), .required("refused", .array(.string)))

    private static let providerState: Schema = .fields(
        .required("calls", .integer),
        .required("failures", .integer),
        .required("failures_in_row", .integer),
        .required("cool_downs", .integer),
        .optional(
            "disabled",
            .fields(
                .required("why", .string), .required("until", .nullable(.text(.timestamp))))),
        .optional("downgraded", .string))

    private static let spend: Schema = .fields(
        .required("cost_usd", .number),
        .required("has_unknown_cost", .boolean),
        .required("usage", usage),
        .required("lost_tokens", .integer))

    private static let plannedMove: Schema = .fields(
        .required("kind", .words(WordSet("move", of: PlannedMove.Kind.self))),
        .required("refs", refMoves),
        .required("snapshot", .nullable(.text(.objectID))),
        .required("way", .string))

    private static let rollback: Schema = .fields(
        .required("refs", refMoves),
        .required("snapshot", .nullable(.text(.objectID))),
        .required("state", .words(.runState)),
        .optional("reason", .words(.runReason)),
        .optional("waits_for", .string),
        .required("phases", .array(phaseState)),
        .optional("attempt", attemptState),
        .required("tip", .text(.objectID)),
        .optional("baseline", .object(treeChecked)),
        .optional("landed", .object(refsMoved)),
        .optional("finished", .text(.timestamp)))
}
