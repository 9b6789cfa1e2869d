/// Finds the definitions that a hunk says it is in.
struct Definitions {
    private let lines: [Bytes]

    init(_ lines: [Bytes]) { self.lines = lines }

    /// The lines inside the named definitions, or `nil` where a name is not in the file.
    ///
    /// - Parameter anchors: The names, the outermost first; each is looked for inside the
    ///   one before it.
    func ranges(_ anchors: [[UInt8]]) -> [Range<Int>]? {
        var ranges = [lines.indices]
        for anchor in anchors {
            ranges = ranges.flatMap { bodies(of: anchor[...], in: $0) }
            if ranges.isEmpty { return nil }
        }
        return ranges
    }

    private func bodies(of anchor: Bytes, in range: Range<Int>) -> [Range<Int>] {
        let wanted = LineReading.plainCharactersWithoutIndent.key(anchor)
        guard !wanted.isEmpty else { return [] }
        let keys = range.lazy.map {
            (line: $0, key: LineReading.plainCharactersWithoutIndent.key(lines[$0]))
        }
        var starts = keys.filter { $0.key == wanted }.map(\.line)
        if starts.isEmpty {
            // Headings are often cut or lack what stands behind the name.
            starts = keys.filter {
                $0.key.starts(with: wanted)
                    || (wanted.count > 40 && wanted.starts(with: $0.key) && $0.key.count > 20)
            }
            .map(\.line)
        }
        return starts.map { $0..<end(of: $0, before: range.upperBound) }
    }

    /// The line behind a definition: the first that is not indented more than its head.
    private func end(of head: Int, before limit: Int) -> Int {
        let depth = width(lines[head])
        var line = head + 1
        while line < limit {
            let text = lines[line].trimmed
            // A head of several lines goes on with its closing bracket.
            let continuesHead =
                text.first == 0x29 || text.first == 0x5D
                || (text.first == 0x7B && line == head + 1)
            if !text.isEmpty, width(lines[line]) <= depth, !continuesHead { return line }
            line += 1
        }
        return limit
    }

    private func width(_ line: Bytes) -> Int {
        line.indent.reduce(0) { $0 + ($1 == 0x09 ? 8 : 1) }
    }
}
