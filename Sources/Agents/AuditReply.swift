package import RunModel

/// What an Auditor answered.
package struct AuditReply: Hashable, Sendable, Decodable {
    package var approved: Bool
    package var issues: [AuditIssue]
    package var summary: String

    /// Reads a reply: JSON, bare or in a fence, with prose around it or not.
    ///
    /// - Throws: ``ReplyFault`` with what is wrong, to be asked again.
    package static func read(_ reply: [UInt8]) throws(ReplyFault) -> AuditReply {
        try JSONReply.read(AuditReply.self, from: reply, marker: "approved")
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        approved = try container.decode(Bool.self, forKey: .approved)
        issues = try container.decodeIfPresent([Issue].self, forKey: .issues)?.map(\.issue) ?? []
        summary = try container.decodeIfPresent(String.self, forKey: .summary) ?? ""
    }

    private enum Keys: String, CodingKey { case approved, issues, summary }

    /// An issue as models write it: only what it says is required, and case does not matter.
    private struct Issue: Decodable {
        var issue: AuditIssue

        private enum Keys: String, CodingKey {
            case severity, category, path, line, description, suggestion
        }

        private static func severity(
            in container: KeyedDecodingContainer<Keys>
        ) throws -> AuditIssue.Severity {
            let word = try container.decode(String.self, forKey: .severity)
            if let severity = AuditIssue.Severity(rawValue: word.lowercased()) { return severity }
            let legal = AuditIssue.Severity.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: .severity, in: container,
                debugDescription: "'\(word)' is none of \(legal)")
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Keys.self)
            issue = AuditIssue(
                severity: try Issue.severity(in: container),
                category: try container.decodeIfPresent(String.self, forKey: .category) ?? "",
                path: try container.decodeIfPresent(String.self, forKey: .path) ?? "",
                line: (try? container.decodeIfPresent(Int.self, forKey: .line)) ?? 0,
                description: try container.decodeIfPresent(String.self, forKey: .description) ?? "",
                suggestion: try container.decodeIfPresent(String.self, forKey: .suggestion) ?? "")
        }
    }
}

/// Why a reply cannot be read.
package struct ReplyFault: Error, Hashable, Sendable {
    /// What was expected and what was found.
    package var message: String
}
