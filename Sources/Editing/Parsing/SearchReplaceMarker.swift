/// The lines that mark the parts of a search/replace block, in all their spellings.
enum SearchReplaceMarker {
    private static let startWords: [StaticString] = ["search", "original", "before"]
    private static let endWords: [StaticString] = ["replace", "updated", "after"]

    /// Tells whether a line begins a block, as `<<<<<<< SEARCH` and `------- search` do.
    static func isStart(_ line: Bytes) -> Bool {
        guard let word = wordBehindRun(line, of: [0x3C, 0x2D]) else { return false }
        let plain = word.last == 0x3E ? word.dropLast() : word
        return startWords.contains {
            plain.count == $0.utf8CodeUnitCount && plain.startsIgnoringCase($0)
        }
    }

    /// Tells whether a line ends a block, as `>>>>>>> REPLACE` and `+++++++ replace` do.
    static func isEnd(_ line: Bytes) -> Bool {
        guard let word = wordBehindRun(line, of: [0x3E, 0x2B]) else { return false }
        return endWords.contains {
            word.count == $0.utf8CodeUnitCount && word.startsIgnoringCase($0)
        }
    }

    /// Tells whether a line can divide a block in its halves.
    static func isDivider(_ line: Bytes) -> Bool {
        let trimmed = line.trimmed
        return (5...12).contains(trimmed.count) && trimmed.allSatisfy { $0 == 0x3D }
    }

    /// The length of the run that a marker begins with.
    static func runLength(_ line: Bytes) -> Int {
        let trimmed = line.trimmed
        guard let first = trimmed.first else { return 0 }
        return trimmed.prefix { $0 == first }.count
    }

    private static func wordBehindRun(_ line: Bytes, of marks: [UInt8]) -> Bytes? {
        let trimmed = line.trimmed
        guard trimmed.count <= 40, let first = trimmed.first, marks.contains(first) else {
            return nil
        }
        let length = trimmed.prefix { $0 == first }.count
        guard (5...12).contains(length) else { return nil }
        return trimmed.dropFirst(length).trimmed
    }
}
