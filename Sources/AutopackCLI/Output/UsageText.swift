/// What ArgumentParser says of wrong arguments, in this program's form.
enum UsageText {
    /// The first line, without its label.
    static func message(of text: String) -> String {
        let line = text.split(separator: "\n").first.map(String.init) ?? text
        var message = line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line
        if message.last == "." { message.removeLast() }
        guard let first = message.first else { return message }
        return first.lowercased() + message.dropFirst()
    }

    /// Help without the line that tells how to get it.
    static func onOneScreen(_ text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        lines.removeAll { $0.contains("  -h, --help ") }
        // A group of commands has no other option.
        if let heading = lines.firstIndex(of: "OPTIONS:"),
            heading + 1 == lines.endIndex || lines[heading + 1].isEmpty
        {
            lines.removeSubrange(heading..<min(heading + 2, lines.endIndex))
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }

    /// The usage line.
    static func hint(_ text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("Usage: ") }.map { line in
            "usage: " + line.dropFirst("Usage: ".count)
        }
    }
}
