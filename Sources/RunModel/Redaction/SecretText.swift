/// The text under scan, with the questions that finders ask of it.
struct SecretText {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    /// The byte at an index, or 0 outside the text.
    subscript(index: Int) -> UInt8 { index >= 0 && index < bytes.count ? bytes[index] : 0 }

    /// Whether a piece stands at an index.
    func has(_ piece: [UInt8], at index: Int) -> Bool {
        guard index >= 0, index + piece.count <= bytes.count else { return false }
        for offset in 0..<piece.count where bytes[index + offset] != piece[offset] { return false }
        return true
    }

    /// The end of the run of bytes of some kinds that begins at an index.
    ///
    /// - Parameter limit: How long a run may be that is looked at to its end.
    func endOfRun(_ kinds: ByteKind, from index: Int, limit: Int = .max) -> Int {
        var end = index
        let last = limit < bytes.count - index ? index + limit : bytes.count
        while end < last, !ByteKind(bytes[end]).isDisjoint(with: kinds) { end += 1 }
        return end
    }

    /// The start of the run of bytes of some kinds that ends before an index.
    func startOfRun(_ kinds: ByteKind, before index: Int, floor: Int) -> Int {
        var start = index
        while start > floor, !ByteKind(bytes[start - 1]).isDisjoint(with: kinds) { start -= 1 }
        return start
    }

    /// A mark that an earlier redaction left; it is never looked into.
    func mark(at index: Int) -> SecretSpan? {
        guard has(SecretText.markStart, at: index) else { return nil }
        let end = endOfRun([.lower, .digit, .joiner], from: index + SecretText.markStart.count)
        guard self[end] == Ascii.bracketEnd else { return nil }
        return SecretSpan(range: index..<end + 1, kind: nil)
    }

    /// Whether a word can begin at an index: what precedes is no letter or digit, or it is the end
    /// of an escape such as `\n`, `\u000a`, `%20` or a colour code.
    func isWordStart(_ index: Int) -> Bool {
        let before = ByteKind(self[index - 1])
        if index == 0 || before.isDisjoint(with: [.letter, .digit]) { return true }
        if self[index - 2] == Ascii.backslash, SecretText.escapes.contains(self[index - 1]) {
            return true
        }
        if self[index - 6] == Ascii.backslash, self[index - 5] == UInt8(ascii: "u") { return true }
        if self[index - 3] == Ascii.percent, Ascii.isHex(self[index - 1]),
            Ascii.isHex(self[index - 2])
        {
            return true
        }
        return self[index - 1] == UInt8(ascii: "m") && endsColourCode(index)
    }

    /// Whether `ESC [ … m` ends before an index, the escape raw or written out.
    private func endsColourCode(_ index: Int) -> Bool {
        var start = index - 2
        while self[start] == UInt8(ascii: ";") || ByteKind(self[start]).contains(.digit) {
            start -= 1
        }
        guard self[start] == Ascii.bracket else { return false }
        return self[start - 1] == 0x1B || has(SecretText.hexEscape, at: start - 2)
            || has(SecretText.octalEscape, at: start - 2)
            || has(SecretText.letterEscape, at: start - 2)
    }

    private static let markStart = Array("[redacted:".utf8)
    private static let escapes = Array("nrtbf".utf8)
    private static let hexEscape = Array("1b".utf8)
    private static let octalEscape = Array("33".utf8)
    private static let letterEscape = Array("\\e".utf8)
}
