/// The characters that no command may hold, quoted or not (`security.md`, Command policy).
///
/// A shell would give meaning to some of them; others make a person read another command than the
/// one that runs.
enum CommandText {
    /// In Unicode scalars.
    static let limit = 1000

    /// Why a line is refused before it is split, or nil.
    static func explain(_ line: String) -> String? {
        var count = 0
        for scalar in line.unicodeScalars {
            count += 1
            if count > limit { return "it has more than \(limit) characters" }
            if let why = explain(scalar) { return why }
        }
        return nil
    }

    private static func explain(_ scalar: Unicode.Scalar) -> String? {
        if lookAlikes.contains(scalar) {
            return "it has the character \(name(of: scalar)), which looks like another"
        }
        if shell.contains(scalar) { return "it has the character '\(scalar)'; there is no shell" }
        switch scalar {
        case "\n", "\r": return "it has a line break"
        case " ": return nil
        // The replacement character stands for bytes that are no text; a blank of Braille is a blank.
        case "\u{FFFD}", "\u{2800}": return "it has the character \(name(of: scalar))"
        default: break
        }
        let properties = scalar.properties
        if properties.isDefaultIgnorableCodePoint {
            return "it has the invisible character \(name(of: scalar))"
        }
        switch properties.generalCategory {
        case .control: return "it has the control character \(name(of: scalar))"
        case .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
            .unassigned, .surrogate:
            return "it has the character \(name(of: scalar)), which shows as nothing or as another"
        default: return nil
        }
    }

    private static let shell = Set(";&|`$<>(){}".unicodeScalars)

    /// Characters that a person, or a file system that folds them, reads as `.`, `/`, `\`, `-`,
    /// `:`, `;` or `~`.
    private static let lookAlikes = Set(
        "\u{FF0E}\u{FF0F}\u{FF3C}\u{FF0D}\u{FF1A}\u{FF1B}\u{FF5E}\u{2024}\u{2025}\u{2044}\u{2215}\u{29F8}\u{29F5}\u{FE52}\u{FE68}\u{037E}"
            .unicodeScalars)

    private static func name(of scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return scalar.properties.name.map { "\(code) \($0)" } ?? code
    }
}
