/// Takes away line numbers that a model copied together with the text.
enum LineNumbers {
    /// What stands between a number and its line.
    private static let marks: [StaticString] = [
        "\t", ": ", ":", " | ", " |", "| ", "|", "→", ". ", ") ", "  ", " ",
    ]

    /// The hunk without line numbers, in each way in which they can be read.
    ///
    /// Every quoted line has a number, in the same style, and the numbers rise by one from
    /// line to line. Of the new lines all have one, or none. A blank behind the mark can
    /// belong to the mark or to the line, so there may be two readings.
    static func variants(_ hunk: Hunk) -> [Hunk] {
        var found: [Hunk] = []
        for mark in marks {
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
        // The new text has numbers too, or none at all.
        let isAddedNumbered = lines.contains { line in
            if case .add(let text) = line { split(text[...], mark) != nil } else { false }
        }
        var last: Int?
        var numbered = 0
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
                numbered += 1
                if case .keep = line { out.append(.keep(rest)) } else { out.append(.remove(rest)) }
            case .add(let text):
                guard let (_, rest) = split(text[...], mark) else {
                    guard text[...].isBlankLine || !isAddedNumbered else { return nil }
                    out.append(line)
                    continue
                }
                out.append(.add(rest))
            }
        }
        return numbered > 0 ? out : nil
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
