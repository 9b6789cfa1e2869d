import RunModel
import Settings
import Testing

@Suite struct LayerTests {
    @Test func `later layers win, and each value knows where it was said`() throws {
        var sources = ConfigurationSources(
            userAutopack: file(
                "/home/u/autopack/autopack.yaml",
                "budgets: {max_cost_usd: 1, max_tokens: 1, max_time: 1m}\nsandbox: off\n"),
            git: [
                GitSetting(key: "autopack.budgets.max-tokens", value: "2", scope: .global),
                GitSetting(key: "autopack.budgets.max-time", value: "2m", scope: .global),
                GitSetting(
                    key: "autopack.budgets.max-http-500-per-run", value: "2", scope: .system),
            ],
            baseAutopack: file("abc:.autopack/autopack.yaml", "budgets: {max_time: 90s}\n"),
            environment: ["AUTOPACK_BUDGETS_MAX_TIME": "4m", "AUTOPACK_OFFLINE": "1"],
            flags: [FlagSetting(key: "budgets.max_cost_usd", value: "5.5", flag: "--max-cost")])
        let configuration = Configuration(sources)
        #expect(configuration.findings == [])
        #expect(
            configuration.runSettings.budgets
                == Budgets(
                    maxHTTP500PerRun: 2, cost: Money(usd: 5.5), tokens: 2, wallClockSeconds: 240))
        #expect(configuration.runSettings.offline)
        #expect(
            try said(configuration, "budgets") == [
                "budgets.MAX_HTTP_500_PER_RUN=2 (git config --system autopack.budgets.max-http-500-per-run)",
                "budgets.MAX_PATCH_FAILURES_PER_RUN=15 (built in (config/autopack.yaml))",
                "budgets.MAX_TOTAL_FAILURES_PER_RUN=25 (built in (config/autopack.yaml))",
                "budgets.MAX_DOCTOR_CALLS_PER_PHASE=2 (built in (config/autopack.yaml))",
                "budgets.MAX_DOCTOR_CALLS_PER_RUN=10 (built in (config/autopack.yaml))",
                "budgets.MAX_DOCTOR_STRONG_CALLS_PER_RUN=5 (built in (config/autopack.yaml))",
                "budgets.MAX_DOCTOR_INFRA_CALLS_PER_RUN=5 (built in (config/autopack.yaml))",
                "budgets.max_cost_usd=5.5 (flag --max-cost)",
                "budgets.max_tokens=2 (git config --global autopack.budgets.max-tokens)",
                "budgets.max_time=4m (environment AUTOPACK_BUDGETS_MAX_TIME)",
            ])
        sources.environment = [:]
        #expect(
            try said(Configuration(sources), "budgets.max_time")
                == ["budgets.max_time=90s (abc:.autopack/autopack.yaml:1:21)"])
        #expect(
            try said(Configuration(sources), "sandbox")
                == ["sandbox=off (/home/u/autopack/autopack.yaml:2:10)"])
    }

    @Test func `git's keys reach every kind of value`() {
        let configuration = Configuration(
            ConfigurationSources(git: [
                GitSetting(
                    key: "autopack.prices.openai/gpt-5.4.cached-input", value: "9", scope: .global),
                GitSetting(key: "autopack.protected", value: "old/**", scope: .system),
                GitSetting(key: "autopack.protected", value: "a/**", scope: .global),
                GitSetting(key: "autopack.protected", value: "b/**", scope: .global),
                GitSetting(
                    key: "autopack.workspace.setup", value: "[[npm, ci], [make]]", scope: .global),
                GitSetting(
                    key: "autopack.escalation_chains.builder.low.models", value: "tape/any",
                    scope: .global),
                GitSetting(
                    key: "autopack.providers.local", value: "{wire: replay, file: /r}",
                    scope: .command),
                GitSetting(key: "autopack.offline", value: nil, scope: .global),
                GitSetting(key: "autopack.budgets.max-cost-usd", value: "null", scope: .global),
                GitSetting(key: "autopack.MODEL-Aliases.gpt", value: "openai/x", scope: .global),
            ]))
        #expect(configuration.findings == [])
        let settings = configuration.runSettings
        #expect(
            settings.prices["openai/gpt-5.4"]
                == Price(
                    input: 2.5, output: 15, cachedInput: 9,
                    long: Price.LongPrompt(above: 272_000, input: 2, output: 1.5)))
        #expect(settings.protected == ["a/**", "b/**"])
        #expect(settings.workspace.setup == [["npm", "ci"], ["make"]])
        #expect(settings.escalationChains.builder.low == ["tape/any"])
        #expect(settings.providers["local"] == ProviderSettings(wire: .replay, file: "/r"))
        #expect(settings.offline && settings.budgets.cost.value == nil)
        #expect(settings.modelAliases["gpt"] == "openai/x")
    }

    @Test func `what is wrong in git's keys, the environment and the flags is named`() {
        let configuration = Configuration(
            ConfigurationSources(
                git: [
                    GitSetting(key: "autopack.budgets.max-token", value: "1", scope: .global),
                    GitSetting(key: "autopack.budgets.max-tokens", value: "few", scope: .global),
                    GitSetting(key: "autopack.providers.t", value: "{wire: ]}", scope: .global),
                    GitSetting(key: "autopack.providers.t.file", value: "r.yaml", scope: .global),
                    GitSetting(key: "autopack.providers.t.wire", value: "replay", scope: .global),
                ],
                environment: [
                    "AUTOPACK_TRACE": "1", "AUTOPACK_OFLINE": "1", "GLM_BASE_URL": "glm.example",
                ],
                flags: [FlagSetting(key: "budgets.max_money", value: "1", flag: "--max-cost")]))
        #expect(
            configuration.findings.map { "\($0.severity): \($0)" } == [
                "warning: git config --global autopack.budgets.max-token: budgets.max-token: unknown key; nearest: budgets.max_tokens",
                "error: git config --global autopack.budgets.max-tokens: budgets.max_tokens: 'few' is not a whole number; legal: a whole number from 0 to 1000000000000",
                "error: git config --global autopack.providers.t: providers.t: did not find expected node content (while parsing a flow node of line 1)",
                "warning: environment AUTOPACK_OFLINE: is no variable of this program; nearest: AUTOPACK_OFFLINE",
                "error: environment GLM_BASE_URL: providers.glm.base_url: the value begins with neither https:// nor http://; legal: https://host/path",
                "error: flag --max-cost: budgets.max_money: unknown key",
                "error: git config --global autopack.providers.t.file: providers.t.file: 'r.yaml' is no absolute path; legal: an absolute path, where it is not said in a file",
            ])
        #expect(configuration.runSettings.budgets == Budgets())
    }

    @Test func `a repository's own git configuration sets display and landing, and nothing else`() {
        let configuration = Configuration(
            ConfigurationSources(git: [
                GitSetting(key: "autopack.display.color", value: "never", scope: .local),
                GitSetting(key: "autopack.land.default", value: "merge", scope: .worktree),
                GitSetting(key: "autopack.sandbox", value: "off", scope: .local),
                GitSetting(
                    key: "autopack.providers.glm.base-url", value: "http://evil.example",
                    scope: .worktree),
            ]))
        #expect(configuration.display.color == .never && configuration.landing == .merge)
        #expect(configuration.runSettings == Configuration().runSettings)
        #expect(
            configuration.findings.map { "\($0.severity): \($0)" } == [
                "warning: git config --local autopack.sandbox: sandbox: does not count in a repository's own configuration; legal: display, land; set it with git config --global",
                "warning: git config --worktree autopack.providers.glm.base-url: providers.glm.base_url: does not count in a repository's own configuration; legal: display, land; set it with git config --global",
            ])
    }

    @Test func `the base commit's policy adds and tightens`() {
        let configuration = Configuration(
            ConfigurationSources(
                userAutopack: file(
                    "/u/autopack.yaml",
                    """
                    checks: [{name: mine, run: [mine]}]
                    protected: [mine/**]
                    instructions: Mine.
                    budgets: {max_cost_usd: null}
                    """),
                baseAutopack: file(
                    "abc:.autopack/autopack.yaml",
                    """
                    checks: [{run: [theirs]}]
                    workspace: {setup: [[npm, ci]]}
                    protected: [theirs/**]
                    instructions: Theirs.
                    budgets:
                      max_cost_usd: 2
                      max_tokens: 5000000
                      max_time: 1h
                      MAX_EXECUTE_FIX_PER_PHASE: 0
                    gate: {critical: 60, require_approval: true}
                    """)))
        #expect(configuration.findings == [])
        let settings = configuration.runSettings
        #expect(
            configuration.checks == [
                Check(name: "mine", run: ["mine"]), Check(name: "theirs", run: ["theirs"]),
            ])
        #expect(settings.workspace.setup == [["npm", "ci"]])
        #expect(settings.protected == ["mine/**", "theirs/**"])
        #expect(configuration.runSettings.instructions == "Mine.\n\nTheirs.")
        #expect(settings.budgets == Budgets(cost: Money(usd: 2), wallClockSeconds: 3600))
        #expect(settings.doctor.maxExecuteFixPerPhase == 0)
        #expect(settings.gate == GateSettings(critical: 60, requireApproval: true))
    }

    @Test func `the base commit's policy loosens nothing`() {
        let configuration = Configuration(
            ConfigurationSources(
                userAutopack: file(
                    "/u/autopack.yaml",
                    "checks: [{name: t, run: [strict]}]\ngate: {require_approval: true}\n"),
                baseAutopack: file(
                    "abc:.autopack/autopack.yaml",
                    """
                    providers: {glm: {base_url: "http://evil.example"}}
                    doctor: {allow_execute_fix_global: true}
                    sandbox: off
                    builders: {claude: {command: [evil]}}
                    never_send: []
                    sandbx: off
                    checks: [{name: t, run: ["true"]}]
                    protected: null
                    budgets: {max_cost_usd: null, max_tokens: 6000000, max_time: 3h}
                    gate: {critical: 101, require_approval: 0, high: x}
                    """),
                baseModels: file("abc:.autopack/models.yaml", "{}\n")))
        let strict = Configuration(
            ConfigurationSources(
                userAutopack: file("/u/autopack.yaml", "gate: {require_approval: true}\n"))
        ).runSettings
        #expect(configuration.runSettings == strict)
        #expect(configuration.checks == [Check(name: "t", run: ["strict"])])
        #expect(!configuration.hasErrors)
        #expect(
            configuration.findings.map { "\($0.key): \($0.message)" } == [
                "sandbx: unknown key",
                "gate.high: 'x' is not a whole number",
                "providers: may not be set by a repository; passed over",
                "doctor: may not be set by a repository; passed over",
                "sandbox: may not be set by a repository; passed over",
                "builders: may not be set by a repository; passed over",
                "never_send: may not be set by a repository; passed over",
                "checks[0]: your own configuration has a check of this name, which stands",
                "protected: may not be removed by a repository; passed over",
                "budgets.max_cost_usd: nothing is looser than what holds (5); passed over",
                "budgets.max_tokens: '6000000' is looser than what holds (5000000); passed over",
                "budgets.max_time: '3h' is looser than what holds (120m); passed over",
                "gate.critical: '101' is looser than what holds (70); passed over",
                "gate.require_approval: '0' is looser than what holds (true); passed over",
            ])
    }

    @Test func `endpoints come from the environment, and keys are only looked at`() {
        let configuration = Configuration(
            ConfigurationSources(environment: [
                "OPENAI_BASE_URL": "http://127.0.0.1:1/v1/", "ANTHROPIC_BASE_URL": "",
                "GEMINI_BASE_URL": "http://[::1]:2", "GLM_BASE_URL": "https://open.example/api",
                "OPENAI_API_KEY": "sk-x", "ANTHROPIC_API_KEY": "", "GLM_API_KEY": "a b",
                "GEMINI_API_KEY": "g",
            ]))
        #expect(configuration.findings == [])
        let providers = configuration.runSettings.providers
        #expect(providers["openai"]?.baseURL == "http://127.0.0.1:1/v1")
        #expect(providers["anthropic"]?.baseURL == "https://api.anthropic.com")
        #expect(providers["gemini"]?.baseURL == "http://[::1]:2")
        #expect(providers["glm"]?.baseURL == "https://open.example/api")
        #expect(providers["gemini"]?.keyVariable == "GEMINI_API_KEY")
        #expect(
            configuration.keys == [
                "OPENAI_API_KEY": .present, "ANTHROPIC_API_KEY": .empty, "GLM_API_KEY": .malformed,
                "GEMINI_API_KEY": .present, "GOOGLE_API_KEY": .absent,
            ])
        #expect(!configuration.entries.contains { $0.value.contains("sk-x") })
    }

    @Test func `Google's variable comes before Gemini's, and the user's own before both`() {
        func variable(_ environment: [String: String], models: String? = nil) -> String? {
            Configuration(
                ConfigurationSources(
                    userModels: models.map { file("/u/models.yaml", $0) }, environment: environment)
            ).runSettings.providers["gemini"]?.keyVariable
        }
        #expect(variable([:]) == "GOOGLE_API_KEY")
        #expect(variable(["GOOGLE_API_KEY": "a", "GEMINI_API_KEY": "b"]) == "GOOGLE_API_KEY")
        #expect(variable(["GOOGLE_API_KEY": "", "GEMINI_API_KEY": "b"]) == "GEMINI_API_KEY")
        let mine = "providers: {gemini: {key_variable: MINE}}"
        #expect(variable(["GEMINI_API_KEY": "b"], models: mine) == "MINE")
    }

    private func said(_ configuration: Configuration, _ key: String) throws -> [String] {
        configuration.entries(at: try #require(ConfigurationKey(key))).map {
            "\($0.key)=\($0.value) (\($0.origin))"
        }
    }

    private func file(_ name: String, _ text: String) -> ConfigurationFile {
        ConfigurationFile(name: name, bytes: Array(text.utf8))
    }
}
