/// Redacts a text of any length as it comes, holding little of it.
///
/// It is cut where no secret can be: at the ends of lines, not inside a private key, nor inside a
/// key of the user's own that has several lines. A line of more than ``lineLimit`` is cut at a
/// sign.
package struct RedactionStream {
    /// How many secrets of each kind were taken out so far.
    package private(set) var found: [SecretKind: Int] = [:]

    private let redactor: Redactor
    private var pending: [UInt8] = []
    /// How much has to be there before it is looked for a place to cut.
    private var enough = RedactionStream.chunk

    package init(_ redactor: Redactor) { self.redactor = redactor }

    /// Takes more of the text.
    ///
    /// - Returns: As much of the redacted text as is certain; often nothing.
    package mutating func redact(_ bytes: some Sequence<UInt8>) -> Redacted {
        pending += bytes
        guard pending.count >= enough else { return Redacted(literal: "") }
        guard let cut = cut() else {
            enough = pending.count + RedactionStream.chunk
            return Redacted(literal: "")
        }
        enough = RedactionStream.chunk
        let ready = Array(pending[..<cut])
        pending.removeSubrange(..<cut)
        return clean(ready)
    }

    /// The rest of the redacted text, where nothing more comes.
    package mutating func end() -> Redacted {
        let rest = pending
        pending = []
        return clean(rest)
    }

    private mutating func clean(_ bytes: [UInt8]) -> Redacted {
        let (text, found) = redactor.redact(bytes)
        self.found.merge(found, uniquingKeysWith: +)
        return text
    }

    // MARK: Where it is cut

    private func cut() -> Int? {
        let last = max(0, pending.count - redactor.reach)
        if let end = endOfParagraph(before: last) ?? endOfLine(before: last) {
            let cut = redactor.outsideOwnValues(beforePrivateKey(end), in: pending)
            if cut > 0 { return cut }
        }
        guard pending.count >= RedactionStream.lineLimit else { return nil }
        let tail = pending.count - RedactionStream.chunk..<pending.count
        for signs in [",;}", " \t", "\"'()[]{}<>&|"] {
            if let sign = pending[tail].lastIndex(where: { signs.utf8.contains($0) }) {
                return sign + 1
            }
        }
        // Not between the bytes of one character.
        var cut = pending.count
        while cut > tail.lowerBound, pending[cut - 1] >= 0x80 { cut -= 1 }
        return cut > tail.lowerBound ? cut : pending.count
    }

    /// A blank line: what belongs together over the ends of lines is not torn.
    private func endOfParagraph(before last: Int) -> Int? {
        var index = last - 1
        while index > max(0, last - RedactionStream.paragraph) {
            if pending[index] == Ascii.newline, pending[index - 1] == Ascii.newline {
                return index + 1
            }
            index -= 1
        }
        return nil
    }

    private func endOfLine(before last: Int) -> Int? {
        pending[..<last].lastIndex(of: Ascii.newline).map { $0 + 1 }
    }

    /// The start of the private key that is open at an index, or the index.
    private func beforePrivateKey(_ index: Int) -> Int {
        let text = SecretText(pending)
        var cursor = index - 1
        while cursor >= max(0, index - PrivateKeyBlock.sizeLimit) {
            if pending[cursor] == Ascii.dash {
                if text.has(PrivateKeyBlock.end, at: cursor) { return index }
                if text.has(PrivateKeyBlock.begin, at: cursor) {
                    return pending[..<cursor].lastIndex(of: Ascii.newline).map { $0 + 1 } ?? cursor
                }
            } else if pending[cursor] == UInt8(ascii: "P") {
                if text.has(PrivateKeyBlock.puttyEnd, at: cursor) { return index }
                if text.has(PrivateKeyBlock.puttyLines, at: cursor) { return cursor }
            }
            cursor -= 1
        }
        return index
    }

    private static let chunk = 1 << 20
    private static let paragraph = 1 << 16
    /// Longer lines are held no longer.
    static let lineLimit = 16 << 20
}
