extension ReplyReader {
    /// Reads a fence that holds a whole file; gives `false` where it does not.
    mutating func readWholeFile(_ open: Fence) -> Bool {
        guard let path = wholeFilePath(open) else { return false }
        let first = open.line + 1
        if let content = firstContentLine(after: open.line) {
            if startsOtherFormat(content) { return false }
            // A path inside the fence, above the edit.
            if QuotedPath.line(lines[content]) != nil, content + 1 < lines.count,
                startsOtherFormat(content + 1)
            {
                return false
            }
            if lines[content].starts(with: "@@"), !path.hasSuffix(".diff"),
                !path.hasSuffix(".patch")
            {
                return false
            }
        }
        guard let end = closingLine(of: open) else {
            stopTruncated("the file \(path)", at: open.line)
            return true
        }
        if allows(.searchReplace), isBrokenBlock(first..<end) {
            stopTruncated("a SEARCH/REPLACE block without its SEARCH marker", at: first)
            return true
        }
        if open.isOfMarkdown(path), let line = strayFence(behind: end) {
            problem = Refusal(
                reason: .ambiguous,
                message: "The file \(path) on line \(open.line + 1) of the reply may end on line "
                    + "\(end + 1) or go on: there is a bare fence on line \(line + 1) too. Put a "
                    + "file that holds fences into a longer one (````).")
            return true
        }
        var text: [UInt8] = []
        for line in lines[first..<end] {
            text += line
            text.append(0x0A)
        }
        keep(
            Edit(path: path, action: .write(text), format: .wholeFile, replyLine: open.line + 1))
        at = end + 1
        return true
    }

    /// The first fence behind a line that has neither info nor path and holds no edit.
    private func strayFence(behind line: Int) -> Int? {
        var index = line + 1
        while index < lines.count {
            guard let next = Fence(lines[index], line: index) else {
                index += 1
                continue
            }
            let holdsEdit = firstContentLine(after: index).map(startsOtherFormat) ?? false
            // What comes behind the next edit is a matter of that.
            if holdsEdit || wholeFilePath(next) != nil { return nil }
            if next.info.isEmpty { return index }
            index = (closingLine(of: next) ?? lines.count) + 1
        }
        return nil
    }

    /// The path of a fenced file: in the info or alone on a line above.
    private func wholeFilePath(_ open: Fence) -> String? {
        if let path = QuotedPath.info(open.info) { return path }
        var index = open.line - 1
        if index >= 0, lines[index].isBlankLine { index -= 1 }
        return index >= 0 ? QuotedPath.line(lines[index]) : nil
    }

    /// Whether lines end a search/replace block that they do not begin.
    private func isBrokenBlock(_ range: Range<Int>) -> Bool {
        lines[range].contains(where: SearchReplaceMarker.isEnd)
            && !lines[range].contains(where: SearchReplaceMarker.isStart)
    }

    private func startsOtherFormat(_ index: Int) -> Bool {
        let line = lines[index]
        return SearchReplaceMarker.isStart(line) || EnvelopeReader.isStart(line)
            || line.starts(with: "diff --git ")
            || (line.starts(with: "--- ") && index + 1 < lines.count
                && lines[index + 1].starts(with: "+++ "))
    }

    /// Finds the end of a fence whose contents may hold fences with an info themselves.
    private func closingLine(of open: Fence) -> Int? {
        var nested: [Fence] = []
        for index in (open.line + 1)..<max(lines.count, open.line + 1) {
            let line = lines[index]
            if let inner = nested.last {
                if inner.isClosed(by: line) {
                    nested.removeLast()
                } else if let fence = Fence(line, line: index), !fence.info.isEmpty {
                    nested.append(fence)
                }
            } else if open.isClosed(by: line) {
                return index
            } else if let fence = Fence(line, line: index), !fence.info.isEmpty,
                line.first == 0x60 || line.first == 0x7E
            {
                nested.append(fence)
            }
        }
        return nil
    }
}

extension Fence {
    /// Whether the fence holds a text that often has fences itself.
    fileprivate func isOfMarkdown(_ path: String) -> Bool {
        info.startsIgnoringCase("md") || info.startsIgnoringCase("markdown")
            || [".md", ".mdx", ".markdown"].contains { path.lowercased().hasSuffix($0) }
    }
}
