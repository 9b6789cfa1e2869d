/// Finds the innermost place in the repository that belongs to a sign.
///
/// Traces differ by language in where they stand and which end is the inner one: Python's stands
/// above, its innermost call last; most others stand below, the innermost call first.
struct PlaceFinder {
    let lines: [String]
    let root: String?

    func frame(of sign: Sign) -> Frame? {
        switch sign.place {
        case .none: return nil
        case .known(let file, let line):
            // A place outside of the repository, such as a library's header: who uses it is near.
            return Frame.make(file, line, nil, root) ?? (line == nil ? nil : near(sign.index))
        case .near: return near(sign.index)
        }
    }

    private func near(_ index: Int) -> Frame? {
        guard lines.indices.contains(index) else { return nil }
        let line = lines[index]
        if line.hasPrefix("E ") { return pytest(index) }
        if let frame = Frame.find(in: line, root: root) { return frame }
        if let frame = above(index) { return frame }
        let below = lines[(index + 1)...].prefix(80).prefix { !isHeading($0) }
        if let heading = below.firstIndex(where: { $0.hasPrefix("Traceback (most recent call l") })
        {
            // Python goes on with the exception that followed from this one.
            let trace = lines[(heading + 1)...].prefix { $0.first?.isWhitespace ?? false }
                .filter { $0.contains("File \"") }
            if let frame = trace.reversed().lazy.compactMap({ find($0) }).first { return frame }
        }
        // What a message says may look like a place; a frame of a trace begins like one.
        return below.lazy.filter { isFrame($0) }.compactMap { find($0) }.first
            ?? below.lazy.compactMap { find($0) }.first ?? around(index)
    }

    private func isFrame(_ line: String) -> Bool {
        let text = line.drop { $0 == " " || $0 == "\t" }
        return ["at ", "# ", "from ", "--> ", "File ", "❯ ", "#"].contains { text.hasPrefix($0) }
            || line.hasPrefix("\t") || text.contains(":in ") || text.contains(" in ")
    }

    private func find(_ line: String) -> Frame? { Frame.find(in: line, root: root) }

    /// Pytest: places stand alone at the beginning of their lines, the innermost nearest; that of
    /// the raise itself below.
    private func pytest(_ index: Int) -> Frame? {
        let below = lines[(index + 1)...].prefix(80).prefix { !isHeading($0) }
        let above = lines[..<index].suffix(600).reversed().prefix { !isHeading($0) }
        // Below, a line of source may look like a place; pytest's own begins its line.
        for line in below where isPlace(line) {
            if let frame = find(line) { return frame }
            break
        }
        return above.lazy.filter { isPlace($0) || $0.contains("File \"") }
            .compactMap { find($0) }.first
    }

    private func isPlace(_ line: String) -> Bool {
        guard let first = line.first, !first.isWhitespace, first != ">",
            first != "E" || line.hasPrefix("E/")
        else { return false }
        return Self.pytestPlace.first(in: line) != nil
    }

    /// Python's trace, up to its heading; `Fatal Python error` has it below instead.
    private func above(_ index: Int) -> Frame? {
        var found: Frame?
        for line in lines[..<index].suffix(400).reversed() {
            let text = LogLine.bare(line)
            if text.isEmpty || text.hasPrefix("Traceback") || text.hasPrefix("Exception Group") {
                break
            }
            if found == nil, text.hasPrefix("File \"") { found = find(line) }
        }
        return found
    }

    /// Near a sign that has no trace.
    private func around(_ index: Int) -> Frame? {
        lines[..<index].suffix(14).reversed().lazy.compactMap { find($0) }.first
    }

    /// Another failure begins.
    private func isHeading(_ line: String) -> Bool {
        line.hasPrefix("____") || line.hasPrefix("====") || line.hasPrefix("---- ")
            || line.hasPrefix("not ok ") || line.hasPrefix("--- FAIL")
            || Self.numbered.first(in: line) != nil
    }

    // MARK: Patterns

    private static let pytestPlace = Pattern(
        /^[^\s:]+\.\w+:\d+(?::|$)/)
    private static let numbered = Pattern(
        /^ {1,4}\d+\)\s/)
}
