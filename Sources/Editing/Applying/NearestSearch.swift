/// Finds the passage of a file that comes nearest to what was quoted.
enum NearestSearch {
    /// How much of a file is looked at.
    private static let mostLines = 20_000

    /// The nearest passage; `nil` where nothing is alike.
    ///
    /// Windows of the quotation's length are compared by the words in them, which costs
    /// one pass over the file; the best three are then compared byte by byte.
    static func nearest(to quoted: [[UInt8]], in lines: [Bytes], path: String) -> NearestPassage? {
        let quoted = trimmed(quoted.map { $0[...] })
        guard !quoted.isEmpty, !lines.isEmpty else { return nil }
        let lines = lines.prefix(mostLines)
        let height = min(quoted.count, lines.count)
        var wanted: [UInt64: Int] = [:]
        for line in quoted.prefix(400) { for word in words(line) { wanted[word, default: 0] += 1 } }
        guard !wanted.isEmpty else { return nil }
        let fileWords = lines.map { line in words(line).filter { wanted[$0] != nil } }
        var seen: [UInt64: Int] = [:]
        var score = 0
        var best: [(score: Int, start: Int)] = []
        for end in 0..<fileWords.count {
            for word in fileWords[end] {
                seen[word, default: 0] += 1
                if seen[word, default: 0] <= wanted[word, default: 0] { score += 1 }
            }
            if end >= height {
                for word in fileWords[end - height] {
                    if seen[word, default: 0] <= wanted[word, default: 0] { score -= 1 }
                    seen[word, default: 0] -= 1
                }
            }
            let start = end - height + 1
            guard start >= 0, score > 0 else { continue }
            if best.count < 3 || score > best[best.count - 1].score {
                best.append((score, start))
                best.sort { ($0.score, $1.start) > ($1.score, $0.start) }
                if best.count > 3 { best.removeLast() }
            }
        }
        let text = joined(quoted)
        var found: NearestPassage?
        for (_, start) in best {
            let passage = Array(lines[start..<(start + height)])
            let ratio = similarity(text, joined(passage))
            guard ratio > (found?.similarity ?? 0) else { continue }
            found = NearestPassage(
                path: path, line: start + 1, lines: passage.map { Array($0) }, similarity: ratio)
        }
        return found
    }

    private static func trimmed(_ lines: [Bytes]) -> [Bytes] {
        guard let first = lines.firstIndex(where: { !$0.isBlankLine }),
            let last = lines.lastIndex(where: { !$0.isBlankLine })
        else { return [] }
        return Array(lines[first...last])
    }

    private static func joined(_ lines: [Bytes]) -> [UInt8] {
        // Longer passages are compared by their beginning; that bounds the time.
        Array(Array(lines.joined(separator: [0x0A])).prefix(1000))
    }

    /// The words of a line as hashes.
    private static func words(_ line: Bytes) -> [UInt64] {
        line.split { !($0.isLetter || $0.isDigit || $0 == 0x5F || $0 >= 0x80) }.map {
            LineReading.exact.hash($0)
        }
    }
}
