/// Looks for hunks in the lines of one text.
struct Locator {
    private let lines: [Bytes]
    private let hasTypography: Bool
    private let traits: Traits
    private var indexes: [LineReading: LineIndex] = [:]
    private var compactIndexes: [LineReading: LineIndex] = [:]
    /// The lines that are not blank; read when they are first needed.
    private var solid: [Int]?
    /// What the lines are indented with; read when it is first needed.
    private var style: IndentStyle?

    init(_ lines: [Bytes]) {
        self.lines = lines
        hasTypography = lines.contains { $0.contains { $0 >= 0x80 } }
        traits = Traits(lines)
    }

    /// What some lines have that a looser reading leaves out.
    struct Traits {
        var indent = false
        var trailingSpace = false
        var blankLines = false

        init(_ lines: [Bytes]) {
            for line in lines {
                guard let first = line.first, let last = line.last else {
                    blankLines = true
                    continue
                }
                if first.isSpace { indent = true }
                if last.isSpace {
                    trailingSpace = true
                    if line.isBlankLine { blankLines = true }
                }
            }
        }

        func union(_ other: Traits) -> Traits {
            var copy = self
            copy.indent = indent || other.indent
            copy.trailingSpace = trailingSpace || other.trailingSpace
            copy.blankLines = blankLines || other.blankLines
            return copy
        }

        /// Whether a rung can find what the one above it cannot.
        func allows(_ rung: Rung) -> Bool {
            if rung.shape == .withoutBlankLines, !blankLines { return false }
            return switch rung.reading {
            case .withoutTrailingSpace:
                trailingSpace || rung.shape == .withoutBlankLines || rung.shape == .withElisions
            case .withoutIndent, .plainCharactersWithoutIndent: indent
            case .exact, .plainCharacters: true
            }
        }
    }

    /// What the file or some quoted lines have that looser readings leave out.
    func traits(with quoted: [Bytes]) -> Traits { traits.union(Traits(quoted)) }

    /// All places of a hunk on one rung.
    ///
    /// - Parameters:
    ///   - before: The lines that the hunk quotes.
    ///   - traits: What they and the file have that looser readings leave out.
    mutating func placements(
        of hunk: Hunk, quoting before: [Bytes], traits: Traits, on rung: Rung
    ) -> [Placement] {
        guard traits.allows(rung) else { return [] }
        if rung.reading.readsPlainCharacters,
            !hasTypography, !before.contains(where: { $0.contains { $0 >= 0x80 } })
        {
            return []
        }
        guard
            rung.shape == .plain && rung.reading == .exact
                || before.contains(where: { !$0.isBlankLine })
        else { return [] }
        return switch rung.shape {
        case .plain: plain(hunk, before, rung)
        case .withoutBlankEdges: withoutBlankEdges(hunk, before, rung)
        case .withoutBlankLines: withoutBlankLines(hunk, before, rung)
        case .withElisions: withElisions(hunk, rung)
        }
    }

    /// The places of lines one below the other.
    mutating func starts(of wanted: [Bytes], reading: LineReading) -> [Int] {
        if indexes[reading] == nil { indexes[reading] = LineIndex(lines, reading: reading) }
        return indexes[reading]?.starts(of: wanted) ?? []
    }

    /// The one place that is nearly as a hunk quotes it.
    mutating func nearPlacement(of hunk: Hunk) -> Placement? {
        guard let near = NearMatch(hunk) else { return nil }
        let reading = LineReading.withoutTrailingSpace
        let index = indexes[reading] ?? LineIndex(lines, reading: reading)
        indexes[reading] = index
        return near.placement(in: lines, index: index)
    }

    private mutating func plain(_ hunk: Hunk, _ before: [Bytes], _ rung: Rung) -> [Placement] {
        starts(of: before, reading: rung.reading).compactMap { start in
            placement(hunk, before, before.indices.map { start + $0 }, rung)
        }
    }

    private mutating func withoutBlankEdges(
        _ hunk: Hunk, _ before: [Bytes], _ rung: Rung
    ) -> [Placement] {
        let head = min(before.prefix(while: \.isBlankLine).count, 4)
        let tail = min(before.reversed().prefix(while: \.isBlankLine).count, 4)
        guard head + tail > 0, head + tail < before.count else { return [] }
        for dropped in 1...(head + tail) {
            for atEnd in stride(from: min(dropped, tail), through: max(0, dropped - head), by: -1) {
                let core = Array(before[(dropped - atEnd)..<(before.count - atEnd)])
                let starts = starts(of: core, reading: rung.reading)
                guard !starts.isEmpty else { continue }
                guard let trimmed = BlankEdges(hunk).trimmed(head: dropped - atEnd, tail: atEnd)
                else { return [] }
                let found = starts.compactMap { start in
                    placement(trimmed, core, core.indices.map { start + $0 }, rung)
                }
                if !found.isEmpty { return found }
            }
        }
        return []
    }

    private mutating func withoutBlankLines(
        _ hunk: Hunk, _ before: [Bytes], _ rung: Rung
    ) -> [Placement] {
        let wanted = before.indices.filter { !before[$0].isBlankLine }
        guard wanted.count >= 2 else { return [] }
        let solid = self.solid ?? lines.indices.filter { !lines[$0].isBlankLine }
        self.solid = solid
        if compactIndexes[rung.reading] == nil {
            compactIndexes[rung.reading] = LineIndex(
                solid.map { lines[$0] }, reading: rung.reading)
        }
        let starts = compactIndexes[rung.reading]?.starts(of: wanted.map { before[$0] }) ?? []
        return starts.compactMap { start in
            var places = [Int?](repeating: nil, count: before.count)
            for (offset, index) in wanted.enumerated() { places[index] = solid[start + offset] }
            // Blank lines that both have.
            for index in before.indices where before[index].isBlankLine {
                guard index > 0, let above = places[index - 1], above + 1 < lines.count,
                    lines[above + 1].isBlankLine
                else { continue }
                places[index] = above + 1
            }
            for index in before.indices.prefix(wanted[0]).reversed() {
                guard let below = places[index + 1], below > 0, lines[below - 1].isBlankLine else {
                    break
                }
                places[index] = below - 1
            }
            // Blank edges that do not fit are a matter of another rung.
            guard let first = places.first ?? nil, let last = places.last ?? nil,
                let fitted = BlankRuns.fitted(hunk, to: Array(lines[first...last]))
            else { return nil }
            return placement(
                fitted, fitted.before.map { $0[...] }, (first...last).map { $0 }, rung)
        }
    }

    private mutating func withElisions(_ hunk: Hunk, _ rung: Rung) -> [Placement] {
        guard let elided = ElidedHunk(hunk) else { return [] }
        let before = elided.hunk.before.map { $0[...] }
        var chosen: [(segment: Range<Int>, starts: [Int])] = []
        for segment in elided.segments {
            let starts = starts(of: Array(before[segment]), reading: rung.reading)
            guard !starts.isEmpty else { return [] }
            chosen.append((segment, starts))
        }
        // Anchors that occur once bound those that do not.
        for index in chosen.indices where chosen[index].starts.count > 1 {
            let above = chosen[..<index].last { $0.starts.count == 1 }
            let below = chosen[(index + 1)...].first { $0.starts.count == 1 }
            let lowest = above.map { $0.starts[0] + $0.segment.count } ?? 0
            let highest = below.map { $0.starts[0] - chosen[index].segment.count } ?? lines.count
            chosen[index].starts.removeAll { $0 < lowest || $0 > highest }
        }
        guard chosen.allSatisfy({ !$0.starts.isEmpty }) else { return [] }
        for index in chosen.indices.dropFirst()
        where chosen[index].starts[0] < chosen[index - 1].starts[0]
            + chosen[index - 1].segment.count
        {
            return []
        }
        var places = [Int?](repeating: nil, count: before.count)
        for (segment, starts) in chosen {
            for (offset, index) in segment.enumerated() { places[index] = starts[0] + offset }
        }
        // Blank lines beside an elision count where the file has them.
        for index in before.indices.dropFirst() where before[index].isBlankLine {
            guard places[index] == nil, let above = places[index - 1], above + 1 < lines.count,
                lines[above + 1].isBlankLine
            else { continue }
            places[index] = above + 1
        }
        for index in before.indices.dropLast().reversed() where before[index].isBlankLine {
            guard places[index] == nil, let below = places[index + 1], below > 0,
                lines[below - 1].isBlankLine, !places.contains(below - 1)
            else { continue }
            places[index] = below - 1
        }
        guard let found = placement(elided.hunk, before, places, rung) else { return [] }
        // Several places of one anchor: the caller sees that nothing decides.
        return chosen.contains { $0.starts.count > 1 } ? [found, found] : [found]
    }

    /// A placement, if the indentation can be explained.
    private mutating func placement(
        _ hunk: Hunk, _ before: [Bytes], _ places: [Int?], _ rung: Rung
    ) -> Placement? {
        var found = Placement(
            hunk: hunk, places: places, reading: rung.reading, strategy: rung.strategy)
        if rung.reading.readsPlainCharacters {
            let pairs = zip(before, places).compactMap { quoted, place in
                place.map { (quoted: quoted, real: lines[$0]) }
            }
            // A run of hyphens is as good as one only where a dash stands for it.
            guard pairs.allSatisfy({ Typography.mayMean($0.quoted, $0.real) }) else { return nil }
            found.typography = Typography(pairs)
            found.isUndecided = !found.isCertain
        }
        guard rung.reading.ignoresIndent else { return found }
        let style = self.style ?? IndentStyle(lines)
        self.style = style
        let real = places.map { place in place.map { lines[$0] } }
        guard let fitted = Reindentation(hunk, real: real, style: style) else { return nil }
        found.hunk = fitted.hunk
        found.shift = fitted.shift
        found.isUndecided = found.isUndecided || fitted.isUndecided
        for case .add(let line) in fitted.hunk.lines where fitted.shift.apply(line) == nil {
            found.isUndecided = true
        }
        return found
    }
}
