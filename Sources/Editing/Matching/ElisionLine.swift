/// Recognises lines that stand for text left out.
enum ElisionLine {
    private static let phrases: [StaticString] = [
        "rest of", "existing", "unchanged", "remains", "remain ", "the same", "remaining",
        "omitted", "previous", "other ", "as before", "same as", "etc", "snip", "keep ",
        "no change", "not changed", "more ", "your ", "continue", "truncated", "above", "below",
    ]

    private static let openings: [StaticString] = [
        "rest", "the rest", "existing", "remaining", "unchanged", "other ", "previous", "same",
        "omitted", "more ", "keep ", "code ", "your ", "as before", "snip",
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
        let marks: [StaticString] = ["<!--", "//", "/*", "--", "#", ";", "%", "*", "{/*", "\"\"\""]
        for opening in marks {
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
        let isBracketed =
            (rest.first == 0x28 && rest.last == 0x29) || (rest.first == 0x5B && rest.last == 0x5D)
        if isBracketed { rest = rest.dropFirst().dropLast().trimmed }
        let (opensWithDots, endsWithDots) = (rest.starts(with: "..."), rest.suffix(3).equals("..."))
        if opensWithDots, rest.allSatisfy({ $0 == 0x2E || $0 == 0x20 }) {
            return isComment ? .comment : .dots
        }
        guard isComment else {
            // Python's doctest continues lines with three dots.
            return opensWithDots && endsWithDots && mentions(rest, phrases) ? .comment : .none
        }
        if opensWithDots { return .comment }
        // A sentence may trail off; a line that stands for others begins with saying so.
        if endsWithDots || isBracketed {
            return openings.contains { rest.startsIgnoringCase($0) } ? .comment : .none
        }
        return saysRest(rest) ? .comment : .none
    }

    private static func mentions(_ text: Bytes, _ phrases: [StaticString]) -> Bool {
        let lowered = Array(text.map(\.lowered))[...]
        return phrases.contains { phrase in
            phrase.withUTF8Buffer { lowered.position(of: Array($0)[...]) } != nil
        }
    }

    /// Whether a comment without dots says that the rest is as it was.
    private static func saysRest(_ text: Bytes) -> Bool {
        func has(_ phrase: StaticString) -> Bool { mentions(text, [phrase]) }
        let isRest =
            has("rest of the") || has("remaining code") || has("existing code")
            || has("other functions") || has("other methods")
        return isRest
            && (has("unchanged") || has("same") || has("remains") || has("here") || has("as before")
                || has("not changed") || has("goes"))
    }

    /// Whether a new line would put an elision into the file.
    ///
    /// Three dots alone are a body in Python where the line above, which is new itself,
    /// opens a block or ends a description. Under a line that was there before they stand
    /// for the body that was there.
    static func isElision(_ line: [UInt8], after previous: (text: [UInt8], isNew: Bool)?) -> Bool {
        switch sign(line[...]) {
        case .none: return false
        case .comment: return true
        case .dots:
            guard let previous, previous.isNew, let end = previous.text[...].trimmedEnd.last else {
                return true
            }
            return end != UInt8(ascii: ":") && end != 0x22 && end != 0x27
        }
    }
}
