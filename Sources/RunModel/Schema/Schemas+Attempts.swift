extension Schemas {
    static let callReserved: [SchemaField] = [
        .required("request", .string),
        .required("role", .words(.role)),
        .required("provider", .string),
        .required("model", .string),
        .required("why", .string),
        .required("reserved_usd", .nullable(.number)),
        .required("reserved_tokens", .integer),
        .required("prompt", .text(.objectID)),
        .optional("turn", .integer),
        .optional("rules", .array(.string)),
        .optional("hints", .array(.string)),
        .optional("tier", .words(WordSet("tier", of: DoctorTier.self))),
    ]

    static let callFinished: [SchemaField] = [
        .required("request", .string),
        .required("role", .words(.role)),
        .required("provider", .string),
        .required("model", .string),
        .required("usage", usage),
        .required("cost_usd", .nullable(.number)),
        .required("finish", .words(WordSet("finish", of: FinishReason.self))),
        .required("reply", .text(.objectID)),
        .optional("recording", .integer),
    ]

    static let callFailed: [SchemaField] = [
        .required("request", .string),
        .required("category", .words(.failureCategory)),
        .required("status", .nullable(.integer)),
        .required("retry_in_s", .nullable(.number)),
        .required("message", .string),
        .optional("may_have_cost", .boolean), .optional("refused", .boolean),
        .optional("recording", .integer),
    ]

    static let candidateCreated: [SchemaField] = [
        .required("commit", .text(.objectID)),
        .required("tree", .text(.objectID)),
        .required(
            "files",
            .array(
                .fields(
                    .required("path", .string),
                    .optional("old_path", .string),
                    .required("kind", .words(WordSet("change", of: ChangedFile.Kind.self))),
                    .required("added", .integer),
                    .required("removed", .integer)))),
        .required(
            "hunks",
            .array(
                .fields(
                    .required("path", .string),
                    .required("strategy", .string),
                    .required("similarity", .number),
                    .required("candidates", .integer),
                    .required("line", .nullable(.integer))))),
    ]

    static let candidateRefused: [SchemaField] = [
        .required("category", .words(.failureCategory)),
        .required("reason", .string),
        .required("message", .string),
        .required("nearest", .nullable(.string)),
    ]

    static let auditFinished: [SchemaField] = [
        .required("approved", .boolean),
        .required(
            "issues",
            .array(
                .fields(
                    .required(
                        "severity", .words(WordSet("severity", of: AuditIssue.Severity.self))),
                    .required("category", .string),
                    .required("path", .string),
                    .required("line", .integer),
                    .required("description", .string),
                    .required("suggestion", .string)))),
        .required("auditors", .array(.string)),
        .required("summary", .string),
    ]

    static let gateDecided: [SchemaField] = [
        .required("verdict", verdict),
        .required(
            "findings",
            .array(
                .fields(
                    .required("rule", .string),
                    .required("severity", verdict),
                    .required("path", .string),
                    .required("line", .integer),
                    .required("message", .string)))),
        .required("risk", .integer),
    ]

    static let attemptFailed: [SchemaField] = [
        .required("category", .words(.failureCategory)),
        .required("class", .words(.failureClass)),
        .required("signature", .string),
        .required("root_cause", .string),
        .required("detail", .string),
    ]
}
