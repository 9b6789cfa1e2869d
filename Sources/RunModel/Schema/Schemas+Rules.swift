extension Schemas {
    /// A file of `refs/autopack/rules`.
    package static let rule: Schema = .fields(
        .required("v", .constant(LearnedRule.version)),
        .required("id", .string),
        .required("category", .words(.failureCategory)),
        .required("signature", .string),
        .required("reached", .words(WordSet("progress", ["NEW", "APPLIED", "CANDIDATE_RULE"]))),
        .required("evidence", .array(ruleEvidence)),
        .required("decisions", .array(ruleDecision)),
        .required(
            "measures",
            .array(
                .fields(
                    .required("run", .text(.runID)), .required("time", .text(.timestamp)),
                    .required("with", attemptCount), .required("without", attemptCount)))),
        .required("state", .words(WordSet("rule state", of: RuleState.self))),
        .required("scope", .array(.string)),
        .required("text", .string),
        .optional("failed", .string),
        .required(
            "effect",
            .fields(.required("with", attemptCount), .required("without", attemptCount))))

    private static let ruleEvidence: Schema = .fields(
        .required("run", .text(.runID)),
        .required("seq", .integer),
        .required("phase", .text(.phaseID)),
        .required("time", .text(.timestamp)),
        .required("commit", .string),
        .required("scope", .array(.string)),
        .required("text", .string),
        .optional("failed", .string))

    private static let ruleDecision: Schema = .fields(
        .required("verdict", .words(WordSet("verdict", of: RuleDecision.Verdict.self))),
        .required("who", .string),
        .required("when", .text(.timestamp)),
        .required("why", .string),
        .required("text", .string),
        .optional("failed", .string))

    private static let attemptCount: Schema = .fields(
        .required("attempts", .integer), .required("successes", .integer))
}
