import RunModel
import TestSupport
import Testing

struct PriceTests {
    private let price = Price(
        input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5,
        long: Price.LongPrompt(above: 1000, input: 2, output: 1.5))

    @Test(
        arguments: [
            (Usage(input: 100, output: 10), 300),
            (Usage(input: 100, output: 0, cachedInput: 60), 92),
            (Usage(input: 100, output: 0, cacheWrite: 60), 230),
            (Usage(input: 100, output: 0, cachedInput: 50, cacheWrite: 50), 135),
            // Reasoning is in the output.
            (Usage(input: 0, output: 10, reasoning: 10), 100),
            // From one token more on the whole call is a long one.
            (Usage(input: 1000, output: 10), 2100), (Usage(input: 1001, output: 10), 4154),
            (Usage(input: 2000, output: 0, cachedInput: 1000), 4400),
            // More was cached than came in: what is counted twice is paid twice, never given back.
            (Usage(input: 10, output: 0, cachedInput: 100), 20),
            (Usage(input: -5, output: -5, cachedInput: -5), 0),
        ])
    func `each kind of token has its price`(usage: Usage, microUSD: Int) {
        #expect(price.cost(of: usage) == Money(microUSD: Int64(microUSD)))
    }

    @Test func `what has no price of its own is priced as input`() {
        let plain = Price(input: 3, output: 1)
        #expect(
            plain.cost(of: Usage(input: 100, cachedInput: 30, cacheWrite: 30))
                == plain.cost(of: Usage(input: 100)))
    }

    @Test func `a fraction of a millionth is rounded up`() {
        #expect(Price(input: 0.01, output: 0).cost(of: Usage(input: 1)) == Money(microUSD: 1))
        #expect(Price(input: 0.01, output: 0).cost(of: Usage(input: 101)) == Money(microUSD: 2))
        #expect(Price.free.cost(of: Usage(input: .max, output: .max)) == .zero)
    }

    @Test func `prices beyond all bounds are the most there can be, and no crash`() {
        let rates = [Double.infinity, .nan, 1e300, -1, 0]
        for rate in rates {
            let price = Price(
                input: rate, output: rate, cachedInput: rate, cacheWrite: rate,
                long: Price.LongPrompt(above: 0, input: rate, output: rate))
            let usage = Usage(input: .max, output: .max, cachedInput: .max, cacheWrite: .max)
            #expect(price.cost(of: usage) >= .zero)
            #expect(price.highestCost(input: .max, output: .max) >= .zero)
        }
    }

    @Test(arguments: Seeds.first(40))
    func `nothing within the bounds of a reservation costs more than was reserved`(seed: UInt64) {
        var random = Seeded(seed)
        func rate() -> Double { Double(random.below(2_000_000)) / 100_000 }
        for round in 0..<250 {
            let price = Price(
                input: rate(), output: rate(), cachedInput: random.chance(70) ? rate() : nil,
                cacheWrite: random.chance(50) ? rate() : nil,
                long: random.chance(60)
                    ? Price.LongPrompt(
                        above: random.below(400_000), input: Double(random.below(60)) / 10,
                        output: Double(random.below(60)) / 10) : nil)
            let (input, output) = (random.below(500_000), random.below(40_000))
            let highest = price.highestCost(input: input, output: output)
            for _ in 0..<8 {
                let used = random.chance(25) ? input : random.below(input + 1)
                let cached = random.below(used + 1)
                let usage = Usage(
                    input: used, output: random.chance(25) ? output : random.below(output + 1),
                    cachedInput: cached, cacheWrite: random.below(used - cached + 1))
                #expect(
                    price.cost(of: usage) <= highest,
                    "seed \(seed), round \(round): \(price), \(usage)")
            }
        }
    }

    /// A run that calls whenever the budget lets it, and whose calls end in every way.
    @Test(arguments: Seeds.first(60))
    func `no sum of calls passes a cap, however they end`(seed: UInt64) throws {
        var random = Seeded(seed)
        let price = Price(
            input: 3, output: 15, cachedInput: 0.3, cacheWrite: 3.75,
            long: Price.LongPrompt(above: 2000, input: 2, output: 1.5))
        let caps = Budgets(
            cost: Money(microUSD: Int64(20_000 + random.below(400_000))),
            tokens: 5_000 + random.below(60_000))
        var story = try RunStory.begun(settings: RunSettings(budgets: caps))
        try story.checkBaseline()
        try story.start()
        var calls = 0
        for _ in 0..<200 {
            let (input, output) = (random.below(4000), 1 + random.below(2000))
            let reservation = Reservation(
                cost: price.highestCost(input: input, output: output), tokens: input + output)
            guard story.state.refusal(of: reservation) == nil else { continue }
            calls += 1
            try story.reserve(cost: reservation.cost, tokens: reservation.tokens)
            let request = try #require(story.state.attempt?.pending).request
            switch random.below(10) {
            case 0:
                // Killed, and taken up again.
                try story.add(
                    .leaseTaken(
                        LeaseTaken(state: .executing, reason: "", owner: EventSamples.owner)))
            case 1, 2, 3:
                try story.add(
                    .callFailed(
                        CallFailed(
                            request: request, category: .providerTimeout, status: nil,
                            retryInSeconds: 0, message: "", mayHaveCost: random.chance(50))))
            default:
                let usage = Usage(
                    input: random.below(input + 1), output: random.below(output + 1))
                try story.answer(cost: price.cost(of: usage), usage: usage)
                // Back to where the Builder is asked.
                try story.fail()
                try story.start()
            }
            let spend = story.state.spend
            #expect(spend.cost <= caps.cost.value ?? .zero, "seed \(seed), call \(calls)")
            #expect(spend.tokens <= caps.tokens, "seed \(seed), call \(calls)")
        }
        #expect(calls > 0, "seed \(seed)")
    }
}
