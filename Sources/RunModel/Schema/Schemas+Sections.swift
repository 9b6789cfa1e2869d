/// The sections of the settings that have their names from `models.yaml`.
extension Schemas {
    static let routingPolicy: Schema = .fields(
        .required("strategy", .words(WordSet("strategy", of: RoutingPolicy.Strategy.self))),
        .required("escalate_after", .integer))

    static let categoryModels: Schema = .fields(
        .required("builder", .array(.string)), .required("auditor", .array(.string)))

    static let withdrawal: Schema = .fields(
        .required("date", .string), .required("successor", .string))

    static let capabilityRule: Schema = .fields(
        .required("models", .string),
        .optional("output_cap", .words(WordSet("output cap", of: OutputCap.self))),
        .optional("temperature", .boolean),
        .optional("reasoning", .boolean),
        .optional("tools", .words(WordSet("tool support", of: ToolSupport.self))),
        .optional("schema", .words(WordSet("schema support", of: SchemaSupport.self))),
        .optional("cache_marks", .words(WordSet("cache marks", of: CacheMarks.self))),
        .optional("responses_only", .boolean),
        .optional("edits", .words(WordSet("edit style", of: EditStyle.self))),
        .optional("context_window", .integer),
        .optional("max_output", .integer))

    static let providerHealth: Schema = .fields(
        .required("timeout_s", .number),
        .required("cache_s", .number),
        .required("consecutive_errors", .integer),
        .required("error_ratio", .number),
        .required("min_calls", .integer),
        .required("cool_down_s", .number),
        .required("max_cool_down_s", .number))

    static let retries: Schema = .fields(
        .required("max", .integer),
        .required("first_delay_s", .number),
        .required("max_delay_s", .number))

    static let providerQuota: Schema = .fields(
        .required("weekly_token_cap", .integer), .required("soft_limit_ratio", .number))

    static let doctorModels: Schema = .fields(
        .required("cheap", .string),
        .required("strong", .string),
        .required("min_confidence_for_cheap", .number),
        .required("health_budget_near_limit_ratio", .number),
        .required("high_risk_categories", .array(.words(.failureCategory))))

    static let doctor: Schema = .fields(
        .required("allow_execute_fix_global", .boolean),
        .required("max_execute_fix_per_phase", .integer),
        .required("allowed_fix_types", .array(.words(WordSet("fix type", of: FixType.self)))),
        .required("max_calls_per_phase", .integer),
        .required("max_calls_per_run", .integer),
        .required("max_strong_calls_per_run", .integer),
        .required("max_infrastructure_calls_per_run", .integer))

    static let replan: Schema = .fields(
        .required("trigger_threshold", .integer),
        .required("message_similarity_enabled", .boolean),
        .required("similarity_threshold", .number),
        .required("min_message_length", .integer),
        .required("max_replans_per_phase", .integer),
        .required("max_replans_per_run", .integer),
        .required("fatal_error_types", .array(.words(.failureCategory))))

    static let discoveryPromotion: Schema = .fields(
        .required("candidate_runs", .integer),
        .required("window_days", .integer),
        .required("max_hints_per_prompt", .integer),
        .required("max_rules_per_prompt", .integer))

    static let coreMaintenance: Schema = .fields(
        .required("paths", .array(.string)), .required("allow", .array(.string)))

    static let agent: Schema = .fields(
        .required("max_steps", .integer),
        .required("max_tokens", .integer),
        .required("max_repeats", .integer),
        .required("max_checks", .integer))

    static let gate: Schema = .fields(
        .required("critical", .integer),
        .required("high", .integer),
        .required("medium", .integer),
        .required("require_approval", .boolean))
}
