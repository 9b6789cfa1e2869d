/// A hunk in whose two halves the same lines stand for text left out.
struct ElidedHunk {
    /// The hunk with such lines as kept lines of three dots.
    let hunk: Hunk
    /// The quoted lines between them.
    let segments: [Range<Int>]

    /// Reads a hunk; `nil` where nothing is left out or the halves differ in that.
    init?(_ hunk: Hunk) {
        // Each gap is weighed against all others.
        let mostGaps = 64
        let signs = hunk.before.lazy.filter { ElisionLine.sign($0[...]) != .none }
        guard (1...mostGaps).contains(signs.prefix(mostGaps + 1).reduce(0) { sum, _ in sum + 1 })
        else { return nil }
        let dots = [UInt8](repeating: 0x2E, count: 3)
        func marked(_ lines: [[UInt8]]) -> [Bytes] {
            lines.map { ElisionLine.sign($0[...]) == .none ? $0[...] : dots[...] }
        }
        let before = marked(hunk.before)
        let after = marked(hunk.after)
        let gaps = before.count { $0.elementsEqual(dots) }
        guard gaps == after.count(where: { $0.elementsEqual(dots) })
        else { return nil }
        var lines: [Hunk.Line] = []
        var (old, new) = (before[...], after[...])
        while true {
            let (a, b) = (
                old.firstIndex { $0.elementsEqual(dots) } ?? old.endIndex,
                new.firstIndex { $0.elementsEqual(dots) } ?? new.endIndex
            )
            lines += LineDifference.lines(from: Array(old[..<a]), to: Array(new[..<b]))
            guard a < old.endIndex else { break }
            lines.append(.keep(dots))
            (old, new) = (old[(a + 1)...], new[(b + 1)...])
        }
        var copy = hunk
        copy.lines = lines
        self.hunk = copy

        var segments: [Range<Int>] = []
        var start = 0
        for end in before.indices.filter({ before[$0].elementsEqual(dots) }) + [before.count] {
            // Blank lines beside an elision are as vague as the elision.
            var range = start..<end
            while start > 0, let first = range.first, before[first].isBlankLine {
                range = range.dropFirst()
            }
            while end < before.count, let last = range.last, before[last].isBlankLine {
                range = range.dropLast()
            }
            if !range.isEmpty { segments.append(range) }
            start = end + 1
        }
        guard !segments.isEmpty else { return nil }
        self.segments = segments
    }
}
