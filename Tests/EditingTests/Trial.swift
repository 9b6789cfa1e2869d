import Editing
import Testing

/// Applies a reply to a tree in memory and gives what came of it.
struct Trial {
    let outcome: EditOutcome

    init(_ reply: String, to files: [String: String], format: EditFormat? = nil) {
        self.init(reply, to: MemoryBase(files), format: format)
    }

    init(_ reply: String, to base: MemoryBase, format: EditFormat? = nil) {
        outcome = EditApplier.apply(reply: Array(reply.utf8), format: format, to: base)
    }

    /// The result; records an issue where nothing was applied.
    func applied(_ location: SourceLocation = #_sourceLocation) -> AppliedEdits? {
        if case .applied(let applied) = outcome { return applied }
        Issue.record("not applied: \(outcome)", sourceLocation: location)
        return nil
    }

    /// The new text of a file.
    func text(_ path: String, _ location: SourceLocation = #_sourceLocation) -> String? {
        guard let change = applied(location)?.files.first(where: { $0.path == path }) else {
            return nil
        }
        return change.bytes.map { String(decoding: $0, as: UTF8.self) }
    }

    /// How the first hunk found its place.
    var strategy: MatchStrategy? {
        if case .applied(let applied) = outcome { applied.hunks.first?.strategy } else { nil }
    }

    /// The refusal; records an issue where there is none.
    func refusal(_ location: SourceLocation = #_sourceLocation) -> Refusal? {
        if case .refused(let refusal) = outcome { return refusal }
        Issue.record("not refused: \(outcome)", sourceLocation: location)
        return nil
    }
}

/// A search/replace block with its path.
func block(_ path: String, _ search: String, _ replace: String) -> String {
    "\(path)\n```\n<<<<<<< SEARCH\n\(search)=======\n\(replace)>>>>>>> REPLACE\n```\n"
}
