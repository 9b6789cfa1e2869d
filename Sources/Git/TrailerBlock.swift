/// Finds the lines of a message that git takes for trailers.
///
/// The last paragraph counts unless it is the first. Either all its lines are trailers, or one of
/// them is written by git itself and at least a quarter are trailers (`git help
/// interpret-trailers`). All of it is about bytes: what a reader sees as one character may be a
/// colon and an accent.
enum TrailerBlock {
    typealias Line = ArraySlice<UInt8>

    private static let generated = ["Signed-off-by: ", "(cherry picked from commit "].map {
        Array($0.utf8)
    }

    /// The lines of a text, without their ends.
    static func lines(of text: String) -> [Line] {
        Array(text.utf8)[...].split(separator: 0x0a, omittingEmptySubsequences: false)
    }

    /// The lines of the block; empty where the message has none.
    static func find(in message: [Line]) -> ArraySlice<Line> {
        let end = endOfText(message)
        let title = endOfTitle(message[..<end])
        guard let start = message[title..<end].lastIndex(where: isBlank) else { return [] }
        let block = message[(start + 1)..<end]
        var trailers = 0
        var others = 0
        var isGenerated = false
        var previousIsTrailer = false
        for line in block where !isComment(line) {
            if generated.contains(where: line.starts) {
                isGenerated = true
                trailers += 1
                previousIsTrailer = true
            } else if line.first.map(isSpace) == true {
                // The continuation of a trailer is none of its own, and no other line either.
                if !previousIsTrailer { others += 1 }
            } else if let separator = separator(in: line), separator > line.startIndex {
                trailers += 1
                previousIsTrailer = true
            } else {
                others += 1
                previousIsTrailer = false
            }
        }
        let counts = isGenerated ? trailers * 3 >= others : trailers > 0 && others == 0
        return counts ? block : []
    }

    /// Where the colon is that ends a key of letters, digits and hyphens, or nil.
    static func separator(in line: Line) -> Int? {
        var sawBlank = false
        for index in line.indices {
            switch line[index] {
            case UInt8(ascii: ":"): return index
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                guard !sawBlank else { return nil }
            case UInt8(ascii: " "), UInt8(ascii: "\t"):
                guard index > line.startIndex else { return nil }
                sawBlank = true
            default: return nil
            }
        }
        return nil
    }

    static func isComment(_ line: Line) -> Bool { line.first == UInt8(ascii: "#") }

    static func isBlank(_ line: Line) -> Bool { line.allSatisfy(isSpace) }

    /// What git's own `isspace` takes for blank, whatever the locale.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }

    static func trimmed(_ line: Line) -> String {
        let start = line.firstIndex { !isSpace($0) } ?? line.endIndex
        let end = line.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: line[start..<end], as: UTF8.self)
    }

    /// Blank and comment lines at the end are no text.
    private static func endOfText(_ message: [Line]) -> Int {
        message.lastIndex { !isBlank($0) && !isComment($0) }.map { $0 + 1 } ?? 0
    }

    /// The line after the first paragraph, which is never a trailer.
    private static func endOfTitle(_ message: ArraySlice<Line>) -> Int {
        message.firstIndex { !isComment($0) && isBlank($0) } ?? message.endIndex
    }
}
