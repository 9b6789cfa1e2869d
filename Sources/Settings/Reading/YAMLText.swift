/// Writes text as YAML that reads back to the same text.
enum YAMLText {
    /// One word of a flow list or mapping, in quotes where it needs them.
    static func flow(_ text: String) -> String { isPlain(text) ? text : quoted(text) }

    /// A value on a line of its own, in quotes where it needs them.
    static func value(_ text: String) -> String { isPlainLine(text) ? text : quoted(text) }

    /// A literal block that begins behind a key, or nil where the text is one line or would not
    /// survive as a block.
    ///
    /// - Parameter indent: Blanks before each line.
    static func block(_ text: String, indent: Int) -> String? {
        guard text.contains("\n"), text.first?.isWhitespace == false,
            text.unicodeScalars.allSatisfy({ $0 == "\n" || isPrintable($0) })
        else { return nil }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let chomping: String
        if lines.last?.isEmpty != true {
            chomping = "-"
        } else {
            lines.removeLast()
            chomping = lines.last?.isEmpty == true ? "+" : ""
        }
        let margin = String(repeating: " ", count: indent)
        return "|\(chomping)\n"
            + lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: "\n")
    }

    /// JSON's form, which is YAML's double-quoted one.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    result += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
                }
            }
        }
        return result + "\""
    }

    /// A word of letters, digits and marks that mean nothing to YAML, and not a word for nothing
    /// or for a truth value.
    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first,
            isWord(first) || "/._-".contains(Character(first))
        else { return false }
        if first == "-", text.count == 1 { return false }
        if text.hasPrefix("---") || text.hasPrefix("...") { return false }
        guard
            text.unicodeScalars.allSatisfy({ isWord($0) || "/._-=+@%".unicodeScalars.contains($0) })
        else { return false }
        return !reserved.contains(text.lowercased())
    }

    /// Plain words with single blanks between them, which no one takes for something else.
    private static func isPlainLine(_ text: String) -> Bool {
        guard text.contains(" ") else { return isPlain(text) }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = words.first, isPlain(String(first)), first != "-" else { return false }
        return words.allSatisfy { word in
            !word.isEmpty
                && word.unicodeScalars.allSatisfy {
                    isWord($0) || "/._-=+@%,;()".unicodeScalars.contains($0)
                }
        }
    }

    private static let reserved: Set<String> = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n",
    ]

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": true
        default: false
        }
    }

    /// What YAML takes as it stands; line separators would be folded, a mark would be dropped.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        // What nobody sees, as a mark that turns the direction of writing, is written out.
        if scalar.properties.generalCategory == .format { return false }
        return switch scalar.value {
        case 0x20...0x7E: true
        case 0xA0...0xD7FF: scalar.value != 0x2028 && scalar.value != 0x2029
        case 0xE000...0xFFFD: scalar.value != 0xFEFF
        case 0x10000...0x10FFFF: true
        default: false
        }
    }
}
