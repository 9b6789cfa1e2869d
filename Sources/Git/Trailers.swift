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
        let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        all = Self.parse(TrailerBlock.lines(of: lines))
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
        var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
        if TrailerBlock.lines(of: lines).isEmpty { lines.append("") }
        lines += all.map { trailer in
            let value = trailer.value.split { $0.isNewline || $0 == "\0" }.joined(separator: " ")
            return "\(trailer.key): \(value)"
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func parse(_ lines: ArraySlice<String>) -> [Trailer] {
        var found: [Trailer] = []
        var continues = false
        for line in lines where !line.hasPrefix("#") {
            if line.first?.isWhitespace == true {
                // A line that begins with a blank continues the value before it.
                if continues, let last = found.indices.last {
                    found[last].value += " " + trimmed(line[...])
                }
                continue
            }
            continues = false
            guard let separator = TrailerBlock.separator(in: line), separator > line.startIndex
            else { continue }
            found.append(
                Trailer(
                    trimmed(line[..<separator]), trimmed(line[line.index(after: separator)...])))
            continues = true
        }
        return found
    }

    private static func trimmed(_ text: Substring) -> String {
        String(
            text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
