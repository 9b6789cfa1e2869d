extension Schemas {
    /// The effective settings of a run, without keys.
    static let settings: Schema = .object(
        models + healing + [
            .required("prices", .map(price)),
            .required("budgets", budgets),
            .required("workspace", workspace),
            .required("protected", .array(.string)),
            .required("gate", gate),
            .required("never_send", .array(.string)),
            .required("max_output_tokens", .integer),
            .required("fixes_per_candidate", .integer),
            .required("offline", .boolean),
            .required("yes", .boolean),
            .required("sandbox", .words(WordSet("sandbox mode", of: SandboxMode.self))),
        ])

    /// Who answers.
    private static let models: [SchemaField] = [
        .required("providers", .map(provider)),
        .required("model_aliases", .map(.string)),
        .required(
            "escalation_chains",
            .fields(.required("builder", tiers), .required("auditor", tiers))),
        .required(
            "complexity_escalation",
            .fields(
                .required("enabled", .boolean),
                .required("low_to_medium", .integer),
                .required("medium_to_high", .integer),
                .required("max_attempts_per_phase", .integer),
                .required("failure_types", .array(.words(.failureClass))))),
        .required(
            "llm_routing_policies",
            .map(
                .fields(
                    .required(
                        "strategy", .words(WordSet("strategy", of: RoutingPolicy.Strategy.self))),
                    .required("escalate_after", .integer)))),
        .required(
            "category_models",
            .map(
                .fields(
                    .required("builder", .array(.string)), .required("auditor", .array(.string))))),
        .required(
            "withdrawals",
            .map(.fields(.required("date", .string), .required("successor", .string)))),
        .required(
            "provider_health",
            .fields(
                .required("timeout_s", .number), .required("cache_s", .number),
                .required("consecutive_errors", .integer), .required("error_ratio", .number),
                .required("min_calls", .integer), .required("cool_down_s", .number),
                .required("max_cool_down_s", .number))),
        .required(
            "retries",
            .fields(
                .required("max", .integer), .required("first_delay_s", .number),
                .required("max_delay_s", .number))),
        .required(
            "provider_quotas",
            .map(
                .fields(
                    .required("weekly_token_cap", .integer),
                    .required("soft_limit_ratio", .number)))),
    ]

    /// What happens after a failure.
    private static let healing: [SchemaField] = [
        .required(
            "doctor_models",
            .fields(
                .required("cheap", .string), .required("strong", .string),
                .required("min_confidence_for_cheap", .number),
                .required("health_budget_near_limit_ratio", .number),
                .required("high_risk_categories", .array(.words(.failureCategory))))),
        .required(
            "doctor",
            .fields(
                .required("allow_execute_fix_global", .boolean),
                .required("max_execute_fix_per_phase", .integer),
                .required(
                    "allowed_fix_types", .array(.words(WordSet("fix type", of: FixType.self)))),
                .required("max_calls_per_phase", .integer),
                .required("max_calls_per_run", .integer),
                .required("max_strong_calls_per_run", .integer),
                .required("max_infrastructure_calls_per_run", .integer))),
        .required(
            "replan",
            .fields(
                .required("trigger_threshold", .integer),
                .required("message_similarity_enabled", .boolean),
                .required("similarity_threshold", .number),
                .required("min_message_length", .integer),
                .required("max_replans_per_phase", .integer),
                .required("max_replans_per_run", .integer),
                .required("fatal_error_types", .array(.words(.failureCategory))))),
        .required(
            "discovery_promotion",
            .fields(
                .required("candidate_runs", .integer), .required("window_days", .integer),
                .required("max_hints_per_prompt", .integer),
                .required("max_rules_per_prompt", .integer))),
        .required(
            "core_maintenance",
            .fields(.required("paths", .array(.string)), .required("allow", .array(.string)))),
    ]

    private static let provider: Schema = .fields(
        .required("wire", .words(WordSet("wire", of: Wire.self))),
        .optional("base_url", .string),
        .optional("key_variable", .string),
        .optional("command", .array(.string)),
        .optional("file", .string),
        .optional("output", .words(WordSet("output", of: CommandOutput.self))))

    private static let tiers: Schema = .fields(
        .required("low", .array(.string)), .required("medium", .array(.string)),
        .required("high", .array(.string)))

    private static let price: Schema = .fields(
        .required("input", .number), .required("output", .number),
        .optional("cached_input", .number))

    private static let budgets: Schema = .fields(
        .required("max_http_500_per_run", .integer),
        .required("max_patch_failures_per_run", .integer),
        .required("max_total_failures_per_run", .integer),
        .required("cost_usd", .nullable(.number)),
        .required("tokens", .integer),
        .required("wall_clock_s", .integer))

    private static let workspace: Schema = .fields(
        .optional("share", .array(.string)),
        .required("setup", .array(.array(.string))),
        .required("setup_inputs", .array(.string)),
        .required("cache", .array(.string)))

    private static let gate: Schema = .fields(
        .required("critical", .integer), .required("high", .integer),
        .required("medium", .integer), .required("require_approval", .boolean))
}
