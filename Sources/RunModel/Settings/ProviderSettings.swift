/// How a provider is spoken to.
package struct ProviderSettings: Hashable, Sendable, Codable {
    package var wire: Wire
    /// Scheme, host and leading path.
    package var baseURL: String?
    /// The variable that holds the key; nil: none is sent.
    package var keyVariable: String?
    /// The program and its arguments, for `command`.
    package var command: [String]?
    /// The recorded replies, absolute, for `replay`.
    package var file: String?
    /// What the program prints, for `command`; nil: text.
    package var output: CommandOutput?
    /// How long the program may take, for `command`; nil: ``defaultCommandSeconds``.
    package var timeoutSeconds: Double?

    /// Ten minutes: agents work in many steps before they answer.
    package static let defaultCommandSeconds: Double = 600

    package init(
        wire: Wire, baseURL: String? = nil, keyVariable: String? = nil, command: [String]? = nil,
        file: String? = nil, output: CommandOutput? = nil, timeoutSeconds: Double? = nil
    ) {
        self.wire = wire
        self.baseURL = baseURL
        self.keyVariable = keyVariable
        self.command = command
        self.file = file
        self.output = output
        self.timeoutSeconds = timeoutSeconds
    }

    enum CodingKeys: String, CodingKey {
        case wire, command, file, output
        case baseURL = "base_url"
        case keyVariable = "key_variable"
        case timeoutSeconds = "timeout_s"
    }

    /// The endpoint is this machine's own: it costs nothing unless it is priced, and `--offline`
    /// allows it.
    package var isLocal: Bool {
        switch wire {
        case .replay, .command: return true
        case .openAIChat, .openAIResponses, .anthropic, .gemini, .glm:
            guard let baseURL, let scheme = baseURL.firstRange(of: "://") else { return false }
            let authority = baseURL[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
            let host = authority.split(separator: "@").last ?? ""
            if host.hasPrefix("[::1]") { return true }
            let name = host.prefix { $0 != ":" }
            return name == "localhost" || isLoopbackAddress(name)
        }
    }

    /// An address of 127.0.0.0/8, in full.
    private func isLoopbackAddress(_ name: Substring) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { UInt8($0) != nil }
    }
}

/// A provider's protocol.
package enum Wire: String, Sendable, Codable, CaseIterable {
    case openAIChat = "openai-chat"
    case openAIResponses = "openai-responses"
    case anthropic
    case gemini
    case glm
    /// A program on this machine: prompt in, reply out.
    case command
    /// Recorded replies.
    case replay
}

/// The form in which a program on this machine answers.
package enum CommandOutput: String, Sendable, Codable, CaseIterable {
    /// The reply and nothing else; usage and cost are unknown.
    case text
    /// `claude -p --output-format json`.
    case claudeJSON = "claude-json"
    /// `codex exec --json`.
    case codexJSONLines = "codex-jsonl"
}
