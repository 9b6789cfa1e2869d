extension ReplyReader {
    /// Tells whether a unified diff begins with a line.
    func startsDiff(_ index: Int) -> Bool {
        let line = lines[index]
        if line.starts(with: "diff --git ") { return true }
        if isFileHeader(index) { return true }
        guard line.starts(with: "@@"), DiffHunkHeader(line) != nil else { return false }
        // A hunk alone: only in a fence that says what it is or whose file is known.
        guard let open = fence, open.line == index - 1 || open.holdsEdits else { return false }
        return isDiffInfo(open.info) || pathAbove(index) != nil
    }

    private func isDiffInfo(_ info: Bytes) -> Bool {
        info.startsIgnoringCase("diff") || info.startsIgnoringCase("patch")
    }

    /// Tells whether `---` and `+++` stand on a line and the next, or one of them above a hunk.
    private func isFileHeader(_ index: Int) -> Bool {
        let line = lines[index]
        let next = index + 1 < lines.count ? lines[index + 1] : []
        if line.starts(with: "--- "), line.count > 4 {
            if next.starts(with: "+++ ") { return true }
            return next.starts(with: "@@") && DiffHunkHeader(next) != nil
        }
        return line.starts(with: "+++ ") && line.count > 4 && next.starts(with: "@@")
            && DiffHunkHeader(next) != nil
    }

    /// Reads what a diff says about one file, from the next line on.
    mutating func readDiff() {
        let start = at
        var section = DiffSection(replyLine: start + 1)
        var names: DiffNames?
        if lines[at].starts(with: "diff --git ") {
            names = DiffNames(gitHeader: lines[at])
            at += 1
            while at < lines.count, section.readExtended(lines[at]) { at += 1 }
        }
        if at < lines.count, isFileHeader(at) {
            var old: Bytes?
            var new: Bytes?
            if let name = lines[at].dropping("--- ") {
                old = name
                at += 1
            }
            if at < lines.count, let name = lines[at].dropping("+++ ") {
                new = name
                at += 1
            }
            names = DiffNames(old: old, new: new)
            section.namesNull(
                old: old.map { DiffNames.name($0).equals("/dev/null") } ?? false,
                new: new.map { DiffNames.name($0).equals("/dev/null") } ?? false)
        }
        let isOpenEnded = readDiffHunks(into: &section)
        if at >= lines.count, isOpenEnded && fence != nil || section.stopsShort {
            stopTruncated("a diff", at: start)
            return
        }
        if section.isBinary {
            problem = Refusal(
                reason: .binary,
                message: "The diff on line \(start + 1) of the reply changes a binary file. "
                    + "Only text can be edited.")
            return
        }
        let fallback = names == nil ? pathAbove(start) ?? lastPath : nil
        guard let edit = section.edit(names: names, fallback: fallback) else {
            if section.hunks.isEmpty { return }
            problem = Refusal(
                reason: .notFound,
                message: "The diff on line \(start + 1) of the reply names no file, or two "
                    + "different ones without saying \"rename from\" and \"rename to\".")
            return
        }
        keep(edit)
    }

    /// Reads hunks up to the next file, the end of the fence or the first line of prose.
    ///
    /// - Returns: Whether the last hunk has fewer lines than its header says, or nothing can
    ///   be said because it has no header.
    private mutating func readDiffHunks(into section: inout DiffSection) -> Bool {
        var isOpenEnded = section.isEmpty
        while at < lines.count, !endsDiff(at) {
            let replyLine = at + 1
            let header = DiffHunkHeader(lines[at])
            if header == nil, lines[at].isBlankLine, section.hunks.isEmpty {
                at += 1
                continue
            }
            if header == nil, !section.hunks.isEmpty { return isOpenEnded }
            if header != nil { at += 1 }
            var body = HunkBody(replyLine: replyLine)
            if let heading = header?.heading { body.anchors = [heading] }
            while at < lines.count, !endsDiff(at, in: body, header), !lines[at].starts(with: "@@") {
                let isInside = fence != nil || isUnfinished(body, header)
                guard body.append(lines[at], isUnmarkedKept: isInside) else { break }
                at += 1
            }
            let fits = body.fits(header)
            if fits, let old = header?.old { body.claimedLine = old.line }
            isOpenEnded = header?.old == nil ? true : body.isShort(of: header)
            if fits, at >= lines.count, reply.last != 0x0A {
                // Cut in the middle of a line.
                isOpenEnded = true
            }
            section.note(body, isShort: body.isShort(of: header), fits: fits)
            if let hunk = body.hunk() { section.hunks.append(hunk) }
            if at < lines.count, !lines[at].starts(with: "@@") { break }
        }
        return isOpenEnded
    }

    private func isUnfinished(_ body: HunkBody, _ header: DiffHunkHeader?) -> Bool {
        header?.old != nil && body.isShort(of: header)
    }

    /// Tells whether a line cannot belong to the diff of this file.
    private func endsDiff(
        _ index: Int, in body: HunkBody? = nil, _ header: DiffHunkHeader? = nil
    ) -> Bool {
        let line = lines[index]
        if let open = fence, open.isClosed(by: line) { return true }
        if line.starts(with: "diff --git ") { return true }
        if EnvelopeReader.header(line) != nil || SearchReplaceMarker.isStart(line) { return true }
        guard isFileHeader(index) else { return false }
        // A removed line can look like a header; a header is followed by a hunk.
        guard let body, isUnfinished(body, header) else { return true }
        return index + 2 < lines.count && lines[index + 2].starts(with: "@@")
    }
}

extension HunkBody {
    /// Whether the header's numbers are those of the lines.
    fileprivate func fits(_ header: DiffHunkHeader?) -> Bool {
        guard let old = header?.old, let new = header?.new else { return false }
        return (oldCount...fullCounts.old).contains(old.count)
            && (newCount...fullCounts.new).contains(new.count)
    }

    /// Whether the header promises more lines.
    fileprivate func isShort(of header: DiffHunkHeader?) -> Bool {
        guard let old = header?.old, let new = header?.new else { return false }
        return fullCounts.old < old.count || fullCounts.new < new.count
    }
}
