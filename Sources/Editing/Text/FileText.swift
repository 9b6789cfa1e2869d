/// A file cut into lines that remember how they ended.
struct FileText {
    /// How a line ends.
    enum LineEnd {
        case newline, carriageReturnNewline, none

        /// The bytes of the line end.
        var bytes: [UInt8] {
            switch self {
            case .newline: [0x0A]
            case .carriageReturnNewline: [0x0D, 0x0A]
            case .none: []
            }
        }
    }

    /// A line without its end, and the end.
    struct Line {
        var text: Bytes
        var end: LineEnd
    }

    /// The lines; the last one has no line end where the file has no newline at its end.
    var lines: [Line]
    /// Whether the file begins with a byte order mark, which is not part of the first line.
    var hasByteOrderMark: Bool

    /// Cuts bytes into lines.
    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        hasByteOrderMark = rest.starts(with: [0xEF, 0xBB, 0xBF])
        if hasByteOrderMark { rest = rest.dropFirst(3) }
        lines = []
        lines.reserveCapacity(rest.count / 32)
        while !rest.isEmpty {
            guard let newline = rest.firstIndex(of: 0x0A) else {
                lines.append(Line(text: rest, end: .none))
                break
            }
            if newline > rest.startIndex, rest[newline - 1] == 0x0D {
                lines.append(
                    Line(text: rest[rest.startIndex..<(newline - 1)], end: .carriageReturnNewline))
            } else {
                lines.append(Line(text: rest[rest.startIndex..<newline], end: .newline))
            }
            rest = rest[(newline + 1)...]
        }
    }

    /// The line end that most lines have; a newline where there is none.
    var usualEnd: LineEnd {
        var balance = 0
        for line in lines {
            switch line.end {
            case .newline: balance += 1
            case .carriageReturnNewline: balance -= 1
            case .none: break
            }
        }
        return balance < 0 ? .carriageReturnNewline : .newline
    }

    /// Whether the last line has a line end; true of an empty file.
    var endsWithNewline: Bool {
        guard let last = lines.last else { return true }
        return switch last.end {
        case .none: false
        case .newline, .carriageReturnNewline: true
        }
    }

    /// Cuts a text of a reply into lines: line ends of either kind, none behind the last one.
    static func replyLines(_ bytes: Bytes) -> [Bytes] {
        var lines: [Bytes] = []
        var rest = bytes
        while let newline = rest.firstIndex(of: 0x0A) {
            let end = newline > rest.startIndex && rest[newline - 1] == 0x0D ? newline - 1 : newline
            lines.append(rest[rest.startIndex..<end])
            rest = rest[(newline + 1)...]
        }
        if !rest.isEmpty { lines.append(rest.last == 0x0D ? rest.dropLast() : rest) }
        return lines
    }
}
