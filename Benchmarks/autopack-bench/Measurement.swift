/// A figure taken several times.
struct Measurement {
    /// What the numbers count.
    enum Unit: String {
        case milliseconds = "ms"
        case megabytes = "MB"
        /// How many times another figure.
        case times = "×"
    }

    private let sorted: [Double]
    let unit: Unit

    /// - Parameter values: At least one.
    init(_ values: [Double], _ unit: Unit) {
        precondition(!values.isEmpty, "a measurement without a value")
        sorted = values.sorted()
        self.unit = unit
    }

    var median: Double { (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2 }

    /// The same values without a part that is not what is measured.
    func less(_ part: Double) -> Measurement { Measurement(sorted.map { $0 - part }, unit) }

    /// Takes a time several times, after one run that does not count.
    static func times(_ runs: Int, of work: (_ run: Int) async throws -> Void) async throws -> Self
    {
        try await work(0)
        var values: [Double] = []
        for run in 1...runs {
            let time = try await ContinuousClock().measure { try await work(run) }
            values.append(time / .milliseconds(1))
        }
        return Measurement(values, .milliseconds)
    }

    /// The same values, shared by as many.
    func divided(by count: Double) -> Measurement {
        Measurement(sorted.map { $0 / count }, unit)
    }

    /// The median with the extremes, where it was taken more than once: `2.4 ms (2.1–3.0)`.
    var text: String {
        guard sorted.count > 1 else { return "\(Self.rounded(median)) \(unit.rawValue)" }
        let least = Self.rounded(sorted[0])
        let most = Self.rounded(sorted[sorted.count - 1])
        return "\(Self.rounded(median)) \(unit.rawValue) (\(least)–\(most))"
    }

    /// Two places after the point below ten, one below a hundred; none where they would be zero.
    static func rounded(_ value: Double) -> String {
        let scale: Double = value < 10 ? 100 : value < 100 ? 10 : 1
        let number = (value * scale).rounded() / scale
        return number == number.rounded() ? String(Int(number)) : String(number)
    }
}
