import RunModel

/// Makes typed values of the effective tree, whose parts are known to be legal one by one.
///
/// What was removed has the default of its type. What is legal alone and not together is noted.
struct ConfigurationAssembly {
    private(set) var findings: [Finding] = []
    private let tree: Node

    /// - Parameter tree: All layers, laid over one another.
    init(_ tree: Node) {
        self.tree = tree
        // Each layer was legal; what none of them said shows only now.
        var inspection = Inspection()
        _ = inspection.usable(tree, as: .section(ConfigurationShape.all), path: "")
        findings = inspection.findings
    }

    mutating func runSettings() -> RunSettings {
        RunSettings(
            providers: providers(),
            disabledProviders: texts("disabled_providers"),
            modelAliases: map("model_aliases") { $0.text },
            escalationChains: EscalationChains(
                builder: tiers("builder"), auditor: tiers("auditor")),
            complexityEscalation: complexityEscalation(),
            routingPolicies: map("llm_routing_policies", ConfigurationAssembly.routingPolicy),
            categoryModels: map("category_models") { node in
                CategoryModels(
                    builder: node["builder"].map(\.texts) ?? [],
                    auditor: node["auditor"].map(\.texts) ?? [])
            },
            withdrawals: map("withdrawals") { node in
                guard let date = node["date"]?.text, let next = node["successor"]?.text else {
                    return nil
                }
                return ModelWithdrawal(date: date, successor: next)
            },
            providerHealth: providerHealth(),
            retries: retries(),
            providerQuotas: map("provider_quotas", ConfigurationAssembly.quota),
            doctorModels: doctorModels(),
            doctor: doctor(),
            replan: replan(),
            discoveryPromotion: discoveryPromotion(),
            coreMaintenance: CoreMaintenance(
                paths: texts("core_maintenance", "paths"),
                allow: texts("core_maintenance", "allow")),
            prices: map("prices", ConfigurationAssembly.price),
            pricesDated: text(["prices_dated"]), pricesSource: text(["prices_source"]),
            capabilities: (tree["capabilities"]?.entries ?? []).map {
                ConfigurationAssembly.capability($0.key, $0.value)
            },
            budgets: budgets(),
            workspace: WorkspaceSettings(
                share: at("workspace", "share").flatMap { $0.isNull ? nil : $0.texts },
                setup: (at("workspace", "setup")?.items ?? []).map(\.texts),
                setupInputs: texts("workspace", "setup_inputs"),
                cache: texts("workspace", "cache")),
            protected: texts("protected"),
            gate: gate(),
            neverSend: texts("never_send"),
            context: ContextSettings(
                maxTokens: integer("context", "max_tokens") ?? ContextSettings().maxTokens),
            instructions: text(["instructions"]),
            maxOutputTokens: integer("max_output_tokens") ?? RunSettings().maxOutputTokens,
            fixesPerCandidate: integer("fixes_per_candidate") ?? RunSettings().fixesPerCandidate,
            offline: boolean("offline") ?? false,
            sandbox: word("sandbox") ?? .auto, sandboxLimits: sandboxLimits(), builders: builders(),
            agent: agent())
    }

    mutating func checks() -> [Check] {
        var assembly = PlanAssembly()
        let checks = assembly.checks(tree["checks"], path: "checks")
        for fault in Plan(goal: "", checks: checks, phases: []).faults()
        where fault.path.hasPrefix("checks") {
            findings.append(assembly.finding(for: fault, root: tree))
        }
        return checks
    }

    func discovery() -> DiscoverySettings {
        DiscoverySettings(
            ports: texts("discovery", "ports").compactMap(Scalar.integer),
            agents: word("discovery", "agents") ?? .ask)
    }

    private func sandboxLimits() -> SandboxLimitSettings {
        var value = SandboxLimitSettings(processes: integer("sandbox_limits", "processes"))
        set(&value.fileMegabytes, integer("sandbox_limits", "file_megabytes"))
        set(&value.memoryMegabytes, integer("sandbox_limits", "memory_megabytes"))
        return value
    }

    func retention() -> Retention {
        var value = Retention()
        set(&value.archiveAfterRuns, integer("retention", "archive_after_runs"))
        set(&value.transcriptDays, integer("retention", "transcript_days"))
        set(&value.transcriptMegabytes, integer("retention", "transcript_megabytes"))
        return value
    }

    // MARK: Reading

    private func at(_ path: String...) -> Node? { tree.at(path) }

    private func text(_ path: [String]) -> String? {
        tree.at(path).flatMap { $0.isNull ? nil : $0.text }
    }

    private func texts(_ path: String...) -> [String] { tree.at(path)?.texts ?? [] }

    func boolean(_ path: String...) -> Bool? { text(path).flatMap(Scalar.boolean) }

    private func integer(_ path: String...) -> Int? { text(path).flatMap(Scalar.integer) }

    private func number(_ path: String...) -> Double? { text(path).flatMap(Scalar.number) }

    private func seconds(_ path: String...) -> Double? {
        text(path).flatMap(TimeLimit.init)?.seconds
    }

    func word<Word: RawRepresentable<String>>(_ path: String...) -> Word? {
        text(path).flatMap(Word.init)
    }

    private func words<Word>(_ read: (String) -> Word?, _ path: String...) -> [Word]? {
        tree.at(path).map { $0.texts.compactMap(read) }
    }

    private func map<Value>(
        _ key: String, _ read: (Node) -> Value?
    ) -> [String: Value] {
        var values: [String: Value] = [:]
        for entry in tree[key]?.entries ?? [] { values[entry.key] = read(entry.value) }
        return values
    }

    private func set<Value>(_ place: inout Value, _ value: Value?) {
        if let value { place = value }
    }
}

// MARK: Sections

extension ConfigurationAssembly {
    private func tiers(_ role: String) -> EscalationChains.Tiers {
        func tier(_ name: String) -> [String] {
            texts("escalation_chains", role, name, "models")
        }
        return EscalationChains.Tiers(
            low: tier("low"), medium: tier("medium"), high: tier("high"))
    }

    private func complexityEscalation() -> ComplexityEscalation {
        let section = "complexity_escalation"
        var value = ComplexityEscalation()
        set(&value.enabled, boolean(section, "enabled"))
        set(&value.lowToMedium, integer(section, "thresholds", "low_to_medium"))
        set(&value.mediumToHigh, integer(section, "thresholds", "medium_to_high"))
        set(&value.maxAttemptsPerPhase, integer(section, "max_attempts_per_phase"))
        set(&value.failureTypes, words(FailureClass.init, section, "failure_types"))
        return value
    }

    private func providerHealth() -> ProviderHealth {
        let section = "provider_health"
        var value = ProviderHealth()
        set(&value.timeoutSeconds, seconds(section, "timeout"))
        set(&value.cacheSeconds, seconds(section, "cache"))
        set(&value.consecutiveErrors, integer(section, "consecutive_errors"))
        set(&value.errorRatio, number(section, "error_ratio"))
        set(&value.minCalls, integer(section, "min_calls"))
        set(&value.coolDownSeconds, seconds(section, "cool_down"))
        set(&value.maxCoolDownSeconds, seconds(section, "max_cool_down"))
        return value
    }

    private func retries() -> RetrySettings {
        var value = RetrySettings()
        set(&value.most, integer("retries", "max"))
        set(&value.firstDelaySeconds, seconds("retries", "first_delay"))
        set(&value.maxDelaySeconds, seconds("retries", "max_delay"))
        return value
    }

    private func doctorModels() -> DoctorModels {
        let section = "doctor_models"
        var value = DoctorModels()
        set(&value.cheap, text([section, "cheap"]))
        set(&value.strong, text([section, "strong"]))
        set(&value.minConfidenceForCheap, number(section, "min_confidence_for_cheap"))
        set(&value.healthBudgetNearLimitRatio, number(section, "health_budget_near_limit_ratio"))
        set(
            &value.highRiskCategories,
            words(FailureCategory.init(configured:), section, "high_risk_categories"))
        return value
    }

    private func doctor() -> DoctorSettings {
        var value = DoctorSettings()
        set(&value.allowExecuteFixGlobal, boolean("doctor", "allow_execute_fix_global"))
        set(&value.maxExecuteFixPerPhase, integer("doctor", "max_execute_fix_per_phase"))
        set(&value.allowedFixTypes, words(FixType.init, "doctor", "allowed_fix_types"))
        set(&value.maxCallsPerPhase, integer("budgets", "MAX_DOCTOR_CALLS_PER_PHASE"))
        set(&value.maxCallsPerRun, integer("budgets", "MAX_DOCTOR_CALLS_PER_RUN"))
        set(&value.maxStrongCallsPerRun, integer("budgets", "MAX_DOCTOR_STRONG_CALLS_PER_RUN"))
        set(
            &value.maxInfrastructureCallsPerRun,
            integer("budgets", "MAX_DOCTOR_INFRA_CALLS_PER_RUN"))
        return value
    }

    private func replan() -> ReplanSettings {
        var value = ReplanSettings()
        set(&value.triggerThreshold, integer("replan", "trigger_threshold"))
        set(&value.messageSimilarityEnabled, boolean("replan", "message_similarity_enabled"))
        set(&value.similarityThreshold, number("replan", "similarity_threshold"))
        set(&value.minMessageLength, integer("replan", "min_message_length"))
        set(&value.maxReplansPerPhase, integer("replan", "max_replans_per_phase"))
        set(&value.maxReplansPerRun, integer("replan", "max_replans_per_run"))
        set(
            &value.fatalErrorTypes,
            words(FailureCategory.init(configured:), "replan", "fatal_error_types"))
        return value
    }

    private func discoveryPromotion() -> DiscoveryPromotion {
        let section = "discovery_promotion"
        var value = DiscoveryPromotion()
        set(&value.candidateRuns, integer(section, "candidate_runs"))
        set(&value.windowDays, integer(section, "window_days"))
        set(&value.maxHintsPerPrompt, integer(section, "max_hints_per_prompt"))
        set(&value.maxRulesPerPrompt, integer(section, "max_rules_per_prompt"))
        return value
    }

    private func agent() -> AgentSettings {
        var value = AgentSettings()
        set(&value.maxSteps, integer("agent", "max_steps"))
        set(&value.maxTokens, integer("agent", "max_tokens"))
        set(&value.maxRepeats, integer("agent", "max_repeats"))
        set(&value.maxChecks, integer("agent", "max_checks"))
        return value
    }

    private func budgets() -> Budgets {
        var value = Budgets()
        set(&value.maxHTTP500PerRun, integer("budgets", "MAX_HTTP_500_PER_RUN"))
        set(&value.maxPatchFailuresPerRun, integer("budgets", "MAX_PATCH_FAILURES_PER_RUN"))
        set(&value.maxTotalFailuresPerRun, integer("budgets", "MAX_TOTAL_FAILURES_PER_RUN"))
        if let cost = at("budgets", "max_cost_usd") {
            value.cost = Nullable(
                cost.isNull ? nil : cost.text.flatMap(Scalar.number).map(Money.init(usd:)))
        }
        set(&value.tokens, integer("budgets", "max_tokens"))
        set(
            &value.wallClockSeconds,
            seconds("budgets", "max_time").map { Int($0.rounded(.up)) })
        return value
    }

    private mutating func gate() -> GateSettings {
        var value = GateSettings()
        set(&value.critical, integer("gate", "critical"))
        set(&value.high, integer("gate", "high"))
        set(&value.medium, integer("gate", "medium"))
        set(&value.requireApproval, boolean("gate", "require_approval"))
        if value.medium > value.high || value.high > value.critical {
            // The level that was said last is the one to look at.
            let said = ["critical", "high", "medium"].compactMap { at("gate", $0) }
                .last { if case .builtIn = $0.origin { false } else { true } }
            let found = "medium \(value.medium), high \(value.high), critical \(value.critical)"
            findings.append(
                Finding(
                    origin: (said ?? tree).origin, key: "gate",
                    message: "the levels do not rise: \(found)",
                    legal: "medium ≤ high ≤ critical"))
        }
        return value
    }

    private mutating func providers() -> [String: ProviderSettings] {
        var providers: [String: ProviderSettings] = [:]
        for entry in tree["providers"]?.entries ?? [] {
            let node = entry.value
            guard let wire = node["wire"]?.text.flatMap(Wire.init) else { continue }
            let needed =
                switch wire {
                case .command: "command"
                case .replay: "file"
                case .openAIChat, .openAIResponses, .anthropic, .gemini, .glm: "base_url"
                }
            if node[needed] == nil || (node[needed]?.items.isEmpty == true && wire == .command) {
                findings.append(
                    Finding(
                        origin: entry.origin, key: KeyPath.joined(["providers", entry.key]),
                        message: "has no \(needed), which wire \(wire.rawValue) needs"))
            }
            var path: String?
            if let file = node["file"] { path = absolute(file) }
            providers[entry.key] = ProviderSettings(
                wire: wire, baseURL: node["base_url"]?.text.map(BaseURL.normalised),
                keyVariable: node["key_variable"]?.text, command: node["command"]?.texts,
                file: path,
                output: node["output"]?.text.flatMap(CommandOutput.init),
                timeoutSeconds: node["timeout"]?.text.flatMap(TimeLimit.init)?.seconds)
        }
        return providers
    }

    private mutating func builders() -> [String: BuilderSettings] {
        var builders: [String: BuilderSettings] = [:]
        for entry in tree["builders"]?.entries ?? [] {
            let node = entry.value
            let key = KeyPath.joined(["builders", entry.key])
            guard let command = node["command"]?.texts, let program = command.first else {
                findings.append(
                    Finding(
                        origin: entry.origin, key: key, message: "has no command",
                        legal: "a program and its arguments"))
                continue
            }
            // Against which folder would it be? The candidate's must not be it.
            if program.contains("/"), !program.hasPrefix("/") {
                findings.append(
                    Finding(
                        origin: node["command"]?.origin ?? entry.origin, key: "\(key).command",
                        message: "'\(program)' is a relative path",
                        legal: "a program on PATH, or an absolute path"))
                continue
            }
            var builder = BuilderSettings(command: command)
            set(&builder.prompt, node["prompt"]?.text.flatMap(PromptWay.init))
            set(&builder.environment, node["env"]?.texts)
            set(&builder.state, node["state"]?.texts)
            set(&builder.leftovers, node["leftovers"]?.texts)
            set(&builder.timeoutSeconds, node["timeout"]?.text.flatMap(TimeLimit.init)?.seconds)
            set(&builder.output, node["output"]?.text.flatMap(CommandOutput.init))
            set(&builder.network, node["network"]?.text.flatMap(Scalar.boolean))
            builders[entry.key] = builder
        }
        return builders
    }

    /// The path of a file, against the folder of the configuration file that names it.
    private mutating func absolute(_ node: Node) -> String? {
        guard let path = node.text else { return nil }
        if path.hasPrefix("/") { return path }
        if case .file(let name, _, _) = node.origin, name.hasPrefix("/"),
            let slash = name.lastIndex(of: "/")
        {
            return "\(name[..<slash])/\(path)"
        }
        findings.append(
            Finding(
                origin: node.origin, key: node.path, message: "'\(path)' is no absolute path",
                legal: "an absolute path, where it is not said in a file"))
        return nil
    }

    private static func routingPolicy(_ node: Node) -> RoutingPolicy? {
        guard let strategy = node["strategy"]?.text.flatMap(RoutingPolicy.Strategy.init) else {
            return nil
        }
        return RoutingPolicy(
            strategy: strategy,
            escalateAfter: node["escalate_after"]?.text.flatMap(Scalar.integer)
                ?? RoutingPolicy.defaultEscalateAfter)
    }

    private static func quota(_ node: Node) -> ProviderQuota? {
        guard let cap = node["weekly_token_cap"]?.text.flatMap(Scalar.integer) else { return nil }
        return ProviderQuota(
            weeklyTokenCap: cap,
            softLimitRatio: node["soft_limit_ratio"]?.text.flatMap(Scalar.number)
                ?? ProviderQuota.defaultSoftLimitRatio)
    }

    private static func capability(_ models: String, _ node: Node) -> CapabilityRule {
        func text(_ key: String) -> String? { node[key]?.text }
        return CapabilityRule(
            models: models,
            outputCap: text("output_cap").flatMap(OutputCap.init),
            temperature: text("temperature").flatMap(Scalar.boolean),
            reasoning: text("reasoning").flatMap(Scalar.boolean),
            tools: text("tools").flatMap(ToolSupport.init),
            schema: text("schema").flatMap(SchemaSupport.init),
            cacheMarks: text("cache_marks").flatMap(CacheMarks.init),
            responsesOnly: text("responses_only").flatMap(Scalar.boolean),
            edits: text("edits").flatMap(EditStyle.init),
            contextWindow: text("context_window").flatMap(Scalar.integer),
            maxOutput: text("max_output").flatMap(Scalar.integer))
    }

    private static func longPrompt(_ node: Node) -> Price.LongPrompt? {
        guard let above = node["above"]?.text.flatMap(Scalar.integer),
            let input = node["input"]?.text.flatMap(Scalar.number),
            let output = node["output"]?.text.flatMap(Scalar.number)
        else { return nil }
        return Price.LongPrompt(above: above, input: input, output: output)
    }

    private static func price(_ node: Node) -> Price? {
        guard let input = node["input"]?.text.flatMap(Scalar.number),
            let output = node["output"]?.text.flatMap(Scalar.number)
        else { return nil }
        return Price(
            input: input, output: output,
            cachedInput: node["cached_input"]?.text.flatMap(Scalar.number),
            cacheWrite: node["cache_write"]?.text.flatMap(Scalar.number),
            long: node["long"].flatMap(longPrompt))
    }
}

extension Node {
    /// The texts of a list's items.
    var texts: [String] { items.compactMap(\.text) }
}
