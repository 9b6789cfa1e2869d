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
    /// The part of the input that was written to a cache, which some providers charge extra for.
    package var cacheWrite: Int

    package init(
        input: Int = 0, output: Int = 0, cachedInput: Int = 0, reasoning: Int = 0,
        cacheWrite: Int = 0
    ) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.reasoning = reasoning
        self.cacheWrite = cacheWrite
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        input = try container.decode(Int.self, forKey: .input)
        output = try container.decode(Int.self, forKey: .output)
        cachedInput = try container.decode(Int.self, forKey: .cachedInput)
        reasoning = try container.decode(Int.self, forKey: .reasoning)
        cacheWrite = try container.decodeIfPresent(Int.self, forKey: .cacheWrite) ?? 0
    }

    /// `cache_write` stands only where there was one.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(input, forKey: .input)
        try container.encode(output, forKey: .output)
        try container.encode(cachedInput, forKey: .cachedInput)
        try container.encode(reasoning, forKey: .reasoning)
        if cacheWrite != 0 { try container.encode(cacheWrite, forKey: .cacheWrite) }
    }

    package static let zero = Usage()

    /// What counts against the token budget.
    package var total: Int { input.adding(output) }

    package static func += (left: inout Usage, right: Usage) {
        left.input = left.input.adding(right.input)
        left.output = left.output.adding(right.output)
        left.cachedInput = left.cachedInput.adding(right.cachedInput)
        left.reasoning = left.reasoning.adding(right.reasoning)
        left.cacheWrite = left.cacheWrite.adding(right.cacheWrite)
    }

    enum CodingKeys: String, CodingKey {
        case input, output, reasoning
        case cachedInput = "cached_input"
        case cacheWrite = "cache_write"
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
