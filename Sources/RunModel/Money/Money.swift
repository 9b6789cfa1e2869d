/// An amount in millionths of a US dollar.
///
/// Inside the program money is this integer; outside, in `cost_usd`, a decimal number of dollars
/// (`storage.md`). An unknown amount is nil, never zero.
package struct Money: Hashable, Sendable, Comparable {
    package var microUSD: Int64

    package init(microUSD: Int64) { self.microUSD = microUSD }

    /// Rounds to the nearest millionth; what is beyond all money is the most there can be.
    package init(usd: Double) { self.init(rounding: usd * 1_000_000, .toNearestOrAwayFromZero) }

    /// Rounds millionths; never fails, whatever a price list or a reply says.
    init(rounding microUSD: Double, _ rule: FloatingPointRoundingRule) {
        let limit = Double(Money.limit)
        let bounded = microUSD.isNaN ? limit : min(max(microUSD, -limit), limit)
        self.microUSD = Int64(bounded.rounded(rule))
    }

    /// A trillion dollars.
    private static let limit: Int64 = 1_000_000_000_000_000_000

    /// The most that there can be.
    static let most = Money(microUSD: limit)

    package static let zero = Money(microUSD: 0)

    package var usd: Double { Double(microUSD) / 1_000_000 }

    package static func < (left: Money, right: Money) -> Bool { left.microUSD < right.microUSD }

    package static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.microUSD.addingReportingOverflow(right.microUSD)
        return Money(microUSD: overflow ? (right.microUSD > 0 ? .max : .min) : sum)
    }

    package static func += (left: inout Money, right: Money) { left = left + right }
}

extension Money: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(usd: try decoder.singleValueContainer().decode(Double.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if microUSD % 1_000_000 == 0 {
            try container.encode(microUSD / 1_000_000)
        } else {
            try container.encode(usd)
        }
    }
}

extension Money: CustomStringConvertible {
    /// Dollars with at least two decimals: `0.10 USD`, `0.000125 USD`.
    package var description: String {
        let magnitude = microUSD.magnitude
        var fraction = String(magnitude % 1_000_000)
        fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
        while fraction.count > 2, fraction.last == "0" { fraction.removeLast() }
        return "\(microUSD < 0 ? "-" : "")\(magnitude / 1_000_000).\(fraction) USD"
    }
}
