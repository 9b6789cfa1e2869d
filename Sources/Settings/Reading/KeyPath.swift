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

    /// The whole name of a path.
    static func joined(_ path: [String]) -> String { path.reduce("") { joined($0, $1) } }

    /// Takes a name apart at its dots; what is in quotes stays together.
    static func parts(_ name: String) -> [String] {
        var parts = [""]
        var quoted = false
        for character in name {
            switch character {
            case "\"": quoted.toggle()
            case "." where !quoted: parts.append("")
            default: parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
