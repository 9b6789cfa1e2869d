extension Redactor {
    /// Knows the keys that the environment holds, beside every form of secret.
    ///
    /// A variable counts where it is named like a provider's key, or where its name tells of a
    /// secret and its value looks like one: `disabled` is taken out of no text.
    ///
    /// - Parameter secrets: Keys from elsewhere, as from a credential helper.
    package init(environment: [String: String], secrets: [String] = []) {
        let forms = Redactor()
        let values = environment.filter { name, value in
            name.hasSuffix("_API_KEY") || forms.isSecret(value, of: name)
        }
        self.init(values: (Array(values.values) + secrets).sorted())
    }

    private func isSecret(_ value: String, of name: String) -> Bool {
        let text = SecretText(Array(name.utf8))
        guard TellingName.Class(nameEndingAt: text.count, in: text) != nil else { return false }
        return !redact("\(name)='\(value)'").found.isEmpty
    }
}
