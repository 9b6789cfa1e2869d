/// Recognising changes that are in the file already.
extension EditedText {
    /// The place of a hunk's result, where it is there once and cannot be there by chance.
    mutating func placeOfResult(_ hunk: Hunk) -> Int? {
        for variant in [hunk] + LineNumbers.variants(hunk) {
            let after = variant.after.map { $0[...] }
            guard Self.isTelling(variant.lines, after) else { continue }
            // Lines that only move aside read like themselves before the change.
            let loose = LineReading.withoutIndent
            guard variant.before.map({ loose.key($0[...]) }) != after.map(loose.key) else {
                continue
            }
            for reading in [LineReading.exact, .withoutTrailingSpace, loose] {
                let starts = locator.starts(of: after, reading: reading)
                if starts.count == 1 { return starts.first }
                if starts.count > 1 { return nil }
            }
        }
        return nil
    }

    /// Where the result of a hunk begins, if it stands as written around lines that were
    /// found only by leaving out the indentation.
    ///
    /// A change that indents what it quotes finds that again when it is there already. Lines
    /// that are quoted as they are in the file are changed, even where that repeats others.
    func startOfResult(around place: Placement) -> Int? {
        guard place.reading.ignoresIndent, place.shift?.isNone == false,
            Self.saysSomething(place.hunk.lines)
        else { return nil }
        let after = place.hunk.after.map { $0[...] }
        let found = place.places.compactMap { $0 }
        guard let first = found.first, let last = found.last, after.count > found.count else {
            return nil
        }
        let window = max(0, first - after.count + 1)..<min(lines.count, last + after.count)
        guard window.count >= after.count else { return nil }
        let index = LineIndex(Array(lines[window]), reading: .withoutTrailingSpace)
        return index.starts(of: after).lazy.map { $0 + window.lowerBound }.first { start in
            start <= first && last < start + after.count
        }
    }

    /// Whether a result cannot be there by chance.
    private static func isTelling(_ lines: [Hunk.Line], _ after: [Bytes]) -> Bool {
        if saysSomething(lines) {
            return after.count { !$0.isBlankLine } >= 2 || after.joined().count >= 24
        }
        // Lines that are gone show in those around them standing together.
        guard let removed = lines.firstIndex(where: \.isSolidRemoval),
            !lines.contains(where: \.isAddition)
        else { return false }
        let last = lines.lastIndex(where: \.isSolidRemoval) ?? removed
        return lines[..<removed].contains(where: \.isSolidKept)
            && lines[last...].contains(where: \.isSolidKept)
            && after.joined().count { !$0.isSpace } >= 12
    }

    /// Whether the added lines hold at least one word.
    private static func saysSomething(_ lines: [Hunk.Line]) -> Bool {
        lines.contains { line in
            guard case .add(let text) = line else { return false }
            return text.count { $0.isLetter || $0.isDigit || $0 >= 0x80 } >= 3
        }
    }

    /// Tells whether some lines stand in the file as it is now, one below the other.
    mutating func holds(_ lines: [Bytes]) -> Bool {
        var now = EditedText(bytes)
        return !now.locator.starts(of: lines, reading: .withoutTrailingSpace).isEmpty
    }
}

extension Hunk.Line {
    fileprivate var isAddition: Bool { if case .add = self { true } else { false } }

    fileprivate var isSolidRemoval: Bool {
        if case .remove(let text) = self { !text[...].isBlankLine } else { false }
    }

    fileprivate var isSolidKept: Bool {
        if case .keep(let text) = self { !text[...].isBlankLine } else { false }
    }
}
