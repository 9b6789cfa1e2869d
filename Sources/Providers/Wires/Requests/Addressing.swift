import Effects
import RunModel

/// How a provider is reached and told who asks, whatever is asked (`providers.md`, Endpoints and
/// authentication).
extension Wire {
    /// The URL of a path below a base; a version that both have stands once.
    static func url(_ path: String, below baseURL: String, version: String? = nil) -> String {
        var base = baseURL[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        guard let version, !base.hasSuffix("/\(version)") else { return "\(base)/\(path)" }
        return "\(base)/\(version)/\(path)"
    }

    /// The headers that every request has.
    ///
    /// Anthropic's version is the one that all recordings are of; the next one refuses only what
    /// is not sent here.
    func headers(key: APIKey?) -> [HTTPHeader] {
        switch self {
        case .anthropic:
            [HTTPHeader("anthropic-version", "2023-06-01")]
                + (key.map { [HTTPHeader("x-api-key", $0.secret)] } ?? [])
        case .gemini: key.map { [HTTPHeader("x-goog-api-key", $0.secret)] } ?? []
        case .openAIChat, .openAIResponses, .glm, .command, .replay:
            key.map { [HTTPHeader("authorization", "Bearer \($0.secret)")] } ?? []
        }
    }
}
