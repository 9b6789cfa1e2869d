package import Effects
package import RunModel
import Synchronization

/// Sends calls to the configured providers.
///
/// One call is one request: whether and when it is tried again is the ``RetryPolicy``'s word and
/// the caller's deed, since each try is recorded. What an endpoint is found not to have or not to
/// take is remembered and told; only where it has no such path is another one asked at once.
package final class ProviderClient: Sendable {
    /// Asks a program on this machine.
    package typealias AskProgram =
        @Sendable (Call, ModelName, ProviderSettings) async throws(ProviderFailure) -> Reply

    private let http: HTTPTransport
    private let providers: [String: ProviderSettings]
    private let keys: [String: APIKey]
    private let recordings: [String: [RecordedReply]]
    private let capabilities: [CapabilityRule]
    private let command: AskProgram
    private let learn: @Sendable (LearnedFact) -> Void
    private let facts: Mutex<Set<LearnedFact>>

    /// - Parameters:
    ///   - keys: By provider; those without a key are asked without one.
    ///   - recordings: The entries of each provider of wire `replay`.
    ///   - known: What earlier clients learned.
    ///   - command: Asks the providers of wire `command`.
    ///   - learn: Called with each fact when it is found out, on any thread.
    package init(
        http: HTTPTransport, providers: [String: ProviderSettings], keys: [String: APIKey] = [:],
        recordings: [String: [RecordedReply]] = [:], capabilities: [CapabilityRule] = [],
        known: Set<LearnedFact> = [], command: @escaping AskProgram = ProviderClient.noCommand,
        learn: @escaping @Sendable (LearnedFact) -> Void = { _ in }
    ) {
        self.http = http
        self.providers = providers
        self.keys = keys
        self.recordings = recordings
        self.capabilities = capabilities
        self.command = command
        self.learn = learn
        facts = Mutex(known)
    }

    /// What is known beside the configuration, for the next client.
    package var learned: Set<LearnedFact> { facts.withLock { $0 } }

    /// Sends one call and waits for the reply.
    ///
    /// - Parameters:
    ///   - taken: The recorded replies of this provider that were taken so far.
    ///   - onText: Called with each piece of visible text as it comes, on any thread; nil: the
    ///     reply is asked for whole.
    /// - Throws: ``ProviderFailure``; nothing is tried again here.
    package func send(
        _ call: Call, to model: ModelName, taken: [Int] = [],
        onText: (@Sendable (String) -> Void)? = nil
    ) async throws(ProviderFailure) -> Reply {
        guard let provider = providers[model.provider] else {
            throw ProviderFailure(
                kind: .badRequest, message: "provider '\(model.provider)' is not configured",
                remedy: "add it to providers in models.yaml")
        }
        do {
            return try await send(call, to: model, provider, taken: taken, onText: onText)
        } catch {
            throw blotted(error)
        }
    }

    /// A provider, or a program that was given the environment, may repeat any key it knows.
    private func blotted(_ failure: ProviderFailure) -> ProviderFailure {
        var failure = failure
        for key in keys.values { failure.blot(key) }
        return failure
    }

    private func send(
        _ call: Call, to model: ModelName, _ provider: ProviderSettings, taken: [Int],
        onText: (@Sendable (String) -> Void)?
    ) async throws(ProviderFailure) -> Reply {
        switch provider.wire {
        case .replay:
            let reply = try Recording.take(
                from: recordings[model.provider] ?? [], for: call, taken: taken)
            onText?(reply.text)
            return reply
        case .command:
            let reply = try await command(call, model, provider)
            onText?(reply.text)
            return reply
        case .openAIChat, .openAIResponses, .anthropic, .gemini, .glm:
            return try await sendOverHTTP(call, to: model, provider: provider, onText: onText)
        }
    }

    private func sendOverHTTP(
        _ call: Call, to model: ModelName, provider: ProviderSettings,
        onText: (@Sendable (String) -> Void)?
    ) async throws(ProviderFailure) -> Reply {
        let streams = onText != nil
        var endpoint = try endpoint(of: model, provider: provider, streams: streams)
        var isFirst = true
        while true {
            do throws(ProviderFailure) {
                return try await ask(call, endpoint, onText)
            } catch {
                guard let fact = fact(learnedFrom: error, endpoint, model) else { throw error }
                let isNew = facts.withLock { $0.insert(fact).inserted }
                if isNew { learn(fact) }
                // A parameter is left out when the caller tries again; where it was left out
                // already, another try helps no more.
                if case .refuses = fact {
                    var failure = error
                    if !isNew { failure.shouldRetry = false }
                    throw failure
                }
                // Another path is asked at once.
                let other = try self.endpoint(of: model, provider: provider, streams: streams)
                guard isFirst, other.wire != endpoint.wire else { throw error }
                isFirst = false
                endpoint = other
            }
        }
    }

    private func endpoint(
        of model: ModelName, provider: ProviderSettings, streams: Bool
    ) throws(ProviderFailure) -> Endpoint {
        guard let baseURL = provider.baseURL ?? ProviderDefaults.baseURL(of: model.provider) else {
            throw ProviderFailure(
                kind: .badRequest, message: "provider '\(model.provider)' has no base_url")
        }
        let facts = learned
        var capability = ModelCapability(
            of: provider.wire, provider: model.provider, model: model.model, rules: capabilities)
        if facts.contains(.onlyResponses(model)) { capability.responsesOnly = true }
        let hasResponses = !facts.contains(.noResponses(provider: model.provider))
        let wire: Wire =
            switch provider.wire {
            case .openAIChat:
                capability.responsesOnly && hasResponses ? .openAIResponses : .openAIChat
            case .openAIResponses: hasResponses ? .openAIResponses : .openAIChat
            default: provider.wire
            }
        let dropped = facts.compactMap { fact in
            if case .refuses(model, let parameter) = fact { parameter } else { nil }
        }
        return Endpoint(
            provider: model.provider, wire: wire, model: model.model, baseURL: baseURL,
            key: keys[model.provider], capability: capability, dropped: Set(dropped),
            streams: streams)
    }

    /// What a refusal says of the endpoint rather than of the call; nil: nothing.
    private func fact(
        learnedFrom failure: ProviderFailure, _ endpoint: Endpoint, _ model: ModelName
    ) -> LearnedFact? {
        if failure.kind == .unsupportedParameter, let parameter = failure.param {
            return .refuses(model, parameter: parameter)
        }
        guard failure.status == 404 || failure.status == 405 else { return nil }
        switch endpoint.wire {
        case .openAIResponses:
            let isOfModel = failure.message.lowercased().contains("model")
            return isOfModel ? nil : .noResponses(provider: model.provider)
        case .openAIChat:
            return failure.message.contains("v1/responses") ? .onlyResponses(model) : nil
        default: return nil
        }
    }

    private func ask(
        _ call: Call, _ endpoint: Endpoint, _ onText: (@Sendable (String) -> Void)?
    ) async throws(ProviderFailure) -> Reply {
        switch endpoint.wire {
        case .openAIResponses: try await exchange(OpenAIResponses.self, call, endpoint, onText)
        case .anthropic: try await exchange(AnthropicMessages.self, call, endpoint, onText)
        case .gemini: try await exchange(GeminiGenerate.self, call, endpoint, onText)
        default: try await exchange(OpenAIChat.self, call, endpoint, onText)
        }
    }

    private func exchange<Format: WireFormat>(
        _ format: Format.Type, _ call: Call, _ endpoint: Endpoint,
        _ onText: (@Sendable (String) -> Void)?
    ) async throws(ProviderFailure) -> Reply {
        let assembly = Mutex((reply: ReplyAssembly<Format>(endpoint), hasText: false))
        var cut: HTTPFailure?
        do throws(HTTPFailure) {
            var request = Format.request(call, to: endpoint)
            request.totalTimeoutSeconds = min(Call.longestSeconds, call.timeLimitSeconds)
            try await http.stream(request) { piece in
                let text = assembly.withLock { assembly in
                    let text = assembly.reply.take(piece)
                    if !text.isEmpty { assembly.hasText = true }
                    return text
                }
                if !text.isEmpty { onText?(text) }
            }
        } catch {
            cut = error
        }
        let (whole, hasText) = assembly.withLock { $0 }
        var reply = try whole.reply(cut: cut)
        // A server that does not stream.
        if !hasText, !reply.text.isEmpty { onText?(reply.text) }
        if let schema = call.schema,
            let text = SchemaForm.withoutAddedNulls(reply.text, schema: schema.schema)
        {
            reply.text = text
        }
        return reply
    }

    /// Stands for programs where there are none.
    package static let noCommand: AskProgram = {
        (_: Call, model: ModelName, _: ProviderSettings) async throws(ProviderFailure) -> Reply in
        throw ProviderFailure(
            kind: .badRequest,
            message: "wire 'command' of provider '\(model.provider)' is not supported here")
    }
}

extension RunSettings {
    /// What a model can do and how it wants to be asked.
    package func capability(of model: ModelName) -> ModelCapability {
        ModelCapability(
            of: providers[model.provider]?.wire ?? .openAIChat, provider: model.provider,
            model: model.model, rules: capabilities)
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
        let brokeOff =
            switch failure.code {
            case .interrupted, .cancelled, .other: true
            case .timedOut, .tooLarge, .badURL, .unresolvable, .refused, .tls: false
            }
        self.init(
            kind: kind, message: "\(failure.url): \(failure.detail)", brokeOff: brokeOff)
    }
}
