/// The lines of a diff's or an envelope's hunk while they are read.
struct HunkBody {
    private(set) var lines: [Hunk.Line] = []
    private var finalNewline = Hunk.FinalNewline.asBefore
    private var oldEndsWithoutNewline = false
    private var newEndsWithoutNewline = false
    /// How many blank lines without a mark stand at the end.
    private var unmarkedBlanks = 0
    var anchors: [[UInt8]] = []
    var claimedLine: Int?
    let replyLine: Int

    init(replyLine: Int) { self.replyLine = replyLine }

    /// Whether no line was read.
    var isEmpty: Bool { lines.isEmpty }

    /// The number of lines of the old file, without trailing blank lines that have no mark.
    var oldCount: Int {
        marked.count { if case .add = $0 { false } else { true } }
    }

    /// The number of lines of the new file, without trailing blank lines that have no mark.
    var newCount: Int {
        marked.count { if case .remove = $0 { false } else { true } }
    }

    /// The same numbers with the blank lines that have no mark.
    var fullCounts: (old: Int, new: Int) {
        (oldCount + unmarkedBlanks, newCount + unmarkedBlanks)
    }

    /// How many kept lines stand behind the last change; none where there is no change.
    var trailingContext: Int {
        let count = marked.reversed().prefix { if case .keep = $0 { true } else { false } }.count
        return count < marked.count ? count : 0
    }

    private var marked: ArraySlice<Hunk.Line> { lines.dropLast(unmarkedBlanks) }

    /// Takes a line with its mark; gives `false` where it is not part of a hunk.
    @discardableResult
    mutating func append(_ line: Bytes, isUnmarkedKept: Bool) -> Bool {
        switch line.first {
        case 0x2B: lines.append(.add(Array(line.dropFirst())))
        case 0x2D: lines.append(.remove(Array(line.dropFirst())))
        case 0x20: lines.append(.keep(Array(line.dropFirst())))
        case nil:
            lines.append(.keep([]))
            unmarkedBlanks += 1
            return true
        case 0x5C where line.starts(with: "\\ "):
            switch lines.last {
            case .remove: oldEndsWithoutNewline = true
            case .add: newEndsWithoutNewline = true
            case .keep, nil:
                oldEndsWithoutNewline = true
                newEndsWithoutNewline = true
            }
            return true
        default:
            guard isUnmarkedKept else { return false }
            lines.append(.keep(Array(line)))
        }
        unmarkedBlanks = 0
        return true
    }

    /// The finished hunk; `nil` where there is nothing in it.
    func hunk(allowsEmpty: Bool = false) -> Hunk? {
        let kept = Array(marked)
        guard allowsEmpty || !kept.isEmpty else { return nil }
        let end: Hunk.FinalNewline =
            switch (oldEndsWithoutNewline, newEndsWithoutNewline) {
            case (true, false): .present
            case (_, true): .absent
            case (false, false): .asBefore
            }
        return Hunk(
            lines: kept, claimedLine: claimedLine, anchors: anchors, finalNewline: end,
            replyLine: replyLine)
    }
}
