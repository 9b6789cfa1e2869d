/// What a model's tokens cost, in USD per million.
package struct Price: Hashable, Sendable, Codable {
    package var input: Double
    package var output: Double
    /// Nil: cached input is priced as input.
    package var cachedInput: Double?
    /// Nil: what is written to a cache is priced as input.
    package var cacheWrite: Double?
    /// Nil: a long prompt costs what a short one does.
    package var long: LongPrompt?

    /// What a call with a long prompt costs: all of its tokens, not only those beyond.
    package struct LongPrompt: Hashable, Sendable, Codable {
        /// Input tokens that still count as short.
        package var above: Int
        /// By how much all input costs more, cached and written to a cache included.
        package var input: Double
        /// By how much the output costs more.
        package var output: Double

        package init(above: Int, input: Double, output: Double) {
            self.above = above
            self.input = input
            self.output = output
        }
    }

    package init(
        input: Double, output: Double, cachedInput: Double? = nil, cacheWrite: Double? = nil,
        long: LongPrompt? = nil
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.cacheWrite = cacheWrite
        self.long = long
    }

    package static let free = Price(input: 0, output: 0)

    /// The cost of the tokens of one call, rounded up; reasoning is part of the output.
    package func cost(of usage: Usage) -> Money {
        let isLong = long.map { usage.input > $0.above } ?? false
        let factor = isLong ? long?.input ?? 1 : 1
        let cached = max(0, usage.cachedInput)
        let written = max(0, usage.cacheWrite)
        let fresh = max(0, Int128(usage.input) - Int128(cached) - Int128(written))
        return Price.sum([
            (Int128(cached), (cachedInput ?? input) * factor),
            (Int128(written), (cacheWrite ?? input) * factor),
            (fresh, input * factor),
            (Int128(max(0, usage.output)), output * (isLong ? long?.output ?? 1 : 1)),
        ])
    }

    /// The most that a call can cost whose input and output are at most these: all input at the
    /// highest rate that can apply.
    ///
    /// No usage within these bounds costs more, whatever is read from a cache or written to one.
    package func highestCost(input tokens: Int, output written: Int) -> Money {
        let isLong = long.map { tokens > $0.above } ?? false
        let (more, moreOutput) = isLong ? (long?.input ?? 1, long?.output ?? 1) : (1, 1)
        let rate = max(input, cachedInput ?? input, cacheWrite ?? input)
        return Price.sum([
            (Int128(max(0, tokens)), max(rate, rate * more)),
            (Int128(max(0, written)), max(output, output * moreOutput)),
        ])
    }

    /// Adds up in whole billionths of a millionth, so that no rounding makes a part of a sum more
    /// than the whole.
    private static func sum(_ parts: [(tokens: Int128, rate: Double)]) -> Money {
        let total = parts.reduce(into: Int128(0)) { sum, part in
            let bounded = part.rate.isNaN ? highestRate : min(max(0, part.rate), highestRate)
            sum += part.tokens * Int128((bounded * Double(scale)).rounded(.up))
        }
        let microUSD = (total + scale - 1) / scale
        return Money(microUSD: Int64(clamping: min(microUSD, Int128(Money.most.microUSD))))
    }

    private static let scale: Int128 = 1_000_000_000
    /// What a price list may say at most; more is a mistake, and counts as this.
    private static let highestRate = 1_000_000_000.0

    enum CodingKeys: String, CodingKey {
        case input, output, long
        case cachedInput = "cached_input"
        case cacheWrite = "cache_write"
    }
}
