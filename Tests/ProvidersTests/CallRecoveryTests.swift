import Providers
import RunModel
import Testing

private typealias Scene = RoutingScene

struct CallRecoveryTests {
    private let now = Timestamp(milliseconds: 1_767_323_045_000)

    private func after(
        _ kind: ProviderFailure.Kind, tries: Int = 1, retryAfter: Double? = nil,
        param: String? = nil, brokeOff: Bool = false, provider: ProviderState = ProviderState(),
        out: [String: String] = [:], settings: RunSettings = Scene.settings,
        model: String = Scene.glm
    ) -> CallRecovery {
        CallRecovery.after(
            CallRecovery.Situation(
                failure: ProviderFailure(
                    kind: kind, retryAfterSeconds: retryAfter, param: param, message: "m",
                    brokeOff: brokeOff),
                role: .builder, model: Scene.name(model), tries: tries,
                facts: SelectionFacts(complexity: .low, absent: out), settings: settings,
                provider: provider, now: now, random: 0))
    }

    private let others = Scene.out("gemini", "anthropic", "openai")

    private func seen(_ outcomes: String) -> ProviderState {
        var state = ProviderState()
        for outcome in outcomes {
            state.calls += 1
            state.failures += outcome == "x" ? 1 : 0
            state.failuresInRow = outcome == "x" ? state.failuresInRow + 1 : 0
        }
        return state
    }

    @Test(arguments: [ProviderFailure.Kind.auth, .quota])
    func `a refused key and an empty account disable at once, for the whole run`(
        kind: ProviderFailure.Kind
    ) {
        let recovery = after(kind)
        #expect(recovery.retryInSeconds == nil)
        #expect(recovery.disabled?.until.value == nil)
        #expect(recovery.disabled?.provider == "glm")
        let names = recovery.disabled?.why.contains("GLM_API_KEY") == true
        #expect(names == (kind == .auth))
    }

    @Test(
        arguments: [
            ("", false), ("o", false), ("x", true), ("xo", false), ("ox", true),
            // Six calls, of which three or four failed with this one.
            ("xoxoo", false), ("xoxxo", true), ("xoxo", true), ("xoo", false),
        ])
    func `two errors in a row, or more than half of five calls, disable while another is up`(
        outcomes: String, isDisabled: Bool
    ) throws {
        let recovery = after(.server, provider: seen(outcomes))
        #expect((recovery.disabled != nil) == isDisabled)
        #expect((recovery.retryInSeconds == nil) == isDisabled)
        guard isDisabled else { return }
        let until = try #require(recovery.disabled?.until.value)
        #expect(until.milliseconds == now.milliseconds + 60_000)
    }

    @Test func `a refused connection is left at once while another can do the work`() throws {
        let recovery = after(.unreachable)
        #expect(recovery.retryInSeconds == nil)
        let moved = try #require(recovery.disabled)
        #expect(moved.until.value == now.after(seconds: 60))
        #expect(moved.why == "unreachable: m; gemini can do the work")
        #expect(after(.unreachable, brokeOff: true).retryInSeconds == 0.5)
    }

    @Test func `a provider that wants to be left alone for long is, while another is up`() {
        #expect(after(.rateLimit, retryAfter: 20).retryInSeconds == 20)
        let recovery = after(.rateLimit, retryAfter: 90)
        #expect(recovery.disabled?.until.value == now.after(seconds: 90))
        #expect(after(.rateLimit, retryAfter: 90, out: others).retryInSeconds == 90)
        let long = after(.rateLimit, retryAfter: 700, out: others)
        #expect(long.disabled?.until.value == now.after(seconds: 700))
    }

    @Test func `where there is no other the same one is tried three more times, then disabled`() {
        for tries in 1...3 {
            let recovery = after(
                .overloaded, tries: tries, provider: seen(String(repeating: "x", count: tries - 1)),
                out: others)
            #expect(recovery.disabled == nil)
            #expect(recovery.retryInSeconds != nil)
        }
        let last = after(.overloaded, tries: 4, provider: seen("xxx"), out: others)
        #expect(last.retryInSeconds == nil)
        #expect(last.disabled?.why == "overloaded after 4 tries: m")
        #expect(last.disabled?.until.value == now.after(seconds: 60))
    }

    @Test(arguments: [(1, 120), (2, 240), (3, 480), (4, 900), (9, 900), (Int.max, 900)])
    func `a probe is one call, and its failure doubles the cool-down`(count: Int, seconds: Int) {
        var state = ProviderState()
        state.coolDowns = count
        state.disabled = ProviderState.Disabled(why: "w", until: now)
        for out in [[:], others] {
            let recovery = after(.timeout, provider: state, out: out)
            #expect(recovery.retryInSeconds == nil)
            #expect(recovery.disabled?.until.value == now.after(seconds: Double(seconds)))
        }
    }

    @Test func `a probe that is answered with a refusal of the request was answered`() {
        var state = ProviderState()
        state.disabled = ProviderState.Disabled(why: "w", until: now)
        #expect(after(.contextLength, provider: state).enabled?.provider == "glm")
        let again = after(.unsupportedParameter, param: "stop", provider: state)
        #expect(again.enabled != nil)
        #expect(again.retryInSeconds == 0)
        #expect(after(.contextLength).enabled == nil)
    }

    @Test
    func `a parameter is dropped once, and a request that is refused as such goes to another`() {
        let first = after(.unsupportedParameter, param: "stop")
        #expect(first.retryInSeconds == 0 && !first.isRefused)
        // The model is passed over, not its provider, while any model can be asked.
        for refused in [after(.unsupportedParameter, tries: 2), after(.badRequest)] {
            #expect(refused.isRefused && refused.retryInSeconds == 0)
            #expect(refused.disabled == nil)
        }
    }

    @Test func `a prompt that is too long is sent to another model, or fails the attempt`() {
        #expect(after(.contextLength).retryInSeconds == 0)
        #expect(after(.contextLength).disabled == nil)
        let alone = after(.contextLength, out: others)
        #expect(alone.retryInSeconds == nil)
        #expect(alone.disabled == nil)
    }

    @Test func `recorded failures are over at once, and what nothing listens at stays away`() {
        var settings = Scene.settings
        settings.providers = [
            "tape": ProviderSettings(wire: .replay)
        ]
        let recorded = after(.server, settings: settings, model: "tape/any")
        #expect(recorded.retryInSeconds == 0)
        let over = after(.server, tries: 4, settings: settings, model: "tape/any")
        #expect(over.disabled != nil)
        #expect(over.disabled?.until.value == nil)
        settings.providers = [
            "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:1/v1")
        ]
        let gone = after(.unreachable, tries: 4, settings: settings, model: "local/any")
        #expect(gone.disabled?.until.value == nil)
        let slow = after(.timeout, tries: 4, settings: settings, model: "local/any")
        #expect(slow.disabled?.until.value == now.after(seconds: 60))
    }

    @Test func `retries and cool-downs are as the settings say`() {
        var settings = Scene.settings
        settings.retries = RetrySettings(most: 0)
        settings.providerHealth.coolDownSeconds = 5
        let recovery = after(.server, out: others, settings: settings)
        #expect(recovery.retryInSeconds == nil)
        #expect(recovery.disabled?.until.value == now.after(seconds: 5))
        settings = Scene.settings
        settings.providerHealth.consecutiveErrors = 1
        #expect(after(.server, settings: settings).disabled?.why == "an error: server: m")
    }

    @Test(
        arguments: [
            (ProviderFailure.Kind.timeout, nil, false, true), (.timeout, 408, false, false),
            (.malformed, 200, false, true), (.malformed, nil, false, true),
            (.unreachable, nil, false, false), (.unreachable, nil, true, true),
            (.server, 500, false, false), (.server, 200, false, true),
            (.rateLimit, 429, false, false),
            (.auth, 401, false, false),
        ] as [(ProviderFailure.Kind, Int?, Bool, Bool)])
    func `only a request that nobody answered may have cost something`(
        kind: ProviderFailure.Kind, status: Int?, brokeOff: Bool, mayHaveCost: Bool
    ) {
        let failure = ProviderFailure(
            kind: kind, status: status, message: "", brokeOff: brokeOff)
        #expect(failure.mayHaveCost == mayHaveCost)
    }
}
