/// The opening line of a fenced block of text.
struct Fence {
    /// What closes the fence.
    enum Mark: Equatable {
        /// At least this many backticks or tildes.
        case run(UInt8, length: Int)
        /// The closing tag of this name.
        case tag(Bytes)
    }

    /// What closes the fence.
    var mark: Mark
    /// What stands behind the opening mark.
    var info: Bytes
    /// The line of the reply, counted from 0.
    var line: Int
    /// How far the opening mark is indented.
    var indent = 0
    /// Whether a complete edit was read inside.
    var holdsEdits = false

    /// The names of tags that models use instead of backticks.
    private static let tags: [StaticString] = ["source", "code", "pre", "file", "codeblock"]

    /// Reads an opening line, or gives `nil` where there is none.
    init?(_ text: Bytes, line: Int) {
        let trimmed = text.trimmed
        self.line = line
        indent = text.indent.count
        if let first = trimmed.first, first == 0x60 || first == 0x7E {
            let length = trimmed.prefix { $0 == first }.count
            guard length >= 3 else { return nil }
            let info = trimmed.dropFirst(length)
            // Backticks behind the mark make it inline code.
            guard !info.contains(0x60) else { return nil }
            mark = .run(first, length: length)
            self.info = info.trimmed
            return
        }
        guard trimmed.first == UInt8(ascii: "<"), let close = trimmed.firstIndex(of: 0x3E) else {
            return nil
        }
        let name = trimmed[(trimmed.startIndex + 1)..<close]
        guard Self.tags.contains(where: { name.equals($0) }) else { return nil }
        mark = .tag(name)
        info = trimmed[(close + 1)...].trimmed
    }

    /// Tells whether a line closes the fence.
    func isClosed(by text: Bytes) -> Bool {
        let trimmed = text.trimmed
        switch mark {
        case .run(let byte, let length):
            // As in CommonMark, a mark that is indented further is text.
            guard text.indent.count <= indent + 3 else { return false }
            return trimmed.count >= length && trimmed.allSatisfy { $0 == byte }
        case .tag(let name):
            return trimmed.dropping("</")?.starts(with: name) == true && trimmed.last == 0x3E
        }
    }
}
