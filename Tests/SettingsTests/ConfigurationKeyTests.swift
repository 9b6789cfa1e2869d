import Settings
import Testing

@Suite struct ConfigurationKeyTests {
    @Test(arguments: [
        ("budgets.max_cost_usd", "budgets.max_cost_usd", "autopack.budgets.max-cost-usd"),
        ("budgets.max-cost-usd", "budgets.max_cost_usd", "autopack.budgets.max-cost-usd"),
        (
            "BUDGETS.max_http_500_per_run", "budgets.MAX_HTTP_500_PER_RUN",
            "autopack.budgets.max-http-500-per-run"
        ),
        ("sandbox", "sandbox", "autopack.sandbox"),
        ("max_output_tokens", "max_output_tokens", "autopack.max-output-tokens"),
        (
            "prices.openai/gpt-5.4.input", "prices.\"openai/gpt-5.4\".input",
            "autopack.prices.openai/gpt-5.4.input"
        ),
        (
            "prices.\"openai/gpt-5.4\".input", "prices.\"openai/gpt-5.4\".input",
            "autopack.prices.openai/gpt-5.4.input"
        ),
        ("model_aliases.gpt-mini", "model_aliases.gpt-mini", "autopack.model-aliases.gpt-mini"),
        ("model_aliases.glm-4.6", "model_aliases.\"glm-4.6\"", nil),
        ("model_aliases.GPT", "model_aliases.GPT", nil),
        ("providers.my_own.wire", "providers.my_own.wire", nil),
        ("complexity_escalation", "complexity_escalation", "autopack.complexity-escalation"),
    ])
    func `a key is found by the names it goes by`(name: String, key: String, git: String?) throws {
        let found = try #require(ConfigurationKey(name))
        #expect(found.description == key)
        #expect(found.gitName == git)
        #expect(ConfigurationKey(found.description) == found)
    }

    @Test(arguments: ["", "budget", "budgets.max", "sandbox.mode", "prices.x.y", "budgets."])
    func `what is no key is none`(name: String) {
        #expect(ConfigurationKey(name) == nil)
    }

    @Test func `the nearest key is named`() {
        #expect(ConfigurationKey.nearest(to: "budgets.max_cost") == nil)
        #expect(ConfigurationKey.nearest(to: "budgets.max-cost-us") == "budgets.max_cost_usd")
        #expect(ConfigurationKey.nearest(to: "sanbox") == "sandbox")
    }

    @Test func `a value is judged before it is set`() throws {
        let cost = try #require(ConfigurationKey("budgets.max_cost_usd"))
        #expect(cost.explain("2.5") == nil && cost.explain("null") == nil)
        #expect(cost.explain("-1")?.message == "-1 is out of range")
        let globs = try #require(ConfigurationKey("protected"))
        #expect(globs.explain("[a, b]") == nil && globs.explain("a/**") == nil)
        #expect(globs.explain("[*]")?.message.contains("quotes") == false)
        #expect(globs.explain("[*]")?.remedy == "put it in quotes: \"*\"")
    }

    @Test func `a key knows its file and whether a repository may say it`() throws {
        #expect(try #require(ConfigurationKey("providers")).file == "models.yaml")
        #expect(try #require(ConfigurationKey("budgets")).file == "autopack.yaml")
        #expect(try #require(ConfigurationKey("display.color")).isLocal)
        #expect(try !#require(ConfigurationKey("sandbox")).isLocal)
    }
}
