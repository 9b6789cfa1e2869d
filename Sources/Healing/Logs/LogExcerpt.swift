/// Makes a log short enough for a prompt without losing what it says of the failure.
package enum LogExcerpt {
    /// Keeps the lines that name failures, what stands around them, and the end, in their order;
    /// what is left out is marked with its number of lines.
    ///
    /// - Parameter limitBytes: The most that the result may have, marks included, where it is at
    ///   least a few hundred.
    package static func condense(_ log: String, limitBytes: Int) -> String {
        let lines = LogText.lines(of: log, limitBytes: .max).map(shortened)
        if lines.reduce(0, { $0 + $1.utf8.count + 1 }) <= limitBytes {
            return lines.joined(separator: "\n")
        }
        var kept: Set<Int> = []
        var left = limitBytes - markBytes
        for group in groups(of: lines) {
            for index in group where !kept.contains(index) {
                // A line may open a gap, whose mark has to fit as well.
                let cost = lines[index].utf8.count + 1 + (kept.contains(index - 1) ? 0 : markBytes)
                if cost > left { continue }
                kept.insert(index)
                left -= cost
            }
        }
        return join(lines, keeping: kept)
    }

    private static let markBytes = 40
    private static let lineLimit = 400

    /// Line numbers by worth: what names failures, the end, what stands around, the beginning.
    private static func groups(of lines: [String]) -> [[Int]] {
        var telling: [Int] = []
        var copies: [String: Int] = [:]
        for index in lines.indices {
            let line = lines[index]
            let tells =
                SignReaders.sign(in: lines, at: index) != nil || line.hasPrefix("E  ")
                || marks.occur(in: line)
            guard tells else { continue }
            copies[line, default: 0] += 1
            if copies[line, default: 0] <= 2 { telling.append(index) }
        }
        let around = [(-2...2), (-8...6)].map { reach in
            telling.flatMap { index in
                reach.map { index + $0 }.filter(lines.indices.contains)
            }
        }
        return [
            telling, Array(lines.indices.suffix(6)), around[0], Array(lines.indices.suffix(20)),
            around[1], Array(lines.indices.prefix(10)),
        ]
    }

    private static let marks = Needles([
        "FAILED", "FAIL:", "--- FAIL", "not ok ", "✘", "✕", "● ", "error:", "Error:", "ERROR ",
        "Traceback", "panicked at", "-->",
    ])

    /// A very long line keeps its beginning and its end.
    private static func shortened(_ line: String) -> String {
        guard line.utf8.count > lineLimit else { return line }
        return "\(line.prefix(lineLimit * 2 / 3)) … \(line.suffix(lineLimit / 4))"
    }

    private static func join(_ lines: [String], keeping kept: Set<Int>) -> String {
        var output: [String] = []
        var gap = 0
        for index in lines.indices {
            if kept.contains(index) {
                if gap > 0 { output.append("[… \(gap) lines left out …]") }
                gap = 0
                output.append(lines[index])
            } else {
                gap += 1
            }
        }
        if gap > 0 { output.append("[… \(gap) lines left out …]") }
        return output.joined(separator: "\n")
    }
}
