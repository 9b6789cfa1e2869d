/// What was found in a reply.
package enum ParsedReply: Sendable, Equatable {
    /// Edits, not yet compared with a tree.
    case edits(Edits)
    /// None.
    case noEdits(NoEdits)
    /// Edits that cannot be used as they are, mostly because the reply stops early.
    case refused(Refusal)
}
