/// Takes away line numbers that a model copied together with the text.
enum LineNumbers {
    /// What stands between a number and its line.
    private static let marks: [StaticString] = [
        "\t", ": ", ":", " | ", " |", "| ", "|", "→",
    ]

    /// The marks that also stand behind numbers that are text; one line is no evidence.
    private static let weakMarks: [StaticString] = [". ", ") ", "  ", " "]

    /// The hunk without line numbers, in each way in which they can be read.
    ///
    /// Every quoted line has a number, in the same style, and the numbers rise by one from
    /// line to line. Of the new lines all have one, or none. A blank behind the mark can
    /// belong to the mark or to the line, so there may be two readings.
    static func variants(_ hunk: Hunk) -> [Hunk] {
        var found: [Hunk] = []
        guard let first = hunk.lines.first(where: { $0.isQuoted && !$0.text[...].isBlankLine }),
            first.text[...].trimmedStart.first?.isDigit == true
        else { return [] }
        let isOneLine = hunk.before.count { !$0[...].isBlankLine } < 2
        for mark in isOneLine ? marks : marks + weakMarks {
            guard let lines = stripped(hunk.lines, mark) else { continue }
            var copy = hunk
            // Kept lines may have been paired wrongly while their numbers differed.
            copy.lines = LineDifference.lines(
                from: Hunk(lines: lines).before.map { $0[...] },
                to: Hunk(lines: lines).after.map { $0[...] })
            if !found.contains(copy) { found.append(copy) }
        }
        return found
    }

    private static func stripped(_ lines: [Hunk.Line], _ mark: StaticString) -> [Hunk.Line]? {
        let hunk = Hunk(lines: lines)
        guard let first = firstNumber(in: hunk.before, mark) else { return nil }
        // The new text has numbers that begin where the quotation's do, or none at all; others
        // are its own.
        let isAddedNumbered = firstNumber(in: hunk.after, mark) == first
        var last: Int?
        var out: [Hunk.Line] = []
        for line in lines {
            switch line {
            case .keep(let text), .remove(let text):
                guard let (number, rest) = split(text[...], mark) else {
                    guard text[...].isBlankLine else { return nil }
                    out.append(line)
                    last = last.map { $0 + 1 }
                    continue
                }
                if let last, number != last + 1 { return nil }
                last = number
                if case .keep = line { out.append(.keep(rest)) } else { out.append(.remove(rest)) }
            case .add(let text):
                if isAddedNumbered, let (_, rest) = split(text[...], mark) {
                    out.append(.add(rest))
                } else {
                    guard text[...].isBlankLine || !isAddedNumbered else { return nil }
                    out.append(line)
                }
            }
        }
        return out
    }

    /// The number of the first line that is not blank.
    private static func firstNumber(in lines: [[UInt8]], _ mark: StaticString) -> Int? {
        lines.first { !$0[...].isBlankLine }.flatMap { split($0[...], mark)?.0 }
    }

    private static func split(_ line: Bytes, _ mark: StaticString) -> (Int, [UInt8])? {
        let text = line.trimmedStart
        let digits = text.prefix(while: \.isDigit)
        guard (1...7).contains(digits.count), let number = Int(digits.text) else { return nil }
        let rest = text.dropFirst(digits.count)
        if let found = rest.dropping(mark) { return (number, Array(found)) }
        // The blank behind the mark of an empty line is easily lost.
        let bare = rest.trimmedEnd
        let isEmptyLine =
            rest.isBlankLine
            || mark.withUTF8Buffer { mark in Array(mark)[...].trimmed == bare.trimmedStart }
        return isEmptyLine ? (number, []) : nil
    }
}
