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

    /// The usage line.
    static func hint(_ text: String) -> String? {
        text.split(separator: "\n").first { $0.hasPrefix("Usage: ") }.map { line in
            "usage: " + line.dropFirst("Usage: ".count)
        }
    }
}
