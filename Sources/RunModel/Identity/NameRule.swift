/// The rule that names of runs and phases share: `[a-z0-9][a-z0-9-]{0,62}`.
enum NameRule {
    /// Says what is wrong with a name, or nil where nothing is.
    static func explain(_ text: String) -> String? {
        if text.isEmpty { return "is empty" }
        if text.utf8.count > 63 { return "is longer than 63 characters" }
        if text.hasPrefix("-") { return "begins with a dash" }
        let illegal = text.unicodeScalars.first { scalar in
            switch scalar {
            case "a"..."z", "0"..."9", "-": false
            default: true
            }
        }
        guard let illegal else { return nil }
        return "has \(illegal.escaped(asASCII: true)): only a-z, 0-9 and dashes are legal"
    }
}
