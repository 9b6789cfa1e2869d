/// The name of a phase in its plan: `[a-z0-9][a-z0-9-]{0,62}`.
package struct PhaseID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    /// - Returns: nil where the text is not a legal name; ``explain(_:)`` says why.
    package init?(_ text: String) {
        guard NameRule.explain(text) == nil else { return nil }
        description = text
    }

    /// Says what is wrong with a name, or nil where nothing is.
    package static func explain(_ text: String) -> String? { NameRule.explain(text) }

    package static func < (left: PhaseID, right: PhaseID) -> Bool {
        left.description < right.description
    }
}

extension PhaseID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = PhaseID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a phase id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension PhaseID {
    /// The name, with a number behind it where it is taken.
    package static func unused(_ name: String, taken: Set<PhaseID>) -> PhaseID {
        for number in 1... {
            let suffix = number == 1 ? "" : "-\(number)"
            guard let id = PhaseID(name.prefix(63 - suffix.utf8.count) + suffix) else {
                preconditionFailure("'\(name)' is a legal name")
            }
            if !taken.contains(id) { return id }
        }
        preconditionFailure("numbers do not end")
    }
}
