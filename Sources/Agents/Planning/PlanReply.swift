import Editing

/// Finds the plan in a planner's reply.
package enum PlanReply {
    /// The bytes that are meant to be the plan: a JSON object with `phases`, the text of a fence
    /// that has them, or all of the reply.
    ///
    /// What they say is judged where plans are read.
    package static func extract(_ reply: [UInt8]) -> [UInt8] {
        let objects = JSONReply.objects(in: reply).filter { holdsPhases($0, "\"phases\"") }
        if let object = objects.max(by: { $0.count < $1.count }) { return object }
        return fenced(reply) ?? reply
    }

    private static func holdsPhases(_ text: [UInt8], _ key: String) -> Bool {
        String(decoding: text, as: UTF8.self).contains(key)
    }

    /// The last fenced block that has a line `phases:`.
    private static func fenced(_ reply: [UInt8]) -> [UInt8]? {
        var found: [UInt8]?
        var open: (fence: Substring, lines: [Substring])?
        let text = String(decoding: reply, as: UTF8.self)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let fence = line.prefix { $0 == "`" }
            if let block = open {
                guard fence.count >= block.fence.count, line.allSatisfy({ $0 == "`" }) else {
                    open?.lines.append(line)
                    continue
                }
                if block.lines.contains(where: { $0.hasPrefix("phases:") }) {
                    found = Array((block.lines.joined(separator: "\n") + "\n").utf8)
                }
                open = nil
            } else if fence.count >= 3 {
                open = (fence, [])
            }
        }
        return found
    }
}
