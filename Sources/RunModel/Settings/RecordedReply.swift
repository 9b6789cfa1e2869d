/// An entry of a file of recorded replies (`cli.md`, Configuration).
package struct RecordedReply: Hashable, Sendable, Codable {
    package var role: Role
    /// Nil: any.
    package var phase: PhaseID?
    /// Nil: any.
    package var attempt: Int?
    /// What is answered, after the failures where there are any; nil: nothing more.
    package var text: String?
    /// Tools that the model asks for; an entry may have them beside a text or alone.
    package var toolCalls: [Tool]
    /// Nil: estimated.
    package var usage: Usage?
    package var fail: Failure?

    /// A provider's error, as if it came over the network.
    package struct Failure: Hashable, Sendable, Codable {
        package var status: Int
        package var message: String
        /// How many calls fail so.
        package var times: Int

        package init(status: Int, message: String, times: Int = 1) {
            self.status = status
            self.message = message
            self.times = times
        }
    }

    /// A call of a tool.
    package struct Tool: Hashable, Sendable, Codable {
        package var name: String
        /// As the model writes them: JSON where it is right.
        package var arguments: String

        package init(name: String, arguments: String) {
            self.name = name
            self.arguments = arguments
        }
    }

    package init(
        role: Role, phase: PhaseID? = nil, attempt: Int? = nil, text: String? = nil,
        toolCalls: [Tool] = [], usage: Usage? = nil, fail: Failure? = nil
    ) {
        self.role = role
        self.phase = phase
        self.attempt = attempt
        self.text = text
        self.toolCalls = toolCalls
        self.usage = usage
        self.fail = fail
    }
}
