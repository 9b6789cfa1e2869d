import RunModel

/// A moment as `--since` takes it: a date, or how long ago.
enum Since {
    /// What is legal, for messages.
    static let legal = "a date as 2026-11-01, or how long ago as 12h, 30d or 2w"

    /// Reads a text; a date begins at midnight in UTC.
    ///
    /// - Returns: Nil where the text is not ``legal``, or is of a day to come.
    static func read(_ text: String, now: Timestamp) -> Timestamp? {
        let moment = Timestamp("\(text)T00:00:00.000Z") ?? before(now, text)
        return moment.flatMap { $0 <= now ? $0 : nil }
    }

    private static func before(_ now: Timestamp, _ text: String) -> Timestamp? {
        guard let unit = text.last.flatMap({ milliseconds[$0] }), text.dropLast().count <= 6,
            text.dropLast().allSatisfy({ $0.isASCII && $0.isNumber }),
            let number = Int64(text.dropLast()), number > 0
        else { return nil }
        let moment = Timestamp(milliseconds: now.milliseconds - number * unit)
        // Nothing was recorded before 1970, and no date has a form of its own there.
        return max(moment, Timestamp(milliseconds: 0))
    }

    private static let milliseconds: [Character: Int64] = [
        "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]
}
