/// Replacing a text wherever it occurs.
extension EditedText {
    /// What replacing everywhere came to.
    enum EveryPlace {
        /// It was replaced so many times, first on this line, counted from 0.
        case replaced(Int, first: Int)
        /// Some occurrences are parts of longer words; their lines, counted from 0.
        case partsOfWords([Int])
        /// The text is not there as quoted.
        case none
    }

    /// Replaces a text everywhere, byte for byte but for line ends.
    ///
    /// Nothing decides whether a word is meant where it is a part of a longer one.
    mutating func replaceEverywhere(_ hunk: Hunk) -> EveryPlace {
        let end = file.usualEnd.bytes
        let search = hunk.before.joined(separator: end)
        let replacement = hunk.after.joined(separator: end)
        let text = bytes
        guard !search.allSatisfy(\.isSpace) else { return .none }
        let wanted = Array(search)[...]
        var starts: [Int] = []
        var from = 0
        while let at = text[from...].position(of: wanted) {
            starts.append(at)
            from = at + wanted.count
        }
        guard let first = starts.first else { return .none }
        let parts = starts.filter { start in
            text[...].splitsWord(start..<(start + wanted.count))
        }
        func line(_ at: Int) -> Int { text[..<at].count { $0 == 0x0A } }
        guard parts.isEmpty else {
            return .partsOfWords(parts.prefix(LineIndex.mostPlaces(ofLines: 1)).map(line))
        }
        var out: [UInt8] = []
        from = 0
        for start in starts {
            out += text[from..<start]
            out += replacement
            from = start + wanted.count
        }
        out += text[from...]
        self = EditedText(out)
        return .replaced(starts.count, first: line(first))
    }
}

extension ArraySlice<UInt8> {
    /// Whether a range begins or ends inside a word.
    func splitsWord(_ range: Range<Int>) -> Bool {
        func isJoined(_ at: Int) -> Bool {
            at > startIndex && at < endIndex && self[at - 1].isWordByte && self[at].isWordByte
        }
        return isJoined(range.lowerBound) || isJoined(range.upperBound)
    }
}

extension UInt8 {
    /// Whether the byte is a part of a word.
    fileprivate var isWordByte: Bool { isLetter || isDigit || self == 0x5F || self >= 0x80 }
}
