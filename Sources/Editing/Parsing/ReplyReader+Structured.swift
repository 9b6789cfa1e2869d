extension ReplyReader {
    /// Tells whether a JSON document can begin with a line.
    func startsStructured(_ index: Int) -> Bool {
        guard structuredTries > 0, let first = lines[index].trimmedStart.first else { return false }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }

    /// Reads a JSON document that begins with a line; gives `false` where it holds no edits.
    mutating func readStructured(_ index: Int) -> Bool {
        let start = lines[index].trimmedStart.startIndex
        var reader = TolerantJSON(reply, at: start)
        do {
            let value = try reader.value()
            guard let edits = StructuredEdits.edits(value, replyLine: index + 1) else {
                structuredTries -= 1
                return false
            }
            for edit in edits { keep(edit) }
            at = index
            while at < lines.count, lines[at].startIndex < reader.at { at += 1 }
            return true
        } catch {
            structuredTries -= 1
            guard StructuredEdits.looksLikeEdits(reply[start...].prefix(4000)) else { return false }
            switch error {
            case .end:
                stopTruncated("a JSON document with edits", at: index)
            case .syntax:
                // Prose and code can begin with a bracket too.
                guard lines[index].trimmed.first == UInt8(ascii: "{"),
                    only == .structured
                        || StructuredEdits.looksLikeEdits(reply[start...].prefix(200))
                else { return false }
                problem = Refusal(
                    reason: .truncated,
                    message: "The JSON document on line \(index + 1) of the reply cannot be read: "
                        + "something is wrong near \"\(near(reader.at))\". Nothing was applied. "
                        + "Quotation marks and backslashes inside strings have to be escaped.")
            }
            return true
        }
    }

    private func near(_ position: Int) -> String {
        let from = max(0, min(position, reply.count) - 20)
        let piece = reply[from..<min(reply.count, from + 40)]
        return String(decoding: piece.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
    }
}
