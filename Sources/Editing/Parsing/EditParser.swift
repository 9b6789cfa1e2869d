/// Reads a model's reply.
package enum EditParser {
    /// Finds the edits in a reply, whatever format they are in.
    ///
    /// The formats may be mixed and stand among prose and fences. The time is linear in
    /// the length of the reply, but for a bounded number of tries at reading JSON.
    ///
    /// - Parameters:
    ///   - reply: The reply as it came, prose and fences included.
    ///   - format: The only format to look for; all of them where it is `nil`.
    /// - Returns: The edits, that there are none, or a refusal when the reply stops early.
    package static func parse(reply: [UInt8], format: EditFormat? = nil) -> ParsedReply {
        var reader = ReplyReader(reply, only: format)
        reader.read()
        if let problem = reader.problem { return .refused(problem) }
        guard reader.edits.isEmpty else {
            let newline = reply.firstIndex(of: 0x0A) ?? 0
            return .edits(
                Edits(reader.edits, usesCarriageReturns: newline > 0 && reply[newline - 1] == 0x0D))
        }
        return .noEdits(NoEdits(isRefusalByModel: ModelRefusal.isRefusal(reply[...])))
    }
}
