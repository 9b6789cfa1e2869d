/// An entry of a file of recorded replies (`cli.md`, Configuration).
package struct RecordedReply: Hashable, Sendable, Codable {
    package var role: Role
    /// Nil: any.
    package var phase: PhaseID?
    /// Nil: any.
    package var attempt: Int?
    /// What is answered, after the failures where there are any; nil: nothing more.
    package var text: String?
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

    package init(
        role: Role, phase: PhaseID? = nil, attempt: Int? = nil, text: String? = nil,
        usage: Usage? = nil, fail: Failure? = nil
    ) {
        self.role = role
        self.phase = phase
        self.attempt = attempt
        self.text = text
        self.usage = usage
        self.fail = fail
    }
}
