/// A length of time as people write it: `90`, `120s`, `2m`, `1h30m`, `500ms`, `1.5h`.
///
/// Plan files, `budgets.max_time` and `--max-time` share it. A number without a unit is seconds.
package struct TimeLimit: Hashable, Sendable, Comparable {
    /// More than 0 and at most ``longest``, in whole milliseconds.
    package let milliseconds: Int

    package var seconds: Double { Double(milliseconds) / 1000 }

    /// Ten years; more is a slip of the pen.
    package static let longest = 315_360_000_000

    /// What is legal, for messages.
    package static let legal = "a time such as 90, 120s, 2m, 1h30m or 500ms"

    /// Rounds to the nearest millisecond.
    ///
    /// - Returns: nil where nothing is left after rounding, or more than ten years.
    package init?(seconds: Double) {
        guard seconds.isFinite, seconds > 0, seconds <= Double(TimeLimit.longest) / 1000 else {
            return nil
        }
        milliseconds = Int((seconds * 1000).rounded())
        guard milliseconds > 0 else { return nil }
    }

    /// - Returns: nil where the text is not ``legal``.
    package init?(_ text: String) {
        var rest = Substring(text)
        var seconds = 0.0
        var last = Double.infinity
        repeat {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let first = digits.first, first != ".", digits.last != ".",
                let number = Double(digits)
            else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            if unit.isEmpty, last == .infinity {
                seconds = number
                break
            }
            // Each unit once, the larger first.
            guard let factor = TimeLimit.units.first(where: { $0.name == unit })?.seconds,
                factor < last
            else { return nil }
            seconds += number * factor
            last = factor
        } while !rest.isEmpty
        self.init(seconds: seconds)
    }

    package static func < (left: TimeLimit, right: TimeLimit) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private static let units: [(name: String, seconds: Double)] = [
        ("h", 3600), ("m", 60), ("s", 1), ("ms", 0.001),
    ]
}

extension TimeLimit: CustomStringConvertible {
    /// In the largest unit that needs no fraction: `120s` is `2m`.
    package var description: String {
        if milliseconds % 3_600_000 == 0 { return "\(milliseconds / 3_600_000)h" }
        if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000)m" }
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000)s" }
        return "\(milliseconds)ms"
    }
}
