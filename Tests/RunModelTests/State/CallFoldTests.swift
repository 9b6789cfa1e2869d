import RunModel
import Testing

struct CallFoldTests {
    private func started() throws -> RunStory {
        var story = try RunStory.begun()
        try story.checkBaseline()
        try story.start()
        return story
    }

    @Test func `a reservation without an outcome counts as spent, however it ended`() throws {
        var story = try started()
        try story.reserve(cost: Money(usd: 2))
        #expect(story.state.spend.cost == .zero, "set aside, not spent")
        var again = story
        try again.reserve(cost: Money(usd: 1))
        var failed = story
        try failed.fail()
        var leased = story
        try leased.add(
            .leaseTaken(LeaseTaken(state: .executing, reason: "resume", owner: EventSamples.owner)))
        for lost in [again, failed, leased] {
            #expect(lost.state.spend.cost == Money(usd: 2))
            #expect(lost.state.spend.lostTokens == 100)
            #expect(lost.state.spend.tokens == 100)
            #expect(lost.state.phases[0].cost == Money(usd: 2))
        }
        #expect(leased.state.attempt?.pending == nil)
        var unknown = try started()
        try unknown.reserve(cost: nil)
        try unknown.fail()
        #expect(unknown.state.spend.hasUnknownCost)
    }

    @Test func `turns are kept with their questions, and a question asked again once`() throws {
        var story = try started()
        func ask(_ turn: Int, _ prompt: Character) throws -> String {
            let request = "q\(story.state.seq)"
            try story.add(
                .callReserved(
                    CallReserved(
                        request: request, role: .builder, provider: "p", model: "m", why: "",
                        reserved: nil, reservedTokens: 1, prompt: EventSamples.id(prompt),
                        turn: turn)))
            return request
        }
        func answer(_ request: String, _ reply: Character, _ usage: Usage) throws {
            try story.add(
                .callFinished(
                    CallFinished(
                        request: request, role: .builder, provider: "p", model: "m", usage: usage,
                        cost: nil, finish: .toolCalls, reply: EventSamples.id(reply))))
        }
        _ = try ask(1, "a")
        #expect(story.state.attempt?.turns == [AttemptTurn(prompt: EventSamples.id("a"))])
        try answer(ask(1, "b"), "c", Usage(input: 100, output: 7, cachedInput: 90))
        let first = AttemptTurn(
            prompt: EventSamples.id("b"), reply: EventSamples.id("c"), tokens: 17)
        #expect(story.state.attempt?.turns == [first])
        #expect(decide(story.state, now: story.now) == .apply(.builder))
        _ = try ask(2, "d")
        #expect(
            story.state.attempt?.turns == [first, AttemptTurn(prompt: EventSamples.id("d"))])
        #expect(decide(story.state, now: story.now) == .apply(.builder))
    }

    @Test func `a call that failed gives its reservation back, and may be tried again`() throws {
        var story = try started()
        try story.reserve()
        let request = try #require(story.state.attempt?.pending).request
        try story.add(
            .callFailed(
                CallFailed(
                    request: request, category: .providerServerError, status: 503,
                    retryInSeconds: 0.25, message: "m", recording: 2)))
        #expect(story.state.spend.cost == .zero)
        #expect(story.state.failures.http500 == 1)
        #expect(story.state.recordings == ["p": [2]])
        #expect(story.state.attempt?.tries == 1)
        let retryAt = try #require(story.state.attempt?.retryAt)
        #expect(retryAt.milliseconds == story.now.milliseconds + 250)
        #expect(decide(story.state, now: story.now) == .call(.builder, notBefore: retryAt))
        try story.add(.providerDisabled(ProviderMoved(provider: "q", why: "x", until: nil)))
        #expect(story.state.attempt?.retryAt == retryAt)
        try story.add(.providerDisabled(ProviderMoved(provider: "p", why: "down", until: nil)))
        #expect(story.state.attempt?.retryAt == nil, "nobody waits for a provider that is down")
        #expect(story.state.disabledProviders == ["p": "down", "q": "x"])
        #expect(decide(story.state, now: story.now) == .call(.builder, notBefore: nil))
        try story.add(.providerEnabled(ProviderMoved(provider: "p", why: "up", until: nil)))
        #expect(story.state.disabledProviders == ["q": "x"])
        try story.reserve()
        try story.answer(recording: 3)
        #expect(story.state.recordings == ["p": [2, 3]])
        #expect(story.state.attempt?.tries == 0)
        #expect(story.state.attempt?.callFailure == nil)
    }

    @Test func `a call that may have cost something counts as spent, as much as was reserved`()
        throws
    {
        var story = try started()
        try story.reserve(cost: Money(usd: 2))
        try story.add(failure(.providerTimeout, in: story, mayHaveCost: true))
        #expect(story.state.spend.cost == Money(usd: 2))
        #expect(story.state.spend.tokens == 100)
        #expect(story.state.phases[0].cost == Money(usd: 2))
        #expect(story.state.attempt?.pending == nil)
        try story.reserve(cost: Money(usd: 1))
        #expect(story.state.spend.cost == Money(usd: 2), "counted once")
    }

    @Test func `the outcomes of calls are counted by provider until it comes back`() throws {
        var story = try started()
        try story.reserve()
        try story.add(failure(.providerServerError, in: story))
        try story.reserve()
        try story.add(failure(.contextLength, in: story))
        #expect(story.state.attempt?.tooLong == ["p/m"])
        try story.reserve()
        try story.add(failure(.providerOverloaded, in: story))
        var provider = try #require(story.state.providers["p"])
        #expect(provider.calls == 2, "a prompt that is too long says nothing of the provider")
        #expect(provider.failuresInRow == 2)
        let until = story.now.after(seconds: 60)
        try story.add(.providerDisabled(ProviderMoved(provider: "p", why: "w", until: until)))
        try story.add(.providerDisabled(ProviderMoved(provider: "p", why: "v", until: until)))
        provider = try #require(story.state.providers["p"])
        #expect(provider.coolDowns == 2)
        #expect(provider.disabled?.why == "v")
        #expect(provider.disabled?.holds(at: story.now) == true)
        #expect(provider.disabled?.holds(at: until) == false)
        try story.reserve()
        try story.answer()
        #expect(story.state.attempt?.tooLong == [])
        #expect(story.state.providers["p"]?.failuresInRow == 0)
        try story.add(.providerEnabled(ProviderMoved(provider: "p", why: "up", until: nil)))
        #expect(story.state.providers["p"] == nil)
    }

    @Test func `a downgraded provider is not disabled`() throws {
        var story = try started()
        try story.add(
            .providerDisabled(
                ProviderMoved(provider: "p", why: "slow", until: nil, downgraded: true)))
        #expect(story.state.providers["p"]?.downgraded == "slow")
        #expect(story.state.disabledProviders.isEmpty)
    }

    private func failure(
        _ category: FailureCategory, in story: RunStory, mayHaveCost: Bool = false
    ) throws -> Event {
        .callFailed(
            CallFailed(
                request: try #require(story.state.attempt?.pending).request, category: category,
                status: nil, retryInSeconds: 1, message: "", mayHaveCost: mayHaveCost))
    }

    @Test func `a retry that a stranger's journal puts beyond all time is no crash`() throws {
        var story = try started()
        try story.reserve()
        let request = try #require(story.state.attempt?.pending).request
        try story.add(
            .callFailed(
                CallFailed(
                    request: request, category: .providerTimeout, status: nil,
                    retryInSeconds: 1e300, message: "")))
        let retryAt = try #require(story.state.attempt?.retryAt)
        #expect(Timestamp(retryAt.description) == retryAt)
    }

    @Test func `an outcome is of the call that was reserved`() throws {
        var story = try started()
        try story.reserve()
        try story.refuses(.unknownSubject) {
            try $0.add(
                .callFailed(
                    CallFailed(
                        request: "another", category: .providerTimeout, status: nil,
                        retryInSeconds: nil, message: "")))
        }
    }
}
