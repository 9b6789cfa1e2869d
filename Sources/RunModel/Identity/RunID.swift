/// The name of a run: `[a-z0-9][a-z0-9-]{0,62}`, and not beginning with `pre-run-`.
///
/// Without `--id` it is the day, a slug of the goal and four random characters, so that names
/// sort by day (`storage.md`, Names).
package struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let description: String

    /// - Returns: nil where the text is not a legal name; ``explain(_:)`` says why.
    package init?(_ text: String) {
        guard RunID.explain(text) == nil else { return nil }
        description = text
    }

    /// Makes the default name of a run.
    ///
    /// - Parameters:
    ///   - time: When the run was created; its day in UTC leads the name.
    ///   - goal: What was asked, in any script; what is not a letter or digit of ASCII is a dash.
    ///   - random: Four lower-case base-32 characters.
    package init(day time: Timestamp, goal: String, random: String) {
        var slug = ""
        for scalar in goal.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": slug.unicodeScalars.append(scalar)
            default: if !slug.isEmpty, slug.last != "-" { slug += "-" }
            }
            if slug.count == RunID.slugLimit { break }
        }
        while slug.last == "-" { slug.removeLast() }
        let name = [time.day, slug, random].filter { !$0.isEmpty }.joined(separator: "-")
        guard let id = RunID(name) else { preconditionFailure("\(name) is no run id") }
        self = id
    }

    /// Says what is wrong with a name, or nil where nothing is.
    package static func explain(_ text: String) -> String? {
        if text.hasPrefix("pre-run-") { return "begins with pre-run-, which names rollback points" }
        return NameRule.explain(text)
    }

    package static func < (left: RunID, right: RunID) -> Bool {
        left.description < right.description
    }

    private static let slugLimit = 32
}

extension RunID {
    /// The run's branch: accepted checkpoints only.
    package var branch: String { "refs/heads/autopack/\(self)" }
    /// The commit the run started from.
    package var preRunBranch: String { "refs/heads/autopack/pre-run-\(self)" }
    /// The journal, the only authority on a run.
    package var journalRef: String { "refs/autopack/runs/\(self)" }
    /// What must not be collected.
    package var keepRef: String { "refs/autopack/keep/\(self)" }
}

extension RunID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RunID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a run id")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
