extension Schemas {
    static let doctorDecided: [SchemaField] = [
        .required("by", .words(WordSet("doctor", of: DoctorDecided.By.self))),
        .required("complex", .boolean),
        .required("action", .words(WordSet("action", of: DoctorAction.self))),
        .required("confidence", .number),
        .required("rationale", .string),
        .required("evidence", .array(.string)),
        .optional("signature", .string),
        .optional("model", .string),
        .optional("tier", .words(WordSet("tier", of: DoctorTier.self))),
        .optional("escalated", .boolean),
        .optional("builder_hint", .string),
        .optional("fix", proposedFix),
        .optional("providers", .array(.string)),
        .optional("maintenance", .string),
    ]

    static let proposedFix: Schema = .fields(
        .required("fix_type", .words(WordSet("fix type", of: FixType.self))),
        .required("commands", .array(.string)), .required("verify", .string))

    static let hintRecorded: [SchemaField] = [
        .required("text", .string),
        .required("signature", .string),
        .required("scope", .array(.string)),
        .required("evidence", .string),
        .optional("category", .words(.failureCategory)),
        .optional("source", .words(WordSet("source", of: HintSource.self))),
        .optional("failed", .string),
    ]
}
