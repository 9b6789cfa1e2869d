import Providers
import RunModel
import Testing

struct RetryAndPriceTests {
    @Test(
        arguments: [
            (1, 0.0, 0.5), (1, 1.0, 2), (2, 0.0, 0.5), (2, 1.0, 8), (3, 1.0, 20), (3, 0.5, 10.25),
        ])
    func `waits are drawn between the least and a growing ceiling`(
        tries: Int, random: Double, seconds: Double
    ) {
        let failure = ProviderFailure(kind: .server, message: "")
        #expect(RetryPolicy().delay(after: failure, tries: tries, random: random) == seconds)
    }

    @Test func `after three retries it is enough`() {
        let failure = ProviderFailure(kind: .overloaded, message: "")
        #expect(RetryPolicy().delay(after: failure, tries: 4, random: 0) == nil)
    }

    @Test func `what the provider asks for is the least`() {
        var failure = ProviderFailure(kind: .rateLimit, retryAfterSeconds: 7, message: "")
        #expect(RetryPolicy().delay(after: failure, tries: 1, random: 0) == 7)
        failure.retryAfterSeconds = 0.1
        #expect(RetryPolicy().delay(after: failure, tries: 1, random: 0) == 0.5)
        failure.retryAfterSeconds = 121
        #expect(RetryPolicy().delay(after: failure, tries: 1, random: 0) == nil)
        failure.retryAfterSeconds = nil
        failure.shouldRetry = false
        #expect(RetryPolicy().delay(after: failure, tries: 1, random: 0) == nil)
    }

    @Test(arguments: ProviderFailure.Kind.allCases)
    func `only what another try may mend is tried again`(kind: ProviderFailure.Kind) {
        let failure = ProviderFailure(kind: kind, message: "")
        let again: Set<ProviderFailure.Kind> = [
            .rateLimit, .overloaded, .server, .unreachable, .timeout, .malformed,
        ]
        let delay = RetryPolicy().delay(after: failure, tries: 1, random: 0)
        #expect((delay != nil) == again.contains(kind))
        #expect(failure.disablesProvider == (kind == .auth || kind == .quota))
    }

    @Test func `a named parameter is left out and tried again at once`() {
        let failure = ProviderFailure(kind: .unsupportedParameter, param: "stop", message: "")
        #expect(RetryPolicy().delay(after: failure, tries: 1, random: 0.9) == 0)
        // It may be the second try that is told of it, after an outage.
        #expect(RetryPolicy().delay(after: failure, tries: 2, random: 0.9) == 0)
        let unnamed = ProviderFailure(kind: .unsupportedParameter, message: "")
        #expect(RetryPolicy().delay(after: unnamed, tries: 1, random: 0.9) == nil)
    }

    @Test func `nothing is tried again once part of a reply was used`() {
        let failure = ProviderFailure(kind: .server, message: "")
        #expect(
            RetryPolicy().delay(after: failure, tries: 1, random: 0, isReplyUsed: true) == nil)
    }

    @Test func `the settings say how often and how long`() {
        let policy = RetryPolicy(
            RetrySettings(most: 1, firstDelaySeconds: 2, maxDelaySeconds: 3))
        let failure = ProviderFailure(kind: .server, message: "")
        #expect(policy.delay(after: failure, tries: 1, random: 0) == 2)
        #expect(policy.delay(after: failure, tries: 1, random: 1) == 3)
        #expect(policy.delay(after: failure, tries: 2, random: 0) == nil)
    }

    @Test func `an unknown price is unknown, and what is local is free`() {
        let settings = RunSettings(
            providers: [
                "tape": ProviderSettings(wire: .replay), "ours": ProviderSettings(wire: .command),
                "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:8080/v1"),
                "far": ProviderSettings(wire: .openAIChat, baseURL: "https://example.org/v1"),
            ],
            prices: [
                "far/known": Price(input: 1, output: 2), "tape/paid": Price(input: 3, output: 0),
            ])
        func price(_ provider: String, _ model: String) -> Price? {
            Pricing.price(of: ModelName(provider: provider, model: model), in: settings)
        }
        #expect(price("tape", "any") == .free)
        #expect(price("ours", "any") == .free)
        #expect(price("local", "qwen") == .free)
        #expect(price("tape", "paid") == Price(input: 3, output: 0))
        #expect(price("far", "known") == Price(input: 1, output: 2))
        #expect(price("far", "other") == nil)
        let cost = Pricing.cost(
            of: Usage(input: 10, output: 10), model: ModelName(provider: "far", model: "other"),
            in: settings)
        #expect(cost == nil)
    }

    @Test func `a reservation covers the prompt and the most that may be written`() {
        let settings = RunSettings(prices: ["p/m": Price(input: 2, output: 10)])
        let call = Call(
            role: .builder, system: String(repeating: "s", count: 300),
            messages: [Message(.user, String(repeating: "u", count: 2700))], maxOutputTokens: 1000)
        let model = ModelName(provider: "p", model: "m")
        let whole = Pricing.reservation(for: call, model: model, in: settings)
        #expect(whole.tokens == 100 + 16 + 900 + 8 + 1000)
        #expect(whole.cost == Money(microUSD: 1024 * 2 + 1000 * 10))
        #expect(Pricing.reservation(for: call, model: model, in: RunSettings()).cost == nil)
        var small = settings
        small.capabilities = [CapabilityRule(models: "m", maxOutput: 50)]
        #expect(Pricing.reservation(for: call, model: model, in: small).tokens == 1024 + 50)
        var dear = settings
        dear.prices["p/m"] = Price(
            input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5,
            long: Price.LongPrompt(above: 1023, input: 2, output: 1.5))
        #expect(
            Pricing.reservation(for: call, model: model, in: dear).cost
                == Money(microUSD: 1024 * 5 + 1000 * 15))
    }
}
