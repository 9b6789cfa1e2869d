/// The lines of a text without their ends, cut with as little thought as can be.
struct TextLines {
    private(set) var lines: [ArraySlice<UInt8>] = []
    let hasByteOrderMark: Bool

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        hasByteOrderMark = rest.starts(with: [0xEF, 0xBB, 0xBF])
        if hasByteOrderMark { rest = rest.dropFirst(3) }
        lines = rest.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            line.last == 0x0D ? line.dropLast() : line
        }
        if lines.last?.isEmpty == true { lines.removeLast() }
    }
}

extension ArraySlice<UInt8> {
    /// Where some bytes stand first.
    func position(of wanted: ArraySlice<UInt8>) -> Int? {
        guard let first = wanted.first, count >= wanted.count else { return nil }
        var at = startIndex
        let last = endIndex - wanted.count
        while at <= last {
            guard let hit = self[at...last].firstIndex(of: first) else { return nil }
            if self[hit..<(hit + wanted.count)] == wanted { return hit }
            at = hit + 1
        }
        return nil
    }
}

extension [UInt8] {
    /// The bytes between the lines `%%`, which stand for several files of one input.
    var parts: [[UInt8]] {
        var parts: [[UInt8]] = [[]]
        var rest = self[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<end]
            if line.elementsEqual("%%\n".utf8) {
                parts.append([])
            } else {
                parts[parts.count - 1] += line
            }
            rest = rest[end...]
        }
        return parts
    }

    /// The text; what is not UTF-8 is replaced.
    var text: String { String(decoding: self, as: UTF8.self) }
}

extension String {
    /// Has a character that a terminal might obey; line ends and tabs do not count.
    var hasControl: Bool {
        unicodeScalars.contains { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
    }
}
