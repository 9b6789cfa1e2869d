import RunModel
import TestSupport
import Testing

struct MoneyTests {
    @Test(
        arguments: [
            (0, "0.00 USD"), (100_000, "0.10 USD"), (125, "0.000125 USD"), (5_000_000, "5.00 USD"),
            (1_234_560, "1.23456 USD"), (-1_500_000, "-1.50 USD"),
        ] as [(Int64, String)])
    func `money is shown with at least two decimals`(amount: Int64, text: String) {
        #expect(Money(microUSD: amount).description == text)
    }

    @Test(arguments: Seeds.first(20))
    func `money is read as it was written, to the millionth`(seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<100 {
            let money = Money(microUSD: Int64(random.below(10_000_000_000)))
            let bytes = try CanonicalJSON.encode([money])
            #expect(try CanonicalJSON.decode([Money].self, from: bytes) == [money], "\(seed)")
            #expect(try CanonicalJSON.encode([money]) == bytes)
        }
    }

    @Test func `whole dollars are written as integers`() throws {
        let bytes = try CanonicalJSON.encode([Money(usd: 5), Money(usd: 0.25)])
        #expect(String(decoding: bytes, as: UTF8.self) == "[5,0.25]")
    }

    @Test func `no number of a stranger ends the program`() throws {
        let bytes = Array("[1e300,-1e300,9e12]".utf8)
        let amounts = try CanonicalJSON.decode([Money].self, from: bytes)
        #expect(amounts[0] > .zero && amounts[1] < .zero)
        var sum = Money.zero
        for _ in 0..<20 { sum += amounts[0] }
        #expect(sum > .zero)
        var usage = Usage(input: .max, output: .max)
        usage += Usage(input: .max, output: 1)
        #expect(usage.total == .max)
        let price = Price(input: 1e300, output: 0, cachedInput: 1)
        #expect(price.cost(of: Usage(input: .min, cachedInput: .max)) > .zero)
        #expect(price.cost(of: usage) > .zero)
    }

    @Test func `a call costs what its tokens cost, rounded up`() {
        let price = Price(input: 3, output: 15, cachedInput: 0.3)
        let usage = Usage(input: 1000, output: 100, cachedInput: 400, reasoning: 50)
        #expect(price.cost(of: usage) == Money(microUSD: 600 * 3 + 120 + 1500))
        #expect(
            Price(input: 3, output: 15).cost(of: usage) == Money(microUSD: 3000 + 1500))
        #expect(Price(input: 0.1, output: 0).cost(of: Usage(input: 1)) == Money(microUSD: 1))
        #expect(Price.free.cost(of: usage) == .zero)
    }
}
