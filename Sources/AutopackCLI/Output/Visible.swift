/// Text of a repository, a model or a log, made safe for a terminal.
package enum Visible {
    /// Makes control and invisible characters visible; line ends and tabs stay.
    package static func text(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isHidden) else { return text }
        return text.unicodeScalars.map { scalar in
            isHidden(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
        }.joined()
    }

    /// The same, on one line.
    package static func line(_ text: String) -> String {
        Visible.text(
            text.split { $0.isNewline || $0 == "\t" }.joined(separator: " "))
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return false }
        if scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) { return true }
        switch scalar.properties.generalCategory {
        case .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }
}
