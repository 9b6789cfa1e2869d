/// The one place of a hunk that misquotes a little of what it leaves alone.
///
/// The lines that change, and those beside them, have to be as quoted; at most one in five
/// lines is not, and is still alike. Then only the context is wrong, and the file's own
/// context stays.
struct NearMatch {
    /// How many of the lines may be misquoted: one of this many.
    private static let rarity = 5
    /// How alike a misquoted line and the real one are at least.
    private static let leastSimilarity = 0.6
    /// Longer quotations are not looked for, which bounds the time.
    private static let mostLines = 2000
    /// Lines that occur more often tell nothing about the place.
    private static let mostOccurrences = 50

    private let hunk: Hunk
    private let before: [Bytes]
    /// The quoted lines that are not blank.
    private let solid: [Int]
    /// The quoted lines that have to be as quoted.
    private let fixed: Set<Int>

    /// Prepares a hunk; `nil` where too little or too much is quoted.
    init?(_ hunk: Hunk) {
        before = hunk.before.map { $0[...] }
        solid = before.indices.filter { [before] in !before[$0].isBlankLine }
        guard solid.count >= Self.rarity, solid.count <= Self.mostLines,
            !before.contains(where: { ElisionLine.sign($0) == .comment })
        else { return nil }
        self.hunk = hunk
        fixed = Self.fixed(hunk, before)
    }

    /// The place, if there is one and no other comes near it.
    func placement(in lines: [Bytes], index: LineIndex) -> Placement? {
        var votes: [Int: Int] = [:]
        for line in solid {
            let places = index.occurrences(of: before[line], atMost: Self.mostOccurrences)
            for place in places { votes[place - line, default: 0] += 1 }
        }
        let ranked = votes.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        guard let best = ranked.first, best.value < solid.count,
            (solid.count - best.value) * Self.rarity <= solid.count,
            ranked.dropFirst().allSatisfy({ $0.value * 2 < solid.count }),
            best.key >= 0, best.key + before.count <= lines.count
        else { return nil }
        for (offset, quoted) in before.enumerated() {
            let real = lines[best.key + offset]
            if quoted.trimmedEnd == real.trimmedEnd { continue }
            guard !fixed.contains(offset), !quoted.isBlankLine, !real.isBlankLine,
                similarity(Array(quoted), Array(real)) >= Self.leastSimilarity
            else { return nil }
        }
        return Placement(
            hunk: hunk, places: before.indices.map { best.key + $0 },
            reading: .withoutTrailingSpace, strategy: .near)
    }

    /// The lines that are removed, and the nearest ones above and below each change that are
    /// not blank, with the blank ones between.
    private static func fixed(_ hunk: Hunk, _ before: [Bytes]) -> Set<Int> {
        var fixed: Set<Int> = []
        func fix(_ lines: some Sequence<Int>) {
            for line in lines {
                fixed.insert(line)
                if !before[line].isBlankLine { return }
            }
        }
        var quoted = 0
        for line in hunk.lines {
            switch line {
            case .keep: quoted += 1
            case .remove:
                fixed.insert(quoted)
                fix((0..<quoted).reversed())
                quoted += 1
                fix(quoted..<before.count)
            case .add:
                fix((0..<quoted).reversed())
                fix(quoted..<before.count)
            }
        }
        return fixed
    }
}
