/// Recognises lines that stand for text left out.
enum ElisionLine {
    private static let phrases: [StaticString] = [
        "rest of", "existing", "unchanged", "remains", "remain ", "the same", "remaining",
        "omitted", "previous", "other ", "as before", "same as", "etc", "snip", "keep ",
        "no change", "not changed", "more ", "your ", "continue", "truncated", "above", "below",
    ]

    /// How clearly a line stands for text left out.
    enum Sign {
        /// It is an ordinary line.
        case none
        /// Three dots alone, which some languages have as a statement.
        case dots
        /// A comment that says so.
        case comment
    }

    /// Tells whether a line stands for text left out.
    static func sign(_ line: Bytes) -> Sign {
        var rest = LookAlikes.plain(line).trimmed
        guard rest.count >= 3, rest.count <= 160 else { return .none }
        if rest.equals("...") { return .dots }
        var isComment = false
        let openings: [StaticString] = ["<!--", "//", "/*", "--", "#", ";", "%", "*", "{/*", "\"\"\""]
        for opening in openings {
            if let inner = rest.dropping(opening) {
                rest = inner.trimmed
                isComment = true
                break
            }
        }
        let closings: [StaticString] = ["-->", "*/}", "*/", "\"\"\""]
        for closing in closings
        where isComment && rest.suffix(closing.utf8CodeUnitCount).equals(closing) {
            rest = rest.dropLast(closing.utf8CodeUnitCount).trimmed
        }
        let isBracketed = (rest.first == 0x28 && rest.last == 0x29) || (rest.first == 0x5B && rest.last == 0x5D)
        if isBracketed { rest = rest.dropFirst().dropLast().trimmed }
        let hasDots = rest.starts(with: "...") || rest.suffix(3).equals("...")
        if hasDots, rest.trimmed.allSatisfy({ $0 == 0x2E }) { return isComment ? .comment : .dots }
        guard hasDots || (isComment && isBracketed) else {
            return isComment && saysRest(rest) ? .comment : .none
        }
        let lowered = Array(rest.map(\.lowered))[...]
        let mentions = phrases.contains { phrase in
            phrase.withUTF8Buffer { lowered.position(of: Array($0)[...]) } != nil
        }
        guard mentions else { return isComment && rest.starts(with: "...") ? .comment : .none }
        return .comment
    }

    /// Whether a comment without dots says that the rest is as it was.
    private static func saysRest(_ text: Bytes) -> Bool {
        let lowered = Array(text.map(\.lowered))[...]
        func has(_ phrase: StaticString) -> Bool {
            phrase.withUTF8Buffer { lowered.position(of: Array($0)[...]) } != nil
        }
        let isRest = has("rest of the") || has("remaining code") || has("existing code")
            || has("other functions") || has("other methods")
        return isRest
            && (has("unchanged") || has("same") || has("remains") || has("here") || has("as before")
                || has("not changed") || has("goes"))
    }

    /// Whether a new line would put an elision into the file.
    ///
    /// Three dots alone are a body in Python, Scala and others where the line above opens
    /// a block.
    static func isElision(_ line: [UInt8], after previous: [UInt8]?) -> Bool {
        switch sign(line[...]) {
        case .none: return false
        case .comment: return true
        case .dots:
            guard let end = previous.map({ $0[...].trimmedEnd })?.last else { return true }
            return end != UInt8(ascii: ":") && end != 0x22 && end != 0x27
        }
    }
}
