/// Tokens of one call, or the sum of several.
package struct Usage: Hashable, Sendable, Codable {
    /// All input, cache reads and writes included.
    package var input: Int
    /// All output, reasoning included.
    package var output: Int
    /// The part of the input that was read from a cache.
    package var cachedInput: Int
    /// The part of the output that was reasoning.
    package var reasoning: Int

    package init(input: Int = 0, output: Int = 0, cachedInput: Int = 0, reasoning: Int = 0) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.reasoning = reasoning
    }

    package static let zero = Usage()

    /// What counts against the token budget.
    package var total: Int { input.adding(output) }

    package static func += (left: inout Usage, right: Usage) {
        left.input = left.input.adding(right.input)
        left.output = left.output.adding(right.output)
        left.cachedInput = left.cachedInput.adding(right.cachedInput)
        left.reasoning = left.reasoning.adding(right.reasoning)
    }

    enum CodingKeys: String, CodingKey {
        case input, output, reasoning
        case cachedInput = "cached_input"
    }
}

extension Int {
    /// The sum, or the greatest or least number where there is none so great or small: what a
    /// stranger's journal says must not end the program.
    func adding(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
