/// Cuts the parts out of a file that is too large to be shown whole.
///
/// The text of a part is that of the file, byte for byte, so that an edit that quotes it matches.
package enum FileWindow {
    /// The parts around lines, in the order of the file; what touches is one part.
    ///
    /// - Parameters:
    ///   - lines: Counted from 1; those behind the end count as the last. None: the beginning.
    ///   - limitBytes: Of all parts together; each line has its turn.
    ///   - reach: Lines shown before and behind each.
    package static func parts(
        of text: String, path: String, around lines: [Int], limitBytes: Int, reach: Int = 40
    ) -> [ContextFile] {
        let all = text.utf8.split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let total = max(1, all.last?.isEmpty == true ? all.count - 1 : all.count)
        var wanted: Set<Int> = []
        var left = limitBytes
        /// From the lines outwards, so that what is nearest is there where not all fits.
        func take(_ line: Int) -> Bool {
            guard line >= 1, line <= total, !wanted.contains(line) else { return true }
            let cost = all[line - 1].count + 1
            guard cost <= left else { return false }
            left -= cost
            wanted.insert(line)
            return true
        }
        if lines.isEmpty {
            var line = 1
            while line <= total, take(line) { line += 1 }
        }
        var places = lines.map { (center: min(max(1, $0), total), up: true, down: true) }
        for distance in 0...reach {
            for index in places.indices {
                let center = places[index].center
                if places[index].up { places[index].up = take(center - distance) }
                if places[index].down { places[index].down = take(center + distance) }
            }
        }
        return ranges(wanted.sorted()).map { range in
            let bytes = all[(range.lowerBound - 1)..<range.upperBound]
                .map { String(decoding: $0, as: UTF8.self) + "\n" }.joined()
            let isWhole = range == 1...total
            return ContextFile(
                path: path, text: bytes,
                part: isWhole ? nil : ContextFile.Part(lines: range, total: total))
        }
    }

    private static func ranges(_ lines: [Int]) -> [ClosedRange<Int>] {
        var ranges: [ClosedRange<Int>] = []
        for line in lines {
            if let last = ranges.last, last.upperBound + 1 == line {
                ranges[ranges.count - 1] = last.lowerBound...line
            } else {
                ranges.append(line...line)
            }
        }
        return ranges
    }
}
