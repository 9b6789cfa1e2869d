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

    package init(
        role: Role, phase: PhaseID? = nil, attempt: Int? = nil, system: String = "",
        messages: [Message], maxOutputTokens: Int, schema: ReplySchema? = nil
    ) {
        self.role = role
        self.phase = phase
        self.attempt = attempt
        self.system = system
        self.messages = messages
        self.maxOutputTokens = maxOutputTokens
        self.schema = schema
    }
}

/// One turn of a conversation.
package struct Message: Hashable, Sendable {
    package enum Author: String, Hashable, Sendable { case user, assistant }

    package var author: Author
    package var text: String

    package init(_ author: Author, _ text: String) {
        self.author = author
        self.text = text
    }
}

/// A JSON Schema that a reply is asked to follow.
package struct ReplySchema: Hashable, Sendable {
    /// Of `[a-zA-Z0-9_-]`, as providers demand.
    package var name: String
    package var schema: JSONValue

    package init(name: String, schema: JSONValue) {
        self.name = name
        self.schema = schema
    }
}
