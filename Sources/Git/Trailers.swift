/// The `Key: value` lines that end a commit message.
///
/// Read and written as `git interpret-trailers` does with its default settings.
package struct Trailers: Sendable, Hashable {
    /// One of them.
    package struct Trailer: Sendable, Hashable {
        package var key: String
        /// On one line; a value over several lines is joined by single blanks.
        package var value: String

        package init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// In the order of the message.
    package var all: [Trailer]

    package init(_ all: [Trailer] = []) { self.all = all }

    /// Reads those of a message.
    package init(message: String) {
        all = Self.parse(TrailerBlock.find(in: TrailerBlock.lines(of: message)))
    }

    /// The first value of a key, whatever its case.
    package subscript(key: String) -> String? {
        let key = key.lowercased()
        return all.first { $0.key.lowercased() == key }?.value
    }

    /// All values of a key, whatever its case.
    package func values(_ key: String) -> [String] {
        let key = key.lowercased()
        return all.filter { $0.key.lowercased() == key }.map(\.value)
    }

    /// A message with these added: to its own trailers, or as a paragraph at its end.
    ///
    /// Line ends within a value become blanks, so that a value can never make a trailer of its
    /// own.
    package func appended(to message: String) -> String {
        guard !all.isEmpty else { return message }
        var lines = TrailerBlock.lines(of: message)
        while let last = lines.last, TrailerBlock.isBlank(last) { lines.removeLast() }
        let block = TrailerBlock.find(in: lines)
        if block.isEmpty { lines.append([]) }
        // Comments may stand behind its own, which only what joins them leaves trailers.
        let end = block.isEmpty ? lines.endIndex : block.endIndex
        let added = all.map { trailer in
            let words = trailer.value.utf8.split { [0, 0x0a, 0x0d].contains($0) }
            let value = words.map { String(decoding: Array($0), as: UTF8.self) }
            return Array("\(trailer.key): \(value.joined(separator: " "))".utf8)[...]
        }
        lines.insert(contentsOf: added, at: end)
        return String(decoding: Array(lines.joined(separator: [0x0a])), as: UTF8.self) + "\n"
    }

    private static func parse(_ lines: ArraySlice<TrailerBlock.Line>) -> [Trailer] {
        var found: [Trailer] = []
        var continues = false
        for line in lines where !TrailerBlock.isComment(line) {
            if line.first.map(TrailerBlock.isSpace) == true {
                // A line that begins with a blank continues the value before it.
                if continues, let last = found.indices.last {
                    found[last].value += " " + TrailerBlock.trimmed(line)
                }
                continue
            }
            continues = false
            guard let separator = TrailerBlock.separator(in: line), separator > line.startIndex
            else { continue }
            found.append(
                Trailer(
                    TrailerBlock.trimmed(line[..<separator]),
                    TrailerBlock.trimmed(line[(separator + 1)...])))
            continues = true
        }
        return found
    }
}
