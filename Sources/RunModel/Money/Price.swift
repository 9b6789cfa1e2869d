/// What a model's tokens cost, in USD per million.
package struct Price: Hashable, Sendable, Codable {
    package var input: Double
    package var output: Double
    /// Nil: cached input is priced as input.
    package var cachedInput: Double?

    package init(input: Double, output: Double, cachedInput: Double? = nil) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
    }

    package static let free = Price(input: 0, output: 0)

    /// The cost of the tokens of one call; reasoning is part of the output.
    package func cost(of usage: Usage) -> Money {
        let cached = Double(usage.cachedInput) * (cachedInput ?? input)
        let fresh = max(0, Double(usage.input) - Double(usage.cachedInput)) * input
        return Money(rounding: cached + fresh + Double(usage.output) * output, .up)
    }

    enum CodingKeys: String, CodingKey {
        case input, output
        case cachedInput = "cached_input"
    }
}
