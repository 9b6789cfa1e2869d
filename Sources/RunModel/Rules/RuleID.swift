/// The name of a learned rule: its category and the beginning of a digest, as
/// `import-error-3f9a1c20b7`.
///
/// It is made from the rule's pattern alone, so that two repositories that learn the same call it
/// the same. The store's file is called `<id>.json`.
package struct RuleID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    /// - Returns: nil where the text is not `[a-z0-9][a-z0-9-]{0,62}`.
    package init?(_ text: String) {
        guard NameRule.explain(text) == nil else { return nil }
        description = text
    }

    package static func < (left: RuleID, right: RuleID) -> Bool {
        left.description < right.description
    }
}

extension RuleID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RuleID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a rule's id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
