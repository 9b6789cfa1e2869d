/// Finds the lines of a message that git takes for trailers.
///
/// The last paragraph counts unless it is the first. Either all its lines are trailers, or one of
/// them is written by git itself and at least a quarter are trailers (`git help
/// interpret-trailers`).
enum TrailerBlock {
    private static let generated = ["Signed-off-by: ", "(cherry picked from commit "]

    static func lines(of message: [String]) -> ArraySlice<String> {
        let end = endOfText(message)
        let title = endOfTitle(message[..<end])
        guard let start = message[title..<end].lastIndex(where: isBlank) else { return [] }
        let block = message[(start + 1)..<end]
        var trailers = 0
        var others = 0
        var isGenerated = false
        var previousIsTrailer = false
        for line in block where !line.hasPrefix("#") {
            if generated.contains(where: line.hasPrefix) {
                isGenerated = true
                trailers += 1
                previousIsTrailer = true
            } else if line.first?.isWhitespace == true {
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
    static func separator(in line: String) -> String.Index? {
        var sawBlank = false
        for index in line.indices {
            let character = line[index]
            if character == ":" { return index }
            let isKey = character.isASCII && (character.isLetter || character.isNumber)
            if !sawBlank, isKey || character == "-" { continue }
            guard index > line.startIndex, character == " " || character == "\t" else {
                return nil
            }
            sawBlank = true
        }
        return nil
    }

    /// Blank and comment lines at the end are no text.
    private static func endOfText(_ message: [String]) -> Int {
        message.lastIndex { !isBlank($0) && !$0.hasPrefix("#") }.map { $0 + 1 } ?? 0
    }

    /// The line after the first paragraph, which is never a trailer.
    private static func endOfTitle(_ message: ArraySlice<String>) -> Int {
        message.firstIndex { !$0.hasPrefix("#") && isBlank($0) } ?? message.endIndex
    }

    private static func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }
}
