package import RunModel

/// One question to a model, the same for every wire.
package struct Call: Hashable, Sendable {
    package var role: Role
    /// What the call is for; recorded replies are told apart by it.
    package var phase: PhaseID?
    package var attempt: Int?
    /// What stays the same from call to call, first: providers cache prompts by their beginning.
    package var system: String
    package var messages: [Message]
    package var maxOutputTokens: Int
    /// The shape that the reply must have; nil: free text.
    package var schema: ReplySchema?
    package var tools: [Tool]
    /// Without meaning where there are no tools.
    package var toolChoice: ToolChoice
    /// How long the whole reply may take.
    package var timeLimitSeconds: Double = Call.longestSeconds

    /// The longest replies of reasoning models take some minutes; a provider that only says that it
    /// is still there is given up.
    package static let longestSeconds: Double = 1200

    package init(
        role: Role, phase: PhaseID? = nil, attempt: Int? = nil, system: String = "",
        messages: [Message], maxOutputTokens: Int, schema: ReplySchema? = nil,
        tools: [Tool] = [], toolChoice: ToolChoice = .auto
    ) {
        self.role = role
        self.phase = phase
        self.attempt = attempt
        self.system = system
        self.messages = messages
        self.maxOutputTokens = maxOutputTokens
        self.schema = schema
        self.tools = tools
        self.toolChoice = toolChoice
    }
}

/// One turn of a conversation.
package struct Message: Hashable, Sendable {
    package enum Author: String, Hashable, Sendable { case user, assistant }

    /// A piece of a turn.
    package enum Part: Hashable, Sendable {
        case text(String)
        /// A tool that the model wanted to be run; of the assistant.
        case toolCall(ToolCall)
        /// What the tool gave; of the user, in the turn after the call.
        case toolResult(ToolResult)
    }

    package var author: Author
    package var parts: [Part]
    /// The assistant's turn in the form of the wire that brought it, with what only the provider
    /// reads (signatures, encrypted reasoning): it is sent back unchanged over the same wire, and
    /// left out over another one and for another provider.
    package var native: NativeTurn?

    package init(_ author: Author, parts: [Part], native: NativeTurn? = nil) {
        self.author = author
        self.parts = parts
        self.native = native
    }

    package init(_ author: Author, _ text: String) { self.init(author, parts: [.text(text)]) }

    /// The assistant's turn that a reply was, for the next call of the same conversation.
    package init(_ reply: Reply) {
        let text: [Part] = reply.text.isEmpty ? [] : [.text(reply.text)]
        self.init(
            .assistant, parts: text + reply.toolCalls.map { .toolCall($0) }, native: reply.native)
    }

    /// The texts of the turn, joined.
    package var text: String {
        parts.map { if case .text(let text) = $0 { text } else { "" } }.joined()
    }
}

/// An assistant's turn as a provider wrote it.
package struct NativeTurn: Hashable, Sendable {
    package var wire: Wire
    /// The configured name of who wrote it; nil: anybody's.
    package var provider: String?
    /// Output items of Responses, content blocks of Anthropic, parts of Gemini, the message of Chat.
    package var value: JSON

    package init(wire: Wire, provider: String? = nil, value: JSON) {
        self.wire = wire
        self.provider = provider
        self.value = value
    }
}

/// What a tool gave back for a call.
package struct ToolResult: Hashable, Sendable {
    /// The call's id; nil where the wire has none.
    package var id: String?
    /// The tool's name.
    package var name: String
    package var text: String
    package var isError: Bool

    package init(id: String?, name: String, text: String, isError: Bool = false) {
        self.id = id
        self.name = name
        self.text = text
        self.isError = isError
    }
}

/// A tool that a model may ask for.
package struct Tool: Hashable, Sendable {
    /// Of `[a-zA-Z0-9_-]`, as providers demand.
    package var name: String
    package var summary: String
    /// The JSON Schema of its arguments, an object.
    package var parameters: JSON

    package init(name: String, summary: String, parameters: JSON) {
        self.name = name
        self.summary = summary
        self.parameters = parameters
    }
}

/// Whether a model has to ask for a tool.
package enum ToolChoice: Hashable, Sendable {
    /// As it likes.
    case auto
    /// Any of them.
    case required
    /// This one.
    case named(String)
}

/// A JSON Schema that a reply is asked to follow.
package struct ReplySchema: Hashable, Sendable {
    /// Of `[a-zA-Z0-9_-]`, as providers demand.
    package var name: String
    package var schema: JSON

    package init(name: String, schema: JSON) {
        self.name = name
        self.schema = schema
    }
}
