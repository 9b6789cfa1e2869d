import FoundationEssentials
import RunModel
import Settings
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    @Test func `with nothing configured the defaults of the types hold`() throws {
        let configuration = Configuration()
        let settings = configuration.runSettings
        let usual = RunSettings()
        #expect(configuration.findings == [])
        #expect(settings.budgets == usual.budgets)
        #expect(settings.complexityEscalation == usual.complexityEscalation)
        #expect(settings.providerHealth == usual.providerHealth)
        #expect(settings.retries == usual.retries)
        #expect(settings.doctorModels == usual.doctorModels)
        #expect(settings.doctor == usual.doctor)
        #expect(settings.replan == usual.replan)
        #expect(settings.discoveryPromotion == usual.discoveryPromotion)
        #expect(settings.coreMaintenance == usual.coreMaintenance)
        #expect(settings.gate == usual.gate)
        #expect(settings.workspace == usual.workspace)
        #expect(settings.maxOutputTokens == usual.maxOutputTokens)
        #expect(settings.fixesPerCandidate == usual.fixesPerCandidate)
        #expect(settings.agent == usual.agent)
        #expect(settings.sandbox == usual.sandbox && settings.offline == usual.offline)
        #expect(settings.routingPolicies == RoutingPolicy.usual)
        #expect(settings.protected.isEmpty && settings.neverSend.isEmpty)
        #expect(settings.categoryModels.isEmpty && settings.providerQuotas.isEmpty)
        #expect(configuration.checks.isEmpty && configuration.runSettings.instructions == nil)
        #expect(configuration.retention == Retention() && configuration.transcripts == .full)
        #expect(configuration.display == DisplaySettings() && configuration.landing == .fastForward)
        #expect(!configuration.readsDotEnv)
    }

    @Test func `the built-in models are those of the decisions`() {
        let settings = Configuration().runSettings
        #expect(settings.escalationChains.builder.low == ["glm", "gemini-pro", "sonnet"])
        #expect(settings.escalationChains.builder.medium == ["gemini-pro", "sonnet", "gpt"])
        #expect(settings.escalationChains.builder.high == ["sonnet", "gpt"])
        #expect(settings.escalationChains.auditor.high == ["sonnet", "opus"])
        #expect(settings.providers.keys.sorted() == ["anthropic", "gemini", "glm", "openai"])
        #expect(
            settings.providers["openai"]
                == ProviderSettings(
                    wire: .openAIChat, baseURL: "https://api.openai.com/v1",
                    keyVariable: "OPENAI_API_KEY"))
        #expect(
            settings.prices["openai/gpt-5.4"]
                == Price(
                    input: 2.5, output: 15, cachedInput: 0.25,
                    long: Price.LongPrompt(above: 272_000, input: 2, output: 1.5)))
        #expect(settings.prices["anthropic/claude-sonnet-5-5"]?.cacheWrite == 2.5)
        #expect(settings.pricesDated == "2026-11-21")
        #expect(settings.pricesSource?.hasPrefix("litellm 1.109.1") == true)
        #expect(settings.prices["glm/glm-4.5"] == Price(input: 0.6, output: 2.2))
        #expect(settings.prices.count == 28)
        #expect(
            settings.withdrawals["anthropic/claude-sonnet-4-5"]
                == ModelWithdrawal(date: "2026-11-30", successor: "sonnet"))
        for model in settings.modelAliases.values {
            #expect(settings.prices[model] != nil, "\(model) has a price")
        }
    }

    @Test func `the files of config load as a user's without a finding and change nothing`() throws
    {
        let configuration = Configuration(
            ConfigurationSources(
                userModels: ConfigurationFile(
                    name: "/models.yaml", bytes: try TestFiles.bytes("config/models.yaml")),
                userAutopack: ConfigurationFile(
                    name: "/autopack.yaml", bytes: try TestFiles.bytes("config/autopack.yaml"))))
        #expect(configuration.findings == [])
        #expect(configuration.runSettings == Configuration().runSettings)
    }

    @Test func `maps merge, lists replace, null removes`() throws {
        let settings = read(
            models: """
                providers:
                  openai: {base_url: "http://127.0.0.1:8080/v1/"}
                  glm: null
                prices: {openai/gpt-5: {cached_input: 1}, tape/any: {input: 0, output: 0}}
                escalation_chains: {builder: {low: {models: [tape/any]}, high: null}}
                """,
            autopack: """
                budgets: {max_cost_usd: null, MAX_HTTP_500_PER_RUN: null, max_time: 90}
                """
        ).runSettings
        #expect(settings.providers["openai"]?.baseURL == "http://127.0.0.1:8080/v1")
        #expect(settings.providers["openai"]?.keyVariable == "OPENAI_API_KEY")
        #expect(settings.providers["glm"] == nil && settings.providers.count == 3)
        #expect(settings.prices["openai/gpt-5"] == Price(input: 1.25, output: 10, cachedInput: 1))
        #expect(settings.prices["tape/any"] == .free)
        #expect(settings.escalationChains.builder.low == ["tape/any"])
        #expect(settings.escalationChains.builder.medium == ["gemini-pro", "sonnet", "gpt"])
        #expect(settings.escalationChains.builder.high == [])
        #expect(settings.budgets.cost.value == nil)
        #expect(settings.budgets.maxHTTP500PerRun == 10)
        #expect(settings.budgets.wallClockSeconds == 90)
    }

    @Test func `each key of the predecessor's configuration has its effect`() throws {
        let settings = try predecessor(
            """
            doctor_models:
              cheap: glm-4.6
              strong: claude-sonnet-4-5
              min_confidence_for_cheap: 0.6
              health_budget_near_limit_ratio: 0.9
              high_risk_categories: [import, logic, type_error]
            doctor:
              allow_execute_fix_global: true
              max_execute_fix_per_phase: 2
              allowed_fix_types: ["git", "file", "python"]
            replan:
              trigger_threshold: 3
              message_similarity_enabled: false
              similarity_threshold: 0.7
              min_message_length: 20
              max_replans_per_phase: 2
              fatal_error_types: [wrong_tech_stack]
            complexity_escalation:
              enabled: false
              thresholds: {low_to_medium: 3, medium_to_high: 4}
              max_attempts_per_phase: 6
              failure_types: [ci_fail]
            escalation_chains:
              builder:
                low: {models: [glm-4.5-20250101, gemini-2.5-pro]}
                medium: {models: [gemini-2.5-pro]}
                high: {models: [claude-sonnet-4-5, gpt-5]}
              auditor:
                low: {models: [glm-4.5-20250101]}
                medium: {models: [claude-sonnet-4-5]}
                high: {models: [claude-opus-4-5]}
            """)
        #expect(
            settings.doctorModels
                == DoctorModels(
                    cheap: "glm-4.6", strong: "claude-sonnet-4-5", minConfidenceForCheap: 0.6,
                    healthBudgetNearLimitRatio: 0.9,
                    highRiskCategories: [.importError, .assertionFailed, .typeError]))
        #expect(
            settings.doctor
                == DoctorSettings(
                    allowExecuteFixGlobal: true, maxExecuteFixPerPhase: 2,
                    allowedFixTypes: [.git, .file, .python]))
        #expect(
            settings.replan
                == ReplanSettings(
                    triggerThreshold: 3, messageSimilarityEnabled: false, similarityThreshold: 0.7,
                    minMessageLength: 20, maxReplansPerPhase: 2,
                    fatalErrorTypes: [.wrongTechStack]))
        #expect(
            settings.complexityEscalation
                == ComplexityEscalation(
                    enabled: false, lowToMedium: 3, mediumToHigh: 4, maxAttemptsPerPhase: 6,
                    failureTypes: [.checks]))
        #expect(
            settings.escalationChains
                == EscalationChains(
                    builder: .init(
                        low: ["glm-4.5-20250101", "gemini-2.5-pro"], medium: ["gemini-2.5-pro"],
                        high: ["claude-sonnet-4-5", "gpt-5"]),
                    auditor: .init(
                        low: ["glm-4.5-20250101"], medium: ["claude-sonnet-4-5"],
                        high: ["claude-opus-4-5"])))
    }

    @Test(.enabled(if: Shared.folder != nil, "needs the shared fixtures"))
    func `the predecessor's own file loads without a finding`() throws {
        let folder = try #require(Shared.folder)
        let data = try Data(contentsOf: URL(filePath: "\(folder)/fixtures/config/models-v0.3.yaml"))
        let settings = try predecessor(String(decoding: data, as: UTF8.self))
        #expect(settings.doctorModels.cheap == "glm-4.6")
        #expect(settings.doctorModels.strong == "claude-sonnet-4-5")
        #expect(settings.escalationChains.builder.low.first == "glm-4.5-20250101")
        #expect(settings.escalationChains.auditor.high == ["claude-sonnet-4-5", "claude-opus-4-5"])
        #expect(settings.replan == ReplanSettings() && settings.doctor == DoctorSettings())
        #expect(settings.complexityEscalation == ComplexityEscalation())
    }

    @Test func `every section of the two files has its effect`() {
        let configuration = read(
            models: """
                providers:
                  local: {wire: openai-chat, base_url: "http://127.0.0.1:11434/v1"}
                  claude:
                    {wire: command, command: [claude, -p], output: claude-json, timeout: 5m}
                  tape: {wire: replay, file: replies.yaml}
                  far: {wire: replay, file: /abs/replies.yaml, key_variable: FAR_KEY}
                model_aliases: {glm: tape/any}
                withdrawals: {tape/any: {date: 2027-01-01, successor: glm}}
                max_output_tokens: 4096
                llm_routing_policies: {docs: {strategy: PROGRESSIVE, escalate_after: 7}}
                category_models: {docs: {builder: [tape/any]}}
                provider_quotas: {glm: {weekly_token_cap: 1000}}
                provider_health: {timeout: 1s, error_ratio: 0.25}
                retries: {max: 0, max_delay: 1m}
                discovery_promotion: {window_days: 7}
                core_maintenance: {paths: ["core/**"], allow: ["core/x"]}
                """,
            autopack: """
                checks: [{name: t, run: [make, test], timeout: 10m, env: {A: 1}}]
                workspace: {share: [.venv], setup: [[npm, ci]], setup_inputs: [a], cache: [.cache]}
                protected: ["docs/**"]
                never_send: ["*.sql"]
                instructions: Be kind.
                budgets:
                  MAX_PATCH_FAILURES_PER_RUN: 1
                  MAX_TOTAL_FAILURES_PER_RUN: 2
                  MAX_DOCTOR_CALLS_PER_PHASE: 3
                  MAX_DOCTOR_CALLS_PER_RUN: 4
                  MAX_DOCTOR_STRONG_CALLS_PER_RUN: 1
                  MAX_DOCTOR_INFRA_CALLS_PER_RUN: 0
                  MAX_EXECUTE_FIX_PER_PHASE: 6
                  max_replans_per_run: 7
                  max_cost_usd: 0.5
                  max_tokens: 1_000
                fixes_per_candidate: 1
                agent: {max_steps: 5, max_tokens: 2_000_000, max_repeats: 1, max_checks: 0}
                gate: {medium: 1, high: 2, critical: 3, require_approval: true}
                sandbox: off
                sandbox_limits: {processes: 100, file_megabytes: 0, memory_megabytes: 1}
                offline: yes
                transcripts: none
                retention: {archive_after_runs: 1, transcript_days: 2, transcript_megabytes: 3}
                dotenv: true
                land: {default: squash}
                display: {color: never, progress: plain}
                """)
        #expect(configuration.findings == [])
        let settings = configuration.runSettings
        #expect(settings.providers["local"]?.isLocal == true)
        #expect(
            settings.providers["claude"]
                == ProviderSettings(
                    wire: .command, command: ["claude", "-p"], output: .claudeJSON,
                    timeoutSeconds: 300))
        #expect(settings.providers["tape"]?.file == "/home/u/autopack/replies.yaml")
        #expect(settings.providers["far"]?.file == "/abs/replies.yaml")
        #expect(settings.modelAliases["glm"] == "tape/any")
        #expect(settings.withdrawals["tape/any"]?.date == "2027-01-01")
        #expect(settings.maxOutputTokens == 4096)
        #expect(
            settings.routingPolicies["docs"]
                == RoutingPolicy(strategy: .progressive, escalateAfter: 7))
        #expect(settings.categoryModels["docs"] == CategoryModels(builder: ["tape/any"]))
        #expect(settings.providerQuotas["glm"] == ProviderQuota(weeklyTokenCap: 1000))
        #expect(settings.providerHealth == ProviderHealth(timeoutSeconds: 1, errorRatio: 0.25))
        #expect(settings.retries == RetrySettings(most: 0, maxDelaySeconds: 60))
        #expect(settings.discoveryPromotion == DiscoveryPromotion(windowDays: 7))
        #expect(settings.coreMaintenance == CoreMaintenance(paths: ["core/**"], allow: ["core/x"]))
        #expect(
            configuration.checks == [
                Check(name: "t", run: ["make", "test"], timeoutSeconds: 600, env: ["A": "1"])
            ])
        #expect(
            settings.workspace
                == WorkspaceSettings(
                    share: [".venv"], setup: [["npm", "ci"]], setupInputs: ["a"],
                    cache: [".cache"]))
        #expect(settings.protected == ["docs/**"] && settings.neverSend == ["*.sql"])
        #expect(configuration.runSettings.instructions == "Be kind.")
        #expect(
            settings.budgets
                == Budgets(
                    maxPatchFailuresPerRun: 1, maxTotalFailuresPerRun: 2, cost: Money(usd: 0.5),
                    tokens: 1000))
        #expect(
            settings.doctor
                == DoctorSettings(
                    maxExecuteFixPerPhase: 6, maxCallsPerPhase: 3, maxCallsPerRun: 4,
                    maxStrongCallsPerRun: 1, maxInfrastructureCallsPerRun: 0))
        #expect(settings.replan.maxReplansPerRun == 7)
        #expect(settings.fixesPerCandidate == 1)
        #expect(
            settings.agent
                == AgentSettings(maxSteps: 5, maxTokens: 2_000_000, maxRepeats: 1, maxChecks: 0))
        #expect(
            settings.gate
                == GateSettings(critical: 3, high: 2, medium: 1, requireApproval: true))
        #expect(settings.sandbox == .off && settings.offline)
        #expect(
            settings.sandboxLimits
                == SandboxLimitSettings(processes: 100, fileMegabytes: 0, memoryMegabytes: 1))
        #expect(configuration.transcripts == .none && configuration.readsDotEnv)
        #expect(
            configuration.retention
                == Retention(archiveAfterRuns: 1, transcriptDays: 2, transcriptMegabytes: 3))
        #expect(configuration.landing == .squash)
        #expect(configuration.display == DisplaySettings(color: .never, progress: .plain))
        #expect(configuration.keys["FAR_KEY"] == .absent)
    }

    @Test func `what is wrong in the user's files is said at once, and the rest holds`() {
        let configuration = read(
            models: """
                doctor_model: {cheap: glm}
                doctor_models: {cheep: glm, min_confidence_for_cheap: 1.5}
                budgets: {max_tokens: 1}
                providers:
                  tape: {wire: tape}
                  box: {wire: command}
                  mine: {base_url: "ftp://x"}
                  pass: {wire: glm, base_url: "https://me:secret@host"}
                replan: {fatal_error_types: [wrong_tech_stak]}
                max_output_tokens: 99
                """,
            autopack: """
                budgets: {MAX_HTTP_500_PER_RUNS: 1, max_time: 1d}
                checks: [{name: a, run: [x]}, {name: a, run: make}]
                gate: {high: 80}
                """)
        #expect(
            configuration.findings.map(\.description) == [
                "/home/u/autopack/models.yaml:3:1: budgets: belongs into autopack.yaml; move it there",
                "/home/u/autopack/models.yaml:1:1: doctor_model: unknown key; legal: providers, discovery, disabled_providers, model_aliases, withdrawals, prices, prices_dated, prices_source, capabilities, max_output_tokens, escalation_chains, complexity_escalation, llm_routing_policies, category_models, provider_quotas, provider_health, retries, doctor_models, doctor, replan, discovery_promotion, core_maintenance; nearest: doctor_models",
                "/home/u/autopack/models.yaml:2:17: doctor_models.cheep: unknown key; legal: cheap, strong, min_confidence_for_cheap, health_budget_near_limit_ratio, high_risk_categories; nearest: cheap",
                "/home/u/autopack/models.yaml:2:55: doctor_models.min_confidence_for_cheap: 1.5 is out of range; legal: a number from 0 to 1",
                "/home/u/autopack/models.yaml:5:16: providers.tape.wire: 'tape' is not a word for this; legal: openai-chat, openai-responses, anthropic, gemini, glm, command, replay",
                "/home/u/autopack/models.yaml:7:20: providers.mine.base_url: the value begins with neither https:// nor http://; legal: https://host/path",
                "/home/u/autopack/models.yaml:8:31: providers.pass.base_url: the value holds a user's name or password, which would be recorded; legal: https://host/path",
                "/home/u/autopack/models.yaml:9:30: replan.fatal_error_types[0]: 'wrong_tech_stak' is not a word for this; legal: \(categories); nearest: wrong_tech_stack",
                "/home/u/autopack/autopack.yaml:1:11: budgets.MAX_HTTP_500_PER_RUNS: unknown key; legal: MAX_HTTP_500_PER_RUN, MAX_PATCH_FAILURES_PER_RUN, MAX_TOTAL_FAILURES_PER_RUN, MAX_DOCTOR_CALLS_PER_PHASE, MAX_DOCTOR_CALLS_PER_RUN, MAX_DOCTOR_STRONG_CALLS_PER_RUN, MAX_DOCTOR_INFRA_CALLS_PER_RUN, MAX_EXECUTE_FIX_PER_PHASE, max_replans_per_phase, max_replans_per_run, max_cost_usd, max_tokens, max_time; nearest: MAX_HTTP_500_PER_RUN",
                "/home/u/autopack/autopack.yaml:1:47: budgets.max_time: '1d' is not a length of time; legal: a time such as 90, 120s, 2m, 1h30m or 500ms",
                "/home/u/autopack/autopack.yaml:2:46: checks[1].run: is 'make'; legal: a list of words such as [make, test]; write it as a list, since no shell takes it apart: [make]",
                "/home/u/autopack/models.yaml:7:9: providers.mine: has no wire; legal: openai-chat, openai-responses, anthropic, gemini, glm, command, replay",
                "/home/u/autopack/models.yaml:6:3: providers.box: has no command, which wire command needs",
                "/home/u/autopack/autopack.yaml:3:14: gate: the levels do not rise: medium 25, high 80, critical 70; legal: medium ≤ high ≤ critical",
                "/home/u/autopack/autopack.yaml:2:38: checks[1].name: name 'a' is used twice",
            ])
        #expect(configuration.hasErrors)
        #expect(configuration.runSettings.maxOutputTokens == 99)
    }

    @Test func `a file that is no YAML, no mapping or empty is a finding or nothing`() {
        #expect(read(models: "", autopack: "# none\n").findings == [])
        #expect(
            read(models: "a: ]", autopack: "- x").findings.map(\.description) == [
                "/home/u/autopack/models.yaml:1:4: did not find expected node content (while parsing a block node of line 1)",
                "/home/u/autopack/autopack.yaml:1:1: is a list; legal: \(autopackKeys)",
            ])
    }

    private var categories: String {
        (FailureCategory.allCases.map(\.rawValue) + ["import", "logic"]).joined(separator: ", ")
    }

    private var autopackKeys: String {
        "a mapping with checks, workspace, protected, never_send, instructions, context, "
            + "budgets, fixes_per_candidate, agent, gate, sandbox, sandbox_limits, builders, "
            + "offline, transcripts, retention, dotenv, health, hook, land, display"
    }

    private func predecessor(_ text: String) throws -> RunSettings {
        let configuration = read(models: text)
        #expect(configuration.findings == [])
        return configuration.runSettings
    }

    private func read(models: String? = nil, autopack: String? = nil) -> Configuration {
        func file(_ name: String, _ text: String?) -> ConfigurationFile? {
            text.map { ConfigurationFile(name: "/home/u/autopack/\(name)", bytes: Array($0.utf8)) }
        }
        return Configuration(
            ConfigurationSources(
                userModels: file("models.yaml", models),
                userAutopack: file("autopack.yaml", autopack)))
    }
}
