extension Schemas {
    /// The effective settings of a run, without keys.
    static let settings: Schema = .fields(
        .required("providers", .map(provider)),
        .optional("disabled_providers", .array(.string)),
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
        .required("llm_routing_policies", .map(routingPolicy)),
        .required("category_models", .map(categoryModels)),
        .required("withdrawals", .map(withdrawal)),
        .required("provider_health", providerHealth),
        .required("retries", retries),
        .required("provider_quotas", .map(providerQuota)),
        .required("doctor_models", doctorModels),
        .required("doctor", doctor),
        .required("replan", replan),
        .required("discovery_promotion", discoveryPromotion),
        .required("core_maintenance", coreMaintenance),
        .required("prices", .map(price)),
        .optional("prices_dated", .string),
        .optional("prices_source", .string),
        .optional("capabilities", .array(capabilityRule)),
        .required(
            "budgets",
            .fields(
                .required("max_http_500_per_run", .integer),
                .required("max_patch_failures_per_run", .integer),
                .required("max_total_failures_per_run", .integer),
                .required("cost_usd", .nullable(.number)),
                .required("tokens", .integer),
                .required("wall_clock_s", .integer))),
        .required(
            "workspace",
            .fields(
                .optional("share", .array(.string)),
                .required("setup", .array(.array(.string))),
                .required("setup_inputs", .array(.string)),
                .required("cache", .array(.string)))),
        .required("protected", .array(.string)),
        .required("gate", gate),
        .required("never_send", .array(.string)),
        .optional("context", .fields(.required("max_tokens", .integer))),
        .optional("instructions", .string),
        .required("max_output_tokens", .integer),
        .required("fixes_per_candidate", .integer),
        .required("offline", .boolean),
        .required("yes", .boolean),
        .required("sandbox", .words(WordSet("sandbox mode", of: SandboxMode.self))),
        .optional(
            "sandbox_limits",
            .fields(
                .optional("processes", .integer), .required("file_megabytes", .integer),
                .required("memory_megabytes", .integer))),
        .required("scope", .array(.string)), .optional("builder", .string),
        .required("audited", .boolean), .required("builders", .map(builder)),
        .optional("agent", agent))

    private static let builder: Schema = .fields(
        .required("command", .array(.string)),
        .required("prompt", .words(WordSet("way of the prompt", of: PromptWay.self))),
        .required("env", .array(.string)),
        .required("state", .array(.string)),
        .required("leftovers", .array(.string)),
        .required("timeout_s", .number),
        .required("output", .words(WordSet("command output", of: CommandOutput.self))),
        .required("network", .boolean))

    private static let provider: Schema = .fields(
        .required("wire", .words(WordSet("wire", of: Wire.self))),
        .optional("base_url", .string),
        .optional("key_variable", .string),
        .optional("command", .array(.string)),
        .optional("file", .string),
        .optional("output", .words(WordSet("command output", of: CommandOutput.self))),
        .optional("timeout_s", .number))

    private static let price: Schema = .fields(
        .required("input", .number), .required("output", .number),
        .optional("cached_input", .number), .optional("cache_write", .number),
        .optional(
            "long",
            .fields(
                .required("above", .integer), .required("input", .number),
                .required("output", .number))))

    private static let tiers: Schema = .fields(
        .required("low", .array(.string)), .required("medium", .array(.string)),
        .required("high", .array(.string)))
}
