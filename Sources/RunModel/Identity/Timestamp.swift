/// A moment, written as RFC 3339 in UTC with milliseconds: `2026-11-21T09:30:00.125Z`.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// - Returns: nil where the text is not of the one form that ``description`` writes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 24, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84,
            bytes[13] == 58, bytes[16] == 58, bytes[19] == 46, bytes[23] == 90
        else { return nil }
        func number(_ range: Range<Int>) -> Int64? {
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int64(byte - 48)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), let fraction = number(20..<23),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        let days = Timestamp.days(year: year, month: month, day: day)
        milliseconds = ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + fraction
        // The 31st of February has a number, and no other day's text.
        guard civilDate.day == day else { return nil }
    }

    /// The moment some seconds later, rounded up; never beyond the year 9999.
    package func after(seconds: Double) -> Timestamp {
        let latest: Int64 = 253_402_300_799_999
        let later = Double(milliseconds) + (seconds * 1000).rounded(.up)
        guard later < Double(latest) else { return Timestamp(milliseconds: latest) }
        return Timestamp(milliseconds: later > 0 ? Int64(later) : 0)
    }

    package var description: String {
        let (date, time) = (civilDate, millisecondOfDay)
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2)
            + "T" + padded(time / 3_600_000, 2) + ":" + padded(time / 60_000 % 60, 2)
            + ":" + padded(time / 1000 % 60, 2) + "." + padded(time % 1000, 3) + "Z"
    }

    /// The day in UTC as `yyyymmdd`.
    package var day: String { String(description.prefix(10)).filter { $0 != "-" } }

    /// The time of day in UTC, as `09:30:00`.
    package var time: String { String(description.dropFirst(11).prefix(8)) }

    /// The day in UTC as `yyyy-mm-dd`.
    package var date: String { String(description.prefix(10)) }

    /// The week in UTC as ISO 8601 counts: `2026-W47`; weeks begin on Monday, and the first of a
    /// year is the one with its 4th of January.
    package var week: String {
        let days = Timestamp.floored(milliseconds, 86_400_000)
        // 1970-01-01 was a Thursday; the year of a week is that of its Thursday.
        let weekday = ((days + 3) % 7 + 7) % 7
        let thursday = Timestamp(milliseconds: (days - weekday + 3) * 86_400_000)
        let year = thursday.civilDate.year
        let first = Timestamp.days(year: year, month: 1, day: 1)
        let number = (days - weekday + 3 - first) / 7 + 1
        return "\(thursday.description.prefix(4))-W\(number < 10 ? "0" : "")\(number)"
    }

    /// Whole seconds since 1970, as git's dates count.
    package var seconds: Int64 { Timestamp.floored(milliseconds, 1000) }

    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.milliseconds < right.milliseconds
    }

    private var millisecondOfDay: Int64 {
        milliseconds - Timestamp.floored(milliseconds, 86_400_000) * 86_400_000
    }

    /// The proleptic Gregorian date, by Howard Hinnant's `civil_from_days`
    /// (<https://howardhinnant.github.io/date_algorithms.html>).
    private var civilDate: (year: Int64, month: Int64, day: Int64) {
        let shifted = Timestamp.floored(milliseconds, 86_400_000) + 719_468
        let era = Timestamp.floored(shifted, 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = floored(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : (value - divisor + 1) / divisor
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = Timestamp(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "'\(text)' is not a time like 2026-11-21T09:30:00.125Z")
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
