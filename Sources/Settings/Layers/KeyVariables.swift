package import RunModel

/// The variables that hold keys of providers.
package enum KeyVariables {
    /// Those of the built-in providers.
    package static let usual = [
        "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GLM_API_KEY", "GOOGLE_API_KEY", "OPENAI_API_KEY",
    ]

    /// Whether each variable is there and could be a key; the usual ones, and more.
    package static func presence(
        of more: [String], in environment: [String: String]
    ) -> [String: KeyPresence] {
        var presence: [String: KeyPresence] = [:]
        for name in usual + more { presence[name] = self.presence(environment[name]) }
        return presence
    }

    /// A key is sent as a header: a blank, a line break or a control character makes it none.
    package static func presence(_ value: String?) -> KeyPresence {
        guard let value else { return .absent }
        if value.isEmpty { return .empty }
        let legal = value.unicodeScalars.allSatisfy { (0x21...0x7E).contains($0.value) }
        return legal ? .present : .malformed
    }
}
