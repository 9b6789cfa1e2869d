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

    /// JSON in which such characters stand as escapes, so that it means the same and a terminal
    /// shows them.
    package static func json(_ json: [UInt8]) -> [UInt8] {
        guard json.contains(where: { $0 >= 0x7f }) else { return json }
        let text = String(decoding: json, as: UTF8.self)
        guard text.unicodeScalars.contains(where: isHidden) else { return json }
        var escaped = ""
        for scalar in text.unicodeScalars {
            guard isHidden(scalar) else {
                escaped.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return Array(escaped.utf8)
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
