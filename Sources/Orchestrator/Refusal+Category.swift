package import Editing
package import RunModel

extension Refusal.Reason {
    /// The category each reason maps to (`decisions.md`, Failures).
    package var category: FailureCategory {
        switch self {
        case .notFound: .notFound
        case .ambiguous, .overlap: .ambiguous
        case .elision: .elision
        case .truncated: .truncated
        case .path: .pathDenied
        case .binary: .invalidResult
        }
    }
}

extension AppliedHunk {
    /// The hunk as events and `apply --json` say it.
    package init(_ hunk: HunkExplanation) {
        self.init(
            path: hunk.path, strategy: hunk.strategy?.rawValue ?? "none",
            similarity: hunk.similarity, candidates: hunk.candidates,
            line: hunk.line > 0 ? hunk.line : nil)
    }
}

extension CandidateRefused {
    init(_ refusal: Refusal) {
        let nearest = refusal.nearest.first.map { passage in
            passage.lines.enumerated().map { offset, line in
                "\(passage.path):\(passage.line + offset): \(String(decoding: line, as: UTF8.self))"
            }.joined(separator: "\n")
        }
        self.init(
            category: refusal.reason.category, reason: refusal.reason.rawValue,
            message: refusal.message, nearest: nearest)
    }
}
