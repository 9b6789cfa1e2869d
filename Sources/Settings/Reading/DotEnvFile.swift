/// The keys in a `.env` file, and nothing else of it.
///
/// A line is `NAME=value`, perhaps behind `export`; a value may stand in single quotes (as it is) or
/// double quotes (`\n`, `\"`, `\\` and the like are read), and a comment begins with `#`. Nothing is
/// expanded and no program run, and a name that is no key variable is passed over, so that whoever
/// wrote the file can set nothing else.
package struct DotEnvFile: Hashable, Sendable {
    /// By variable; of several lines with one name the last counts.
    package let keys: [String: String]

    /// - Parameter names: The key variables that are known.
    package init(_ bytes: [UInt8], names: Set<String>) {
        var keys: [String: String] = [:]
        var text = String(decoding: bytes, as: UTF8.self)[...]
        if text.unicodeScalars.first == "\u{FEFF}" { text = text.dropFirst() }
        for line in text.split(whereSeparator: \.isNewline) {
            guard let (name, value) = DotEnvFile.read(line), names.contains(name) else { continue }
            keys[name] = value
        }
        self.keys = keys
    }

    /// - Returns: nil for a line that sets nothing: empty, a comment, or not closed.
    private static func read(_ line: Substring) -> (name: String, value: String)? {
        var rest = line.drop(while: isBlank)
        if rest.hasPrefix("export"), rest.dropFirst(6).first.map(isBlank) == true {
            rest = rest.dropFirst(6).drop(while: isBlank)
        }
        guard let equals = rest.firstIndex(of: "=") else { return nil }
        var name = rest[..<equals]
        while let last = name.last, isBlank(last) { name.removeLast() }
        let value = rest[rest.index(after: equals)...].drop(while: isBlank)
        guard let read = self.value(value) else { return nil }
        return (String(name), read)
    }

    private static func value(_ text: Substring) -> String? {
        guard let quote = text.first, quote == "'" || quote == "\"" else { return plain(text) }
        var value = ""
        var isEscaped = false
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if isEscaped {
                value.append(escapes[character] ?? "\\\(character)")
                isEscaped = false
            } else if character == "\\", quote == "\"" {
                isEscaped = true
            } else if character == quote {
                let after = rest.drop(while: isBlank)
                return after.isEmpty || after.first == "#" ? value : nil
            } else {
                value.append(character)
            }
        }
        return nil
    }

    private static let escapes: [Character: String] = [
        "n": "\n", "r": "\r", "t": "\t", "\"": "\"", "\\": "\\", "$": "$", "`": "`",
    ]

    /// A value without quotes ends before a comment, which a blank sets off.
    private static func plain(_ text: Substring) -> String {
        var value = ""
        var last: Character = " "
        for character in text {
            if character == "#", isBlank(last) { break }
            value.append(character)
            last = character
        }
        while let end = value.last, isBlank(end) { value.removeLast() }
        return value
    }

    private static func isBlank(_ character: Character) -> Bool {
        character == " " || character == "\t"
    }
}
