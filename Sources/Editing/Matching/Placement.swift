/// Where the lines of a hunk are in a file.
struct Placement {
    /// The hunk as it was read to find the place, for example without line numbers.
    var hunk: Hunk
    /// For each quoted line its line in the file, counted from 0.
    ///
    /// `nil` for a quoted blank line that the file does not have and for a line that
    /// stands for text left out.
    var places: [Int?]
    /// How lines were compared.
    var reading: LineReading
    /// What new lines are put through.
    var shift: Shift?
    /// The rung that found the place.
    var strategy: MatchStrategy
    /// Whether the lines are here, but nothing decides what the new ones look like.
    var isUndecided = false
    /// Typographic characters that the quotation has and the file does not.
    var typography = Typography()

    /// The first line of the place, counted from 0.
    var start: Int { places.lazy.compactMap { $0 }.first ?? 0 }

    /// The hunk's lines, with those kept that differ only in what the reading ignores.
    ///
    /// A kept line keeps the file's own bytes, so white space and look-alikes that only
    /// the reply has do not reach the file. A line that was quoted exactly as it is in the
    /// file is changed on purpose, even where only white space changes; so is one that is
    /// quoted with white space at its end, has some, and is to have none.
    ///
    /// - Parameter file: The lines of the file.
    func lines(in file: [FileText.Line]) -> [Hunk.Line] {
        guard strategy != .exact, strategy != .lineEnds, strategy != .partOfLine else {
            return typography.isEmpty
                ? hunk.lines
                : hunk.lines.map { line in
                    if case .add(let text) = line { .add(plain(text)) } else { line }
                }
        }
        var out: [Hunk.Line] = []
        var removed: [(text: Bytes, isExact: Bool, hasTrailingSpace: Bool)] = []
        var added: [Bytes] = []
        func flush() {
            out += LineDifference.lines(
                from: removed.map(\.text), to: added, reading: reading.withIndent
            ) { old, new in
                if removed[old].isExact { return removed[old].text != added[new] }
                return removed[old].hasTrailingSpace && added[new].last?.isSpace != true
            }
            removed = []
            added = []
        }
        var quoted = 0
        for line in hunk.lines {
            switch line {
            case .remove(let text):
                let real = places[quoted].map { file[$0].text }
                removed.append(
                    (
                        text[...], real == (shift?.apply(text) ?? text)[...],
                        text.last?.isSpace == true && real?.last?.isSpace == true
                    ))
                quoted += 1
            case .add(let text):
                added.append(plain(text)[...])
            case .keep:
                quoted += 1
                flush()
                out.append(line)
            }
        }
        flush()
        return out
    }

    /// Whether it is certain which plain characters the new lines have.
    var isCertain: Bool {
        typography.isEmpty
            || hunk.lines.allSatisfy { line in
                if case .add(let text) = line { typography.plain(text) != nil } else { true }
            }
    }

    /// A new line without the typography that is only in the reply.
    private func plain(_ line: [UInt8]) -> [UInt8] { typography.plain(line) ?? line }
}
