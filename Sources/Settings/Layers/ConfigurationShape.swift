import RunModel

/// What is legal in `models.yaml` and in `autopack.yaml` (`cli.md`, Configuration).
///
/// The two share one space of names, so that a key of git's configuration, a variable or a flag
/// need not say which file it stands for.
enum ConfigurationShape {
    static let models = Shape.Section(keys: [
        ("providers", .map(name, provider)),
        (
            "discovery",
            .section([
                "ports": .list(.integer(1...65535)),
                "agents": .word(DiscoverySettings.Agents.allCases.map(\.rawValue)),
            ])
        ),
        ("disabled_providers", .list(.text(name))),
        ("model_aliases", .map(model, .text(model))),
        ("withdrawals", .map(model, withdrawal)),
        ("prices", .map(priced, price)),
        ("prices_dated", .text(day)),
        ("prices_source", .someText),
        ("capabilities", .map(pattern, capability)),
        ("max_output_tokens", .integer(1...10_000_000)),
        ("escalation_chains", .section(["builder": tiers, "auditor": tiers])),
        (
            "complexity_escalation",
            .section([
                "enabled": .boolean,
                "thresholds": .section(["low_to_medium": count, "medium_to_high": count]),
                "max_attempts_per_phase": count,
                "failure_types": .list(.word(FailureClass.allCases.map(\.rawValue))),
            ])
        ),
        (
            "llm_routing_policies",
            .map(
                name,
                .section(
                    required: ["strategy"],
                    [
                        "strategy": .word(RoutingPolicy.Strategy.allCases.map(\.rawValue)),
                        "escalate_after": count,
                    ]))
        ),
        ("category_models", .map(name, .section(["builder": chain, "auditor": chain]))),
        (
            "provider_quotas",
            .map(
                name,
                .section(
                    required: ["weekly_token_cap"],
                    ["weekly_token_cap": .integer(1...Int.max), "soft_limit_ratio": ratio]))
        ),
        (
            "provider_health",
            .section([
                "timeout": .time, "cache": .time, "consecutive_errors": count,
                "error_ratio": ratio, "min_calls": count, "cool_down": .time,
                "max_cool_down": .time,
            ])
        ),
        (
            "retries",
            .section(["max": .integer(0...100), "first_delay": .time, "max_delay": .time])
        ),
        (
            "doctor_models",
            .section([
                "cheap": .text(model), "strong": .text(model), "min_confidence_for_cheap": ratio,
                "health_budget_near_limit_ratio": ratio, "high_risk_categories": .list(category),
            ])
        ),
        (
            "doctor",
            .section([
                "allow_execute_fix_global": .boolean, "max_execute_fix_per_phase": limit,
                "allowed_fix_types": .list(.word(FixType.allCases.map(\.rawValue))),
            ])
        ),
        (
            "replan",
            .section([
                "trigger_threshold": count, "message_similarity_enabled": .boolean,
                "similarity_threshold": ratio, "min_message_length": limit,
                "max_replans_per_phase": limit, "max_replans_per_run": limit,
                "fatal_error_types": .list(category),
            ])
        ),
        (
            "discovery_promotion",
            .section([
                "candidate_runs": count, "window_days": count, "max_hints_per_prompt": limit,
                "max_rules_per_prompt": limit,
            ])
        ),
        (
            "core_maintenance",
            .section(["paths": .list(.someText), "allow": .list(.someText)])
        ),
    ])

    static let autopack = Shape.Section(keys: [
        ("checks", .list(PlanShape.check)),
        (
            "workspace",
            .section([
                "share": .nullable(.list(.someText)), "setup": .list(.command),
                "setup_inputs": .list(.someText), "cache": .list(.someText),
            ])
        ),
        ("protected", .list(.someText)),
        ("never_send", .list(.someText)),
        ("instructions", .someText),
        ("context", .section(["max_tokens": .integer(1_000...10_000_000)])),
        ("budgets", budgets),
        ("fixes_per_candidate", limit),
        (
            "agent",
            .section([
                "max_steps": count, "max_tokens": .integer(1...Int.max), "max_repeats": count,
                "max_checks": limit,
            ])
        ),
        (
            "gate",
            .section([
                "critical": score, "high": score, "medium": score, "require_approval": .boolean,
            ])
        ),
        ("sandbox", .word(SandboxMode.allCases.map(\.rawValue))),
        (
            "sandbox_limits",
            .section([
                "processes": .nullable(limit), "file_megabytes": limit,
                "memory_megabytes": .integer(0...1_000_000_000),
            ])
        ),
        ("builders", .map(name, builder)),
        ("offline", .boolean),
        ("transcripts", .word(TranscriptMode.allCases.map(\.rawValue))),
        (
            "retention",
            .section([
                "archive_after_runs": count, "transcript_days": count,
                "transcript_megabytes": count,
            ])
        ),
        ("dotenv", .boolean),
        ("health", .section(["t1": .boolean])),
        ("hook", .section(["strict": .boolean, "t1": .boolean])),
        ("land", .section(["default": .word(Landing.allCases.map(\.rawValue))])),
        (
            "display",
            .section([
                "color": .word(DisplaySettings.Color.allCases.map(\.rawValue)),
                "progress": .word(DisplaySettings.Progress.allCases.map(\.rawValue)),
            ])
        ),
    ])

    /// Both files' keys.
    static let all = Shape.Section(keys: models.keys + autopack.keys)

    /// Names that users know for what is kept elsewhere.
    static let otherNames: [(name: [String], key: [String])] = [
        (["budgets", "MAX_EXECUTE_FIX_PER_PHASE"], ["doctor", "max_execute_fix_per_phase"]),
        (["budgets", "max_replans_per_phase"], ["replan", "max_replans_per_phase"]),
        (["budgets", "max_replans_per_run"], ["replan", "max_replans_per_run"]),
    ]

    /// The sections that the repository's own `.git/config` may set.
    static let local: Set<String> = ["display", "land"]

    private static let budgets = Shape.section([
        "MAX_HTTP_500_PER_RUN": limit,
        "MAX_PATCH_FAILURES_PER_RUN": limit,
        "MAX_TOTAL_FAILURES_PER_RUN": limit,
        "MAX_DOCTOR_CALLS_PER_PHASE": limit,
        "MAX_DOCTOR_CALLS_PER_RUN": limit,
        "MAX_DOCTOR_STRONG_CALLS_PER_RUN": limit,
        "MAX_DOCTOR_INFRA_CALLS_PER_RUN": limit,
        "MAX_EXECUTE_FIX_PER_PHASE": limit,
        "max_replans_per_phase": limit,
        "max_replans_per_run": limit,
        "max_cost_usd": .nullable(.number(0...1_000_000)),
        "max_tokens": .integer(0...1_000_000_000_000),
        "max_time": .time,
    ])

    private static let provider = Shape.section(
        required: ["wire"],
        [
            "wire": .word(Wire.allCases.map(\.rawValue)),
            "base_url": .text(
                Shape.Rule(
                    legal: "https://host/path", mayHoldSecret: true, explain: BaseURL.explain)),
            "key_variable": .text(PlanShape.variable),
            "command": .command,
            "file": .someText,
            "output": .word(CommandOutput.allCases.map(\.rawValue)),
            "timeout": .time,
        ])

    private static let builder = Shape.section([
        "command": .command,
        "prompt": .word(PromptWay.allCases.map(\.rawValue)),
        "env": .list(.text(variable)),
        "state": .list(.text(belowHome)),
        "leftovers": .list(.someText),
        "timeout": .time,
        "output": .word(CommandOutput.allCases.map(\.rawValue)),
        "network": .boolean,
    ])

    /// The value may be a key that stands in the wrong place.
    private static let variable = Shape.Rule(
        legal: "a variable's name, or NAME=value", mayHoldSecret: true
    ) { text in
        PlanShape.variable.explain(String(text.prefix { $0 != "=" }))
    }

    private static let belowHome = Shape.Rule(
        legal: "a path below the home folder, as ~/.config/agent"
    ) { text in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isPlain = !parts.isEmpty && parts.allSatisfy { !["", ".", ".."].contains($0) }
        return text.hasPrefix("~/") && isPlain ? nil : "is not a path below the home folder"
    }

    private static let withdrawal = Shape.section(
        required: ["date", "successor"],
        [
            "date": .text(day),
            "successor": .text(model),
        ])

    private static let day = Shape.Rule(legal: "a day such as 2026-11-30") { text in
        Timestamp("\(text)T00:00:00.000Z") == nil ? "is not a day" : nil
    }

    private static let price = Shape.section(
        required: ["input", "output"],
        [
            "input": dollars, "output": dollars, "cached_input": dollars, "cache_write": dollars,
            "long": .section(
                required: ["above", "input", "output"],
                [
                    "above": .integer(0...1_000_000_000), "input": factor, "output": factor,
                ]),
        ])

    private static let capability = Shape.section([
        "output_cap": .word(OutputCap.allCases.map(\.rawValue)),
        "temperature": .boolean,
        "reasoning": .boolean,
        "tools": .word(ToolSupport.allCases.map(\.rawValue)),
        "schema": .word(SchemaSupport.allCases.map(\.rawValue)),
        "cache_marks": .word(CacheMarks.allCases.map(\.rawValue)),
        "responses_only": .boolean,
        "edits": .word(EditStyle.allCases.map(\.rawValue)),
        "context_window": .integer(1...100_000_000),
        "max_output": .integer(1...100_000_000),
    ])

    private static let tiers = Shape.section(["low": tier, "medium": tier, "high": tier])
    private static let tier = Shape.section(["models": chain])
    private static let chain = Shape.list(.text(model))
    private static let count = Shape.integer(1...1_000_000)
    private static let limit = Shape.integer(0...1_000_000)
    private static let score = Shape.integer(0...101)
    private static let ratio = Shape.number(0...1)
    private static let dollars = Shape.number(0...1_000_000)
    private static let factor = Shape.number(0...1_000)

    private static let category = Shape.word(
        FailureCategory.allCases.map(\.rawValue) + FailureCategory.olderNames.keys.sorted())

    private static let name = Shape.Rule(legal: "a name of letters, digits, _ and -") { text in
        let legal = text.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-": true
            default: false
            }
        }
        return legal && !text.isEmpty ? nil : "is not a name"
    }

    private static let model = Shape.Rule(legal: "a model, as name or provider/name") { text in
        let legal = text.unicodeScalars.allSatisfy {
            $0.isASCII && $0.value > 0x20 && $0.value < 0x7F
        }
        return legal && !text.isEmpty && text.first != "/" && text.last != "/"
            ? nil : "is not a model's name"
    }

    private static let pattern = Shape.Rule(
        legal: "models, as name or provider/name, in which * stands for any text"
    ) { text in model.explain(text) }

    private static let priced = Shape.Rule(legal: "provider/model") { text in
        model.explain(text) ?? (text.contains("/") ? nil : "names no provider")
    }
}

extension FailureCategory {
    /// Words of older configurations (`decisions.md`, Doctor).
    static let olderNames: [String: FailureCategory] = [
        "import": .importError, "logic": .assertionFailed,
    ]

    /// Reads today's word or an older one.
    init?(configured word: String) {
        guard let category = FailureCategory(rawValue: word) ?? FailureCategory.olderNames[word]
        else { return nil }
        self = category
    }
}
