extension ReplyReader {
    /// Reads an envelope that begins on the next line.
    mutating func readEnvelope() {
        let start = at
        if EnvelopeReader.header(lines[at]) == .begin { at += 1 }
        var found: [Edit] = []
        while at < lines.count {
            let line = at
            guard let header = EnvelopeReader.header(lines[at]) else {
                // Blank lines and remarks between the parts.
                if let open = fence, open.isClosed(by: lines[at]) { break }
                at += 1
                continue
            }
            at += 1
            switch header {
            case .end:
                for edit in found { keep(edit) }
                return
            case .begin, .endOfFile, .move:
                continue
            case .delete(let path):
                found.append(
                    Edit(path: path, action: .delete, format: .envelope, replyLine: line + 1))
            case .add(let path):
                found.append(
                    Edit(
                        path: path, action: .create(readAddedText()), format: .envelope,
                        replyLine: line + 1))
            case .update(let path):
                var newPath: String?
                if at < lines.count, case .move(let target) = EnvelopeReader.header(lines[at]) {
                    newPath = target
                    at += 1
                }
                found.append(
                    Edit(
                        path: path, newPath: newPath, action: .change(readEnvelopeHunks()),
                        format: .envelope, replyLine: line + 1))
            }
        }
        stopTruncated("a patch without \"*** End Patch\"", at: start)
    }

    /// Reads the lines of a file that is added.
    private mutating func readAddedText() -> [UInt8] {
        var text: [UInt8] = []
        while at < lines.count, EnvelopeReader.header(lines[at]) == nil {
            let line = lines[at]
            if line.first == 0x2B {
                text += line.dropFirst()
            } else if line.isBlankLine {
                // A blank line whose mark was lost, unless the text is over.
                guard continuesText(at) else { break }
            } else {
                break
            }
            text.append(0x0A)
            at += 1
        }
        return text
    }

    private func continuesText(_ line: Int) -> Bool {
        var index = line
        while index < lines.count, lines[index].isBlankLine { index += 1 }
        return index < lines.count && lines[index].first == 0x2B
    }

    /// Reads the hunks of a file that is updated.
    private mutating func readEnvelopeHunks() -> [Hunk] {
        var hunks: [Hunk] = []
        var body = HunkBody(replyLine: at + 1)
        var anchors: [[UInt8]] = []
        func close(_ body: HunkBody, _ hunks: inout [Hunk]) {
            if let hunk = body.hunk() { hunks.append(hunk) }
        }
        while at < lines.count {
            let line = lines[at]
            if let header = EnvelopeReader.header(line) {
                guard header == .endOfFile else { break }
                at += 1
                continue
            }
            if let open = fence, open.isClosed(by: line) { break }
            if line.starts(with: "@@") {
                // Several in a row name nested definitions.
                if !body.isEmpty {
                    close(body, &hunks)
                    anchors = []
                }
                // More than a few are no nesting; the bound keeps hostile replies cheap.
                if anchors.count < 16, let anchor = Self.anchor(line) { anchors.append(anchor) }
                body = HunkBody(replyLine: at + 1)
                body.anchors = anchors
            } else {
                body.append(line, isUnmarkedKept: true)
            }
            at += 1
        }
        close(body, &hunks)
        return hunks
    }

    /// The definition that a line with two at signs names.
    static func anchor(_ line: Bytes) -> [UInt8]? {
        var rest = line.dropFirst(2).trimmed
        if rest.count > 2, rest.suffix(2).equals("@@") { rest = rest.dropLast(2).trimmed }
        guard !rest.isEmpty, !rest.equals("...") else { return nil }
        return Array(rest)
    }
}
