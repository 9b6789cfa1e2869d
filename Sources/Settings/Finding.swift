/// Something wrong at a place of a plan or of the configuration.
package struct Finding: Hashable, Sendable {
    /// Whether the value could be used.
    package enum Severity: String, Sendable, CaseIterable {
        /// It could not; a run does not start with it.
        case error
        /// It was passed over, and everything else holds.
        case warning
    }

    package var severity: Severity
    package var origin: Origin
    /// The key, as `phases[1].depends_on[0]`; empty for the file as a whole.
    package var key: String
    /// What was found, in lower case and without a full stop.
    package var message: String
    /// What is legal there.
    package var legal: String?
    /// The legal word that was perhaps meant.
    package var nearest: String?
    /// What mends it, where that is more than writing something legal.
    package var remedy: String?

    package init(
        severity: Severity = .error, origin: Origin, key: String, message: String,
        legal: String? = nil, nearest: String? = nil, remedy: String? = nil
    ) {
        self.severity = severity
        self.origin = origin
        self.key = key
        self.message = message
        self.legal = legal
        self.nearest = nearest
        self.remedy = remedy
    }
}

extension Finding: CustomStringConvertible {
    /// One line: `plan.yaml:7:5: phases[0].complexty: unknown key; legal: …; nearest: complexity`.
    package var description: String {
        var text = "\(origin): "
        if !key.isEmpty { text += "\(key): " }
        text += message
        if let legal { text += "; legal: \(legal)" }
        if let nearest { text += "; nearest: \(nearest)" }
        if let remedy { text += "; \(remedy)" }
        return text
    }
}
