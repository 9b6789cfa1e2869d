/// A whole file as a reply gives it, made to fit the file that it replaces.
struct WholeFile {
    /// The bytes that the file has afterwards.
    let bytes: [UInt8]
    /// Why it must not be written.
    let problem: (reason: Refusal.Reason, message: String)?
    /// Whether enough of the file that it replaces is kept to be sure which is meant.
    let isAlike: Bool

    /// Fits a text to the file that it replaces.
    ///
    /// Line ends, byte order mark and the newline at the end stay as the file has them.
    ///
    /// - Parameter old: The file as it is; `nil` for a new one.
    init(_ text: [UInt8], replacing old: [UInt8]?) {
        let new = FileText(text)
        let base = old.map { FileText($0) }
        let known = Set((base?.lines ?? []).map(\.text))
        let (kept, all) = base.map { Self.kept(of: $0, in: new) } ?? (0, 0)
        isAlike = all > 0 && kept * 5 >= all * 2
        problem = Self.elision(new, known: known) ?? Self.loss(kept: kept, of: all)
        guard let base, !base.lines.isEmpty else {
            bytes = text
            return
        }
        let end = base.usualEnd.bytes
        var out: [UInt8] = base.hasByteOrderMark ? [0xEF, 0xBB, 0xBF] : []
        for (index, line) in new.lines.enumerated() {
            out += line.text
            if index < new.lines.count - 1 || base.endsWithNewline { out += end }
        }
        bytes = out
    }

    /// Finds a line that stands for text left out and that the file does not have itself.
    private static func elision(
        _ new: FileText, known: Set<Bytes>
    ) -> (reason: Refusal.Reason, message: String)? {
        var previous: (text: [UInt8], isNew: Bool)?
        for (index, line) in new.lines.enumerated() {
            let text = Array(line.text)
            if !known.contains(line.text), ElisionLine.isElision(text, after: previous) {
                return (
                    .elision,
                    "line \(index + 1) of the new file, \"\(line.text.trimmed.text)\", stands for "
                        + "lines that are left out. Give the whole file, or edits that quote "
                        + "the lines to change."
                )
            }
            if !line.text.isBlankLine { previous = (text, !known.contains(line.text)) }
        }
        return nil
    }

    /// How many of a file's lines that are not blank a text keeps, and how many there are.
    private static func kept(of base: FileText, in new: FileText) -> (kept: Int, all: Int) {
        var left: [Bytes: Int] = [:]
        for line in new.lines { left[line.text.trimmedEnd, default: 0] += 1 }
        let old = base.lines.map(\.text.trimmedEnd).filter { !$0.isEmpty }
        var kept = 0
        for line in old {
            guard let count = left[line], count > 0 else { continue }
            left[line] = count - 1
            kept += 1
        }
        return (kept, old.count)
    }

    /// Refuses a text that is only a piece of the file.
    ///
    /// A whole file keeps at least two fifths of the lines that it replaces; of files with
    /// ten lines or less nothing is asked.
    private static func loss(
        kept: Int, of all: Int
    ) -> (reason: Refusal.Reason, message: String)? {
        guard all > 10, kept * 5 < all * 2 else { return nil }
        return (
            .elision,
            "the new text keeps \(kept) of the \(all) lines of the file, so it seems to be "
                + "a piece of it. Give the whole file, or edits that quote the lines to change."
        )
    }
}
