/// Goes through a reply once and hands each passage to the reader of its format.
struct ReplyReader {
    /// The reply cut into lines.
    let lines: [Bytes]
    /// The reply.
    let reply: [UInt8]
    /// The only format to look for.
    let only: EditFormat?
    /// The line that is read next, counted from 0.
    var at = 0
    /// The fence around that line.
    var fence: Fence?
    /// What was found so far.
    var edits: [Edit] = []
    /// Why the reply cannot be used.
    var problem: Refusal?
    /// The path of the last edit that named one.
    var lastPath: String?
    /// How often reading JSON may still fail, so that hostile replies cost little.
    var structuredTries = 20

    init(_ reply: [UInt8], only: EditFormat?) {
        self.reply = reply
        self.only = only
        lines = FileText.replyLines(reply[...])
    }

    /// Reads all edits; stops at the first that is cut short.
    mutating func read() {
        while at < lines.count, problem == nil {
            let line = lines[at]
            if let open = fence, open.isClosed(by: line) {
                fence = nil
                at += 1
            } else if allows(.searchReplace), SearchReplaceMarker.isStart(line) {
                readSearchReplace()
            } else if allows(.searchReplace), SearchReplaceMarker.isEnd(line), !edits.isEmpty {
                stopTruncated("a SEARCH/REPLACE block without its SEARCH marker", at: at)
            } else if allows(.envelope), EnvelopeReader.isStart(line) {
                readEnvelope()
            } else if allows(.unifiedDiff), startsDiff(at) {
                readDiff()
            } else if let open = Fence(line, line: at), fence == nil || !open.info.isEmpty {
                readFence(open)
            } else if fence == nil, allows(.structured), startsStructured(at) {
                if !readStructured(at) { at += 1 }
            } else {
                at += 1
            }
        }
        if problem == nil { checkEnd() }
    }

    /// Tells whether a format is looked for.
    func allows(_ format: EditFormat) -> Bool { only == nil || only == format }

    /// Notes that the reply stops early.
    mutating func stopTruncated(_ what: String, at line: Int) {
        var paths: [String] = []
        for edit in edits where !paths.contains(edit.path) { paths.append(edit.path) }
        var message =
            "The reply stops early: \(what), which begins on line \(line + 1) of the reply."
        if edits.isEmpty {
            message += " Nothing before it was complete."
        } else {
            message +=
                " Complete before it: \(edits.count) edit\(edits.count == 1 ? "" : "s") of "
                + paths.joined(separator: ", ") + "."
        }
        message += " Nothing was applied. Send all edits again, completely."
        problem = Refusal(reason: .truncated, message: message, completePaths: paths)
    }

    /// Keeps an edit and remembers its path.
    mutating func keep(_ edit: Edit) {
        edits.append(edit)
        lastPath = edit.newPath ?? edit.path
        fence?.holdsEdits = true
    }

    /// Finds the path that stands above a line: before or behind the opening of its fence.
    ///
    /// - Parameter line: The line of the edit's first mark, counted from 0.
    func pathAbove(_ line: Int) -> String? {
        var index = line - 1
        if let found = candidate(index) { return found }
        while index >= 0, lines[index].isBlankLine, line - index <= 2 { index -= 1 }
        if index >= 0, let open = Fence(lines[index], line: index) {
            if let path = QuotedPath.info(open.info) { return path }
            index -= 1
        }
        var blanks = 0
        while index >= 0, lines[index].isBlankLine, blanks < 2 {
            index -= 1
            blanks += 1
        }
        guard index >= 0 else { return nil }
        return candidate(index) ?? QuotedPath.sentence(lines[index])
    }

    private func candidate(_ index: Int) -> String? {
        index >= 0 ? QuotedPath.line(lines[index]) : nil
    }

    /// Enters a fence, or reads it whole where it holds a file or JSON.
    private mutating func readFence(_ open: Fence) {
        if allows(.structured), let first = firstStructuredLine(after: open.line),
            readStructured(first)
        {
            fence = open
            fence?.holdsEdits = true
            return
        }
        if fence == nil, allows(.wholeFile), readWholeFile(open) { return }
        fence = open
        at = open.line + 1
    }

    /// The first line behind the opening of a fence that is not blank.
    func firstContentLine(after line: Int) -> Int? {
        var index = line + 1
        while index < lines.count, index <= line + 3 {
            if !lines[index].isBlankLine { return index }
            index += 1
        }
        return nil
    }

    /// The first line behind the opening of a fence where JSON begins, comments left out.
    private func firstStructuredLine(after line: Int) -> Int? {
        var index = line + 1
        while index < lines.count, index <= line + 5 {
            if startsStructured(index) { return index }
            let text = lines[index].trimmed
            guard text.isEmpty || text.starts(with: "//") || text.starts(with: "#") else { break }
            index += 1
        }
        return nil
    }

    /// Recognises a reply that stops between two edits.
    private mutating func checkEnd() {
        guard let last = lines.lastIndex(where: { !$0.isBlankLine }) else { return }
        if let open = fence {
            if !open.holdsEdits, pathAbove(open.line + 1) != nil, last - open.line <= 1 {
                stopTruncated("a fence that was opened for an edit", at: open.line)
            } else if open.holdsEdits, last > open.line, QuotedPath.line(lines[last]) != nil {
                stopTruncated("an edit of which only the path is there", at: last)
            }
        } else if !edits.isEmpty, last > 0, lines[last - 1].isBlankLine,
            QuotedPath.hasShapeOfPath(lines[last].trimmed, allowingBlanks: false)
        {
            stopTruncated("an edit of which only the path is there", at: last)
        }
    }
}
