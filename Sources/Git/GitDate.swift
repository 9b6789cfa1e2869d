/// The forms of a time in `GIT_AUTHOR_DATE` and `GIT_COMMITTER_DATE`.
///
/// Git's internal format (`@secs +hhmm`, `secs +hhmm`), RFC 2822 and ISO 8601 with a time of day;
/// the list is that of `git help commit`, "DATE FORMATS".
enum GitDate {
    /// Seconds since 1970 and minutes east of Greenwich, nil for another form.
    ///
    /// - Parameter localOffset: Minutes east of Greenwich where the text names no zone.
    static func parse(_ text: String, localOffset: Int) -> (seconds: Int64, offset: Int)? {
        let words = text.split { $0 == " " || $0 == "\t" || $0 == "," }.map(String.init)
        guard let first = words.first else { return nil }
        return internalForm(first, words.dropFirst().first, count: words.count)
            ?? iso(words, localOffset) ?? rfc(words, localOffset)
    }

    /// Minutes of `+hhmm`, `-hh:mm`, `+hh`, `Z`.
    static func offset(_ text: String) -> Int? {
        if ["Z", "UTC", "GMT"].contains(text) { return 0 }
        guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard digits.count == 4 || digits.count == 2, digits.allSatisfy(\.isASCIIDigit),
            let hours = Int(digits.prefix(2)), let minutes = Int("0" + digits.dropFirst(2)),
            minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
    }

    private static func internalForm(
        _ first: String, _ zone: String?, count: Int
    ) -> (Int64, Int)? {
        let isMarked = first.hasPrefix("@")
        let digits = isMarked ? String(first.dropFirst()) : first
        guard count <= 2, digits.allSatisfy(\.isASCIIDigit), let seconds = Int64(digits),
            // Git takes a shorter number without the mark for something else.
            isMarked || digits.count >= 9
        else { return nil }
        guard let zone else { return (seconds, 0) }
        return offset(zone).map { (seconds, $0) }
    }

    /// `2005-04-07T22:13:13+02:00`, `2005-04-07 22:13:13 +0200`, `2005.04.07 22:13`.
    private static func iso(_ words: [String], _ localOffset: Int) -> (Int64, Int)? {
        var words = words
        if let first = words.first, let mark = first.firstIndex(of: "T") {
            words.replaceSubrange(
                0...0, with: [String(first[..<mark]), String(first[first.index(after: mark)...])])
        }
        guard words.count == 2 || words.count == 3 else { return nil }
        let separators: Set<Character> = ["-", ".", "/"]
        let date = words[0].split { separators.contains($0) }
        guard date.count == 3, date[0].count == 4, let year = Int(date[0]),
            let month = Int(date[1]), let day = Int(date[2])
        else { return nil }
        return moment(
            year: year, month: month, day: day, rest: Array(words.dropFirst()), localOffset)
    }

    /// `Thu, 07 Apr 2005 22:13:13 +0200`.
    private static func rfc(_ words: [String], _ localOffset: Int) -> (Int64, Int)? {
        let names = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ]
        var words = words[...]
        if words.first?.first?.isLetter == true { words.removeFirst() }
        guard words.count >= 4, let day = words.popFirst().flatMap({ Int($0) }),
            let name = words.popFirst()?.lowercased(),
            let month = names.firstIndex(of: String(name.prefix(3))),
            let year = words.popFirst().flatMap({ Int($0) })
        else { return nil }
        return moment(year: year, month: month + 1, day: day, rest: Array(words), localOffset)
    }

    private static func moment(
        year: Int, month: Int, day: Int, rest: [String], _ localOffset: Int
    ) -> (Int64, Int)? {
        guard var time = rest.first, rest.count <= 2 else { return nil }
        var zone = rest.count > 1 ? rest[1] : nil
        if zone == nil, let start = time.firstIndex(where: { "+-Z".contains($0) }) {
            zone = String(time[start...])
            time = String(time[..<start])
        }
        // A fraction of a second is allowed and ignored.
        let parts = time.prefix { $0 != "." }.split(
            separator: ":", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (2...3).contains(numbers.count),
            (1...12).contains(month), (1...31).contains(day), (1970...9999).contains(year),
            (0...23).contains(numbers[0]), (0...59).contains(numbers[1]),
            numbers.count < 3 || (0...60).contains(numbers[2])
        else { return nil }
        guard let offset = zone.map(offset) ?? localOffset else { return nil }
        let ofDay = numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
        let seconds = days(year: year, month: month, day: day) * 86400 + ofDay - offset * 60
        return (Int64(seconds), offset)
    }

    /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
