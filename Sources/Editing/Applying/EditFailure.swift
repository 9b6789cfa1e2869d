/// One edit that could not be applied, with what helps to mend it.
struct EditFailure {
    /// How many failures are explained in full.
    static let mostShown = 5
    /// After how many failures the rest of a reply is not looked at.
    static let mostTried = 50

    var reason: Refusal.Reason
    var message: String
    var replyLine: Int
    var path: String
    var nearest: NearestPassage?
    var candidates = 0

    init(reason: Refusal.Reason, message: String, replyLine: Int, path: String) {
        self.reason = reason
        self.message = message
        self.replyLine = replyLine
        self.path = path
    }

    /// Explains why a hunk has no place.
    ///
    /// - Parameter isDetailed: Whether the nearest lines are looked for, which costs a pass
    ///   over the file.
    init(
        _ hunk: Hunk, _ finding: EditedText.Finding, in text: EditedText, path: String,
        isDetailed: Bool
    ) {
        self.replyLine = hunk.replyLine
        self.path = path
        let lines = text.lines
        switch finding {
        case .ambiguous(let starts):
            reason = .ambiguous
            candidates = starts.count
            message = Self.ambiguity(path, starts, lines, quoted: hunk.before.count)
        case .overlap(let line):
            reason = .overlap
            message =
                "\(path): the quoted lines at line \(line + 1) were changed by an earlier edit of "
                + "this reply. Make one edit of the two."
        case .elision:
            reason = .elision
            message =
                "\(path): a line of the new text stands for lines that are left out. "
                + "Write all lines that are to be there."
        case .notFound, .found, .alreadyApplied:
            let quoted = hunk.before
            if quoted.contains(where: { ElisionLine.sign($0[...]) == .comment }) {
                reason = .elision
                message =
                    "\(path): a quoted line stands for lines that are left out, and it is "
                    + "not certain which. Quote the lines to change without gaps."
            } else {
                reason = .notFound
                message = "\(path): the quoted lines are not in the file."
            }
            if isDetailed {
                nearest = NearestSearch.nearest(to: quoted, in: lines, path: path)
            }
            if let nearest { message += "\n" + Self.comparison(quoted, nearest) }
        }
    }

    /// How the hunk appears in the list of all hunks.
    var explanation: HunkExplanation {
        HunkExplanation(
            path: path, strategy: nil, similarity: nearest?.similarity ?? 0,
            candidates: candidates, line: nearest?.line ?? 0)
    }

    /// The refusal that all failures of a reply make.
    static func refusal(_ failures: [EditFailure], hunks: [HunkExplanation]) -> Refusal? {
        guard let first = failures.first else { return nil }
        let shown = failures.prefix(mostShown)
        var message = "Nothing was applied, because "
        message +=
            failures.count == 1
            ? "one edit has no certain place." : "\(failures.count) edits have no certain place."
        for failure in shown {
            message += "\n\nEdit on line \(failure.replyLine) of the reply: \(failure.message)"
        }
        if failures.count > shown.count {
            message += "\n\nThe other \(failures.count - shown.count) are not shown."
        }
        if failures.count >= mostTried { message += " What follows them was not tried." }
        return Refusal(
            reason: first.reason, message: message, hunks: hunks,
            nearest: failures.compactMap(\.nearest))
    }

    private static func ambiguity(
        _ path: String, _ starts: [Int], _ lines: [Bytes], quoted: Int
    ) -> String {
        let isMany = starts.count >= LineIndex.mostPlaces(ofLines: quoted)
        var text =
            "\(path): the quoted lines occur \(isMany ? "at least " : "")\(starts.count) times, at "
            + (starts.count == 1 ? "line " : "lines ")
            + starts.prefix(10).map { String($0 + 1) }.joined(separator: ", ")
            + (starts.count > 10 ? ", …" : "")
            + ". Quote more lines, so that only one place fits. The lines above each:"
        for start in starts.prefix(4) {
            for line in max(0, start - 2)...min(start, max(lines.count - 1, 0)) {
                text += "\n" + numbered(line, lines)
            }
            text += "\n"
        }
        return text
    }

    private static func comparison(_ quoted: [[UInt8]], _ nearest: NearestPassage) -> String {
        var text = "The nearest lines (\(Int(nearest.similarity * 100)) % alike):"
        for (offset, line) in nearest.lines.prefix(40).enumerated() {
            text += "\n\(pad(nearest.line + offset)) | \(line[...].text)"
        }
        text += "\nDifference (- as quoted, + as in the file):"
        let difference = LineDifference.lines(
            from: quoted.map { $0[...] }, to: nearest.lines.map { $0[...] })
        var shown = 0
        for line in difference where shown < 40 {
            switch line {
            case .remove(let bytes): text += "\n-\(bytes[...].text)"
            case .add(let bytes): text += "\n+\(bytes[...].text)"
            case .keep: continue
            }
            shown += 1
        }
        return text
    }

    private static func numbered(_ line: Int, _ lines: [Bytes]) -> String {
        guard lines.indices.contains(line) else { return "" }
        return "\(pad(line + 1)) | \(lines[line].text)"
    }

    private static func pad(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: " ", count: max(0, 5 - digits.count)) + digits
    }
}
