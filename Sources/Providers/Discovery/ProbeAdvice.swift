import Effects
import RunModel

/// Says what the answer of a provider's list means, and what a person can do about it.
struct ProbeAdvice {
    let name: String
    let provider: ProviderSettings

    /// How the endpoint is set.
    var endpoint: String {
        let variables = [
            "openai": "OPENAI_BASE_URL", "anthropic": "ANTHROPIC_BASE_URL",
            "gemini": "GEMINI_BASE_URL", "glm": "GLM_BASE_URL",
        ]
        let usual = ProviderDefaults.baseURL(of: name) ?? "http://127.0.0.1:11434/v1"
        let place = "providers.\(name).base_url in models.yaml, such as \(usual)"
        return variables[name].map { "look at \($0) and \(place)" } ?? "look at \(place)"
    }

    /// How the key is set.
    private var key: String {
        guard let variable = provider.keyVariable else {
            return "name the variable of its key: providers.\(name).key_variable in models.yaml"
        }
        return "export \(variable)=…\ngit autopack keys set \(name)"
    }

    func down(_ reason: String, remedy: String?, mayPass: Bool = false) -> ProviderStatus {
        ProviderStatus(
            provider: name, state: .down, reason: reason, remedy: remedy, mayPass: mayPass)
    }

    func status(of answer: ListAnswer, baseURL: String, hasKey: Bool) -> ProviderStatus {
        switch answer {
        case .models(let models):
            return ProviderStatus(provider: name, state: .up, models: models)
        case .noList:
            return down(
                "\(baseURL) answers JSON that is no list of models", remedy: endpoint)
        case .noJSON(let reply): return noJSON(reply, baseURL)
        case .refused(let reply, let key):
            return refused(reply, key, baseURL: baseURL, hasKey: hasKey)
        case .failed(let failure): return failed(failure, baseURL)
        case .late(let seconds):
            let limit = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
            return down(
                "\(baseURL) does not answer within \(limit) s",
                remedy: "\(endpoint)\nor allow more: provider_health.timeout", mayPass: true)
        }
    }

    private func noJSON(_ reply: HTTPReply, _ baseURL: String) -> ProviderStatus {
        let what =
            ProbeAdvice.isHTML(reply) ? "answers HTML, as a page for people does," : "answers"
        return down(
            "\(baseURL) \(what) where a list of models in JSON is expected", remedy: endpoint)
    }

    private func refused(
        _ reply: HTTPReply, _ sent: APIKey?, baseURL: String, hasKey: Bool
    ) -> ProviderStatus {
        if (300..<400).contains(reply.status) {
            let place = reply[header: "location"].map { " to \($0)" } ?? ""
            return down("\(baseURL) sends elsewhere\(place)", remedy: endpoint)
        }
        let failure = ErrorReading.failure(of: reply, key: sent)
        let said = ProbeAdvice.oneLine(failure.message)
        switch failure.kind {
        case .auth:
            let place = provider.keyVariable.map { "the key in \($0)" } ?? "the key"
            return down(
                hasKey ? "it refuses \(place): \(said)" : "it wants a key: \(said)", remedy: key)
        case .rateLimit:
            // It knows whom it holds back: the key is good.
            return ProviderStatus(provider: name, state: .up, reason: "it holds back: \(said)")
        case .quota:
            return down("its account has nothing left: \(said)", remedy: nil)
        case .overloaded, .server:
            return down(
                "it answers status \(reply.status): \(said)", remedy: "try again later",
                mayPass: true)
        case .badRequest, .contextLength, .unsupportedParameter, .unreachable, .timeout,
            .malformed:
            break
        }
        if ProbeAdvice.isHTML(reply) { return noJSON(reply, baseURL) }
        let hasList = ProviderDefaults.baseURL(of: name) != nil || provider.wire != .openAIChat
        if [404, 405, 501].contains(reply.status), !hasList {
            return ProviderStatus(
                provider: name, state: .up, reason: "it has no list of models to look at")
        }
        return down(
            "\(baseURL) answers status \(reply.status): \(said)", remedy: endpoint)
    }

    private func failed(_ failure: HTTPFailure, _ baseURL: String) -> ProviderStatus {
        switch failure.code {
        case .badURL: return down("'\(baseURL)' is \(failure.detail)", remedy: endpoint)
        case .refused:
            return down(
                "nothing listens at \(baseURL): \(failure.detail)",
                remedy: provider.isLocal ? "start the server, or \(endpoint)" : endpoint,
                mayPass: true)
        case .unresolvable:
            return down(
                "\(baseURL) has no address: \(failure.detail)", remedy: endpoint, mayPass: true)
        case .tls:
            return down(
                "\(baseURL) has no certificate to trust: \(failure.detail)",
                remedy: "\(endpoint)\nSSL_CERT_FILE names a file of certificates to trust")
        case .timedOut, .interrupted:
            return down("\(baseURL): \(failure.detail)", remedy: endpoint, mayPass: true)
        case .tooLarge, .cancelled, .other:
            return down("\(baseURL): \(failure.detail)", remedy: endpoint)
        }
    }

    private static func isHTML(_ reply: HTTPReply) -> Bool {
        if reply[header: "content-type"]?.lowercased().hasPrefix("text/html") == true {
            return true
        }
        let start = reply.body.drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
        return start.first == UInt8(ascii: "<")
    }

    private static func oneLine(_ text: String) -> String {
        let line = text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
        return line.count > 200 ? "\(line.prefix(200))…" : line
    }
}
