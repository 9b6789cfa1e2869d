import Effects
package import RunModel

/// The wire of recorded replies (`cli.md`, Recorded replies).
package enum Recording {
    /// Takes the first entry that is not used up and whose role, and phase and attempt where
    /// given, match the call.
    ///
    /// An entry with `fail` fails that many times, then answers where it has a text.
    ///
    /// - Parameters:
    ///   - taken: The entries that were taken so far, from the journal; one that was taken twice
    ///     is there twice.
    /// - Throws: The recorded failure with its `recording` set; or `.badRequest` that says what was
    ///   asked, where nothing matches.
    package static func take(
        from entries: [RecordedReply], for call: Call, taken: [Int]
    ) throws(ProviderFailure) -> Reply {
        for (index, entry) in entries.enumerated() where matches(entry, call) {
            let uses = taken.count { $0 == index }
            let failures = max(0, entry.fail?.times ?? 0)
            if let fail = entry.fail, uses < failures {
                var failure = ErrorReading.failure(
                    of: HTTPReply(status: fail.status, body: Array(fail.message.utf8)))
                failure.recording = index
                throw failure
            }
            if let reply = reply(of: entry, at: index), uses == failures { return reply }
        }
        throw ProviderFailure(kind: .badRequest, message: nothingLeft(entries, call, taken))
    }

    private static func reply(of entry: RecordedReply, at index: Int) -> Reply? {
        guard entry.text != nil || !entry.toolCalls.isEmpty else { return nil }
        let calls = entry.toolCalls.enumerated().map { number, call in
            ToolCall(
                id: "call_\(index)_\(number)", name: call.name, arguments: call.arguments)
        }
        return Reply(
            text: entry.text ?? "", toolCalls: calls, finish: calls.isEmpty ? .stop : .toolCalls,
            usage: entry.usage, model: "any", recording: index)
    }

    private static func matches(_ entry: RecordedReply, _ call: Call) -> Bool {
        entry.role == call.role && (entry.phase == nil || entry.phase == call.phase)
            && (entry.attempt == nil || entry.attempt == call.attempt)
    }

    private static func nothingLeft(
        _ entries: [RecordedReply], _ call: Call, _ taken: [Int]
    ) -> String {
        var asked = "role \(call.role.rawValue)"
        if let phase = call.phase { asked += ", phase \(phase)" }
        if let attempt = call.attempt { asked += ", attempt \(attempt)" }
        let prompt = call.messages.last?.text ?? ""
        let shown = String(prompt.prefix(promptShown))
        let rest = prompt.count > promptShown ? "…" : ""
        return """
            no recorded reply is left for \(asked): of \(entries.count) entries \
            \(entries.count { $0.role == call.role }) are for this role, and \
            \(Set(taken).count) were taken; asked was: \(shown)\(rest)
            """
    }

    private static let promptShown = 400
}
