import RunModel

/// A call as one plain text, for programs that know nothing of turns.
package enum CommandPrompt {
    /// Writes the instructions, the turns, and the wanted shape, in this order.
    ///
    /// One question stands as it is. Several turns stand under lines of dashes that are longer than
    /// any line of dashes within them, so that no text can pass for another's turn.
    package static func text(of call: Call) -> String {
        var parts: [String] = []
        if !call.system.isEmpty { parts.append(call.system) }
        if call.messages.count == 1, call.messages[0].author == .user {
            parts.append(text(of: call.messages[0]))
        } else {
            let turns = call.messages.map { (author: $0.author.rawValue, text: text(of: $0)) }
            let longest = (turns.map(\.text) + parts).map(dashes).max() ?? 0
            let rule = String(repeating: "-", count: max(3, longest + 1))
            parts += turns.map { "\(rule) \($0.author) \(rule)\n\($0.text)" }
            parts.append("\(rule) the assistant's next turn, which is yours \(rule)")
        }
        if let schema = call.schema {
            parts.append(
                """
                Answer with one JSON value that follows this JSON Schema, and with nothing else:
                \(schema.schema.text)
                """)
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func text(of message: Message) -> String {
        message.parts.map { part in
            switch part {
            case .text(let text): text
            case .toolCall(let call): "[asked for the tool \(call.name) with \(call.arguments)]"
            case .toolResult(let result):
                "[the tool \(result.name) \(result.isError ? "failed" : "gave")]\n\(result.text)"
            }
        }.joined(separator: "\n")
    }

    /// The length of the longest run of dashes at the beginning of a line.
    private static func dashes(in text: String) -> Int {
        text.split(whereSeparator: \.isNewline)
            .map { $0.utf8.drop { $0 == 32 || $0 == 9 }.prefix { $0 == 45 }.count }.max() ?? 0
    }
}
