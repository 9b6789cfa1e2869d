import RunModel

/// The turns of a call as a wire can send them.
struct Conversation {
    /// A turn; where `echo` is set it stands for the parts.
    struct Turn {
        var author: Message.Author
        var texts: [String] = []
        /// Every one has an id, except where the provider itself gave none.
        var calls: [ToolCall] = []
        var results: [ToolResult] = []
        var echo: JSON?

        /// The texts, joined.
        var text: String { texts.joined() }

        fileprivate var isEmpty: Bool {
            echo == nil && texts.isEmpty && calls.isEmpty && results.isEmpty
        }
    }

    private(set) var turns: [Turn] = []

    /// Empty texts are left out, and turns of which nothing is left; turns of the user that follow
    /// one another are one, because all results of a turn have to come together.
    init(_ call: Call, for endpoint: Endpoint) {
        var identifiers = Identifiers()
        for message in call.messages {
            var turn = Turn(author: message.author)
            if let native = message.native, native.wire == endpoint.wire,
                native.provider == nil || native.provider == endpoint.provider,
                message.author == .assistant
            {
                turn.echo = native.value
            }
            for part in message.parts {
                switch part {
                case .text(let text):
                    if !text.allSatisfy(\.isWhitespace) { turn.texts.append(text) }
                case .toolCall(let call):
                    turn.calls.append(identifiers.named(call, isEchoed: turn.echo != nil))
                case .toolResult(let result): turn.results.append(identifiers.matched(result))
                }
            }
            guard !turn.isEmpty else { continue }
            if turn.author == .user, let last = turns.last, last.author == .user {
                turns[turns.count - 1].texts += turn.texts
                turns[turns.count - 1].results += turn.results
            } else {
                turns.append(turn)
            }
        }
    }
}

/// The ids of tool calls within one conversation.
///
/// Gemini gives none and some servers give what others refuse, so a call that is told to another
/// wire than its own gets one of letters, digits, `_` and `-`, and its result the same.
private struct Identifiers {
    private var count = 0
    /// Calls that wait for their result, in order.
    private var open: [(call: ToolCall, id: String?)] = []

    mutating func named(_ call: ToolCall, isEchoed: Bool) -> ToolCall {
        var named = call
        if !isEchoed {
            count += 1
            named.id = call.id.map(Self.legal).flatMap { $0.isEmpty ? nil : $0 } ?? "call_\(count)"
        }
        open.append((call, named.id))
        return named
    }

    mutating func matched(_ result: ToolResult) -> ToolResult {
        let index =
            open.firstIndex { $0.call.id == result.id && $0.call.name == result.name }
            ?? open.firstIndex { result.id != nil && $0.call.id == result.id }
            ?? open.firstIndex { $0.call.name == result.name }
        guard let index else { return result }
        var matched = result
        matched.id = open.remove(at: index).id
        return matched
    }

    private static func legal(_ id: String) -> String {
        String(
            id.unicodeScalars.map { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_", "-": Character(scalar)
                default: "_"
                }
            })
    }
}

extension ToolCall {
    /// The arguments as an object, which some wires want; empty where they are none.
    var argumentsObject: JSON {
        let value = try? JSON(parsing: Array(arguments.utf8))
        return value?.object == nil ? [:] : value ?? [:]
    }

    /// The arguments as JSON text, whatever the model wrote.
    var argumentsText: String {
        (try? JSON(parsing: Array(arguments.utf8))) == nil ? "{}" : arguments
    }
}

extension ToolResult {
    /// The text with the word that says it is an error, for wires that have no other way.
    var plainText: String { isError ? "error: \(text)" : text }
}
