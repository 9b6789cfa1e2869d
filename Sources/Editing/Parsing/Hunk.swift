/// One place of a file that changes: what is there now, and what is there afterwards.
///
/// Search/replace blocks, diff hunks and structured operations all become hunks, so
/// that there is one way of finding a place and one of changing it.
package struct Hunk: Sendable, Equatable {
    /// A line of the hunk, without its line end.
    package enum Line: Sendable, Equatable {
        /// Is there before and afterwards; the file's own bytes stay.
        case keep([UInt8])
        /// Is there before only.
        case remove([UInt8])
        /// Is there afterwards only.
        case add([UInt8])

        /// The text of the line.
        var text: [UInt8] {
            switch self {
            case .keep(let text), .remove(let text), .add(let text): text
            }
        }

        /// Whether the line is there before.
        var isQuoted: Bool { if case .add = self { false } else { true } }
    }

    /// What a hunk says about the newline at the end of the file.
    package enum FinalNewline: Sendable, Equatable {
        /// Nothing: the file keeps what it has.
        case asBefore
        /// The file ends with a newline afterwards.
        case present
        /// The file ends without a newline afterwards.
        case absent
    }

    /// The lines, kept, removed and added.
    package var lines: [Line]
    /// The line of the old file on which the hunk claims to begin, counted from 1.
    ///
    /// A hint among places that match equally, never evidence; `nil` where there is none.
    package var claimedLine: Int?
    /// The definitions that the hunk claims to be in, the outermost first.
    package var anchors: [[UInt8]]
    /// What the hunk says about the end of the file.
    package var finalNewline: FinalNewline
    /// Whether the quoted text may be a part of a line.
    ///
    /// Only structured edits quote text rather than lines.
    package var allowsPartOfLine: Bool
    /// Whether the text is replaced wherever it occurs, and not in one place only.
    package var isForEveryPlace = false
    /// The line of the reply on which the hunk begins, counted from 1.
    package var replyLine: Int

    /// Makes a hunk.
    package init(
        lines: [Line], claimedLine: Int? = nil, anchors: [[UInt8]] = [],
        finalNewline: FinalNewline = .asBefore, allowsPartOfLine: Bool = false, replyLine: Int = 1
    ) {
        self.lines = lines
        self.claimedLine = claimedLine
        self.anchors = anchors
        self.finalNewline = finalNewline
        self.allowsPartOfLine = allowsPartOfLine
        self.replyLine = replyLine
    }

    /// The lines that the hunk expects to find.
    package var before: [[UInt8]] {
        lines.compactMap { line in
            switch line {
            case .keep(let text), .remove(let text): text
            case .add: nil
            }
        }
    }

    /// The lines that the hunk leaves behind.
    package var after: [[UInt8]] {
        lines.compactMap { line in
            switch line {
            case .keep(let text), .add(let text): text
            case .remove: nil
            }
        }
    }

    /// Whether another hunk says the same thing once more, wherever it stands in the reply.
    ///
    /// Hunks that name different lines or definitions ask for different places.
    func asksForTheSame(as other: Hunk) -> Bool {
        let (mine, theirs) = (claimedLine ?? other.claimedLine, other.claimedLine ?? claimedLine)
        let isSamePlace =
            mine == theirs
            && (anchors == other.anchors || anchors.isEmpty || other.anchors.isEmpty)
        return isSamePlace && lines == other.lines && finalNewline == other.finalNewline
            && isForEveryPlace == other.isForEveryPlace
    }
}
