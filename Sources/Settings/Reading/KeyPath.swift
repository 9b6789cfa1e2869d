/// The name of a value within a document: `escalation_chains.builder.low`.
enum KeyPath {
    /// One key further; a key with a dot or a blank is put in quotes.
    static func joined(_ path: String, _ key: String) -> String {
        let plain = key.unicodeScalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_", "-", "/": true
            default: false
            }
        }
        let shown = plain && !key.isEmpty ? key : "\"\(key)\""
        return path.isEmpty ? shown : "\(path).\(shown)"
    }
}
