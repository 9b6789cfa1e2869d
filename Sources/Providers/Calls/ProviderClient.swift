package import Effects
package import RunModel
import Synchronization

/// Sends calls to the configured providers.
///
/// One call is one request: whether and when it is tried again is the ``RetryPolicy``'s word and
/// the caller's deed, since each try is recorded. A parameter that a model is found not to take is
/// remembered and left out from then on.
package final class ProviderClient: Sendable {
    private let http: HTTPTransport
    private let providers: [String: ProviderSettings]
    private let keys: [String: APIKey]
    private let recordings: [String: [RecordedReply]]
    /// Parameters to leave out, by `provider/model`.
    private let dropped = Mutex<[String: Set<String>]>([:])

    /// - Parameters:
    ///   - keys: By provider; those without a key are asked without one.
    ///   - recordings: The entries of each provider of wire `replay`.
    package init(
        http: HTTPTransport, providers: [String: ProviderSettings], keys: [String: APIKey] = [:],
        recordings: [String: [RecordedReply]] = [:]
    ) {
        self.http = http
        self.providers = providers
        self.keys = keys
        self.recordings = recordings
    }

    /// Sends one call and waits for the reply.
    ///
    /// - Parameter taken: The recorded replies of this provider that were taken so far.
    /// - Throws: ``ProviderFailure``; nothing is tried again here.
    package func send(
        _ call: Call, to model: ModelName, taken: [Int] = []
    ) async throws(ProviderFailure) -> Reply {
        guard let provider = providers[model.provider] else {
            throw ProviderFailure(
                kind: .badRequest, message: "provider '\(model.provider)' is not configured")
        }
        switch provider.wire {
        case .replay:
            return try Recording.take(
                from: recordings[model.provider] ?? [], for: call, taken: taken)
        case .openAIChat, .glm:
            return try await sendChat(call, to: model, provider: provider)
        case .openAIResponses, .anthropic, .gemini, .command:
            throw ProviderFailure(
                kind: .badRequest,
                message: "wire '\(provider.wire.rawValue)' of provider '\(model.provider)' is not "
                    + "supported by this version")
        }
    }

    private func sendChat(
        _ call: Call, to model: ModelName, provider: ProviderSettings
    ) async throws(ProviderFailure) -> Reply {
        guard let baseURL = provider.baseURL ?? ProviderDefaults.baseURL(of: model.provider) else {
            throw ProviderFailure(
                kind: .badRequest, message: "provider '\(model.provider)' has no base_url")
        }
        let key = keys[model.provider]
        let known = dropped.withLock { $0[model.description] ?? [] }
        let request = OpenAIChat.request(
            call, model: model.model, baseURL: baseURL, key: key, isGLM: provider.wire == .glm,
            dropped: known)
        let reply: HTTPReply
        do {
            reply = try await http.send(request)
        } catch {
            throw ProviderFailure(error)
        }
        do {
            return try OpenAIChat.read(reply, key: key)
        } catch {
            if error.kind == .unsupportedParameter, let param = error.param {
                dropped.withLock { _ = $0[model.description, default: []].insert(param) }
            }
            throw error
        }
    }
}

extension ProviderFailure {
    /// What a failed transport means.
    init(_ failure: HTTPFailure) {
        let kind: Kind =
            switch failure.code {
            case .timedOut: .timeout
            case .tooLarge: .malformed
            case .badURL: .badRequest
            case .unresolvable, .refused, .tls, .interrupted, .cancelled, .other: .unreachable
            }
        self.init(kind: kind, message: "\(failure.url): \(failure.detail)")
    }
}
