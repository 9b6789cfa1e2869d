/// A text that is looked for in the lines of files.
struct TextSearch {
    struct Hit: Equatable {
        /// Counted from 1.
        var number: Int
        /// The line, or what fits of it.
        var text: String
    }

    private let needle: [UInt8]
    private let ignoresCase: Bool
    /// For each beginning of the needle, how much of it is also its end: where the next byte does
    /// not fit, the search goes on from there (Knuth, Morris and Pratt, 1977).
    private let borders: [Int]

    private static let shownBytes = 240

    init(_ text: String, ignoresCase: Bool) {
        let needle = ignoresCase ? Array(text.utf8).map(TextSearch.small) : Array(text.utf8)
        var borders = [Int](repeating: 0, count: needle.count)
        var border = 0
        for index in needle.indices.dropFirst() {
            while border > 0, needle[index] != needle[border] { border = borders[border - 1] }
            if needle[index] == needle[border] { border += 1 }
            borders[index] = border
        }
        self.needle = needle
        self.ignoresCase = ignoresCase
        self.borders = borders
    }

    /// The lines that hold the text, each once, the first ones.
    func lines(in text: [UInt8], limit: Int) -> [Hit] {
        guard !needle.isEmpty, text.count >= needle.count else { return [] }
        var hits: [Hit] = []
        var (number, counted, position) = (1, 0, 0)
        text.withUnsafeBufferPointer { bytes in
            while hits.count < limit, let found = next(in: bytes, from: position) {
                while counted < found {
                    if bytes[counted] == 0x0a { number += 1 }
                    counted += 1
                }
                var start = found
                while start > 0, bytes[start - 1] != 0x0a { start -= 1 }
                var end = found
                while end < bytes.count, bytes[end] != 0x0a { end += 1 }
                hits.append(Hit(number: number, text: TextSearch.shown(bytes[start..<end])))
                position = end
            }
        }
        return hits
    }

    private func next(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var matched = 0
        var position = start
        while position < bytes.count {
            let byte = byte(bytes[position])
            while matched > 0, byte != needle[matched] { matched = borders[matched - 1] }
            if byte == needle[matched] { matched += 1 }
            if matched == needle.count { return position - matched + 1 }
            position += 1
        }
        return nil
    }

    private func byte(_ byte: UInt8) -> UInt8 { ignoresCase ? TextSearch.small(byte) : byte }

    private static func small(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    private static func shown(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        let cut = line.count > shownBytes ? "…" : ""
        var text = String(decoding: line.prefix(shownBytes), as: UTF8.self)
        if text.last == "\r" { text.removeLast() }
        return text + cut
    }
}
