/// A form that strings of the store have.
package enum TextForm: String, Hashable, Sendable, CaseIterable {
    case objectID, refName, timestamp, runID, phaseID

    /// What a person reads where something else was found.
    package var expectation: String {
        switch self {
        case .objectID: "an object id of 40 hexadecimal digits"
        case .refName: "a full ref name like refs/heads/main"
        case .timestamp: "a time like 2026-11-21T09:30:00.125Z"
        case .runID: "a run id"
        case .phaseID: "a phase id"
        }
    }

    /// The form as a regular expression, for JSON Schema.
    package var pattern: String {
        switch self {
        case .objectID: "^([0-9a-f]{40}|[0-9a-f]{64})$"
        case .refName: "^refs/[^ ~^:?*\\[\\\\]+$"
        case .timestamp: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z$"
        case .runID: "^(?!pre-run-)[a-z0-9][a-z0-9-]{0,62}$"
        case .phaseID: "^[a-z0-9][a-z0-9-]{0,62}$"
        }
    }

    /// Whether a text has the form.
    package func matches(_ text: String) -> Bool {
        switch self {
        case .objectID:
            (text.utf8.count == 40 || text.utf8.count == 64)
                && text.utf8.allSatisfy { byte in
                    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
                        || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
                }
        case .refName:
            text.hasPrefix("refs/") && text.utf8.count > 5
                && !text.utf8.contains(where: { " ~^:?*[\\".utf8.contains($0) })
        case .timestamp: Timestamp(text) != nil
        case .runID: RunID(text) != nil
        case .phaseID: PhaseID(text) != nil
        }
    }
}
