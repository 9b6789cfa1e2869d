import Effects
import RunModel

/// The request for a provider's list of models, and what its pages say (`providers.md`, Endpoints).
///
/// Asking costs nothing, and shows all that a call needs beforehand: the endpoint is there, it takes
/// the key, it knows the model.
enum ModelListing {
    /// A page of a list.
    struct Page {
        var models: [ListedModel]
        /// What the next page is asked for with; nil: this was the last.
        var next: String?
    }

    /// Makes the request for a page.
    ///
    /// - Parameters:
    ///   - baseURL: Scheme, host and leading path.
    ///   - page: ``Page/next`` of the page before; nil: the first.
    static func request(
        _ wire: Wire, baseURL: String, key: APIKey?, page: String?, timeoutSeconds: Double
    ) -> HTTPRequest {
        let page = page.map(escaped)
        let (path, version): (String, String?) =
            switch wire {
            case .anthropic: ("models?limit=1000" + (page.map { "&after_id=\($0)" } ?? ""), "v1")
            case .gemini:
                ("models?pageSize=1000" + (page.map { "&pageToken=\($0)" } ?? ""), "v1beta")
            case .openAIChat, .openAIResponses, .glm, .command, .replay:
                ("models" + (page.map { "?after=\($0)" } ?? ""), nil)
            }
        return HTTPRequest(
            method: "GET", url: Wire.url(path, below: baseURL, version: version),
            headers: [HTTPHeader("accept", "application/json")] + wire.headers(key: key),
            connectTimeoutSeconds: timeoutSeconds, firstByteTimeoutSeconds: timeoutSeconds,
            idleTimeoutSeconds: timeoutSeconds,
            replyLimitBytes: 8 << 20)
    }

    /// Reads a page; nil where the body is JSON and no list of models.
    static func page(_ body: JSON, _ wire: Wire) -> Page? {
        guard let items = body["data"]?.array ?? body["models"]?.array else { return nil }
        let models = items.compactMap(model)
        let next: String? =
            switch wire {
            case .gemini: body["nextPageToken"]?.string
            case .anthropic, .openAIChat, .openAIResponses, .glm, .command, .replay:
                body["has_more"] == true ? body["last_id"]?.string ?? models.last?.id : nil
            }
        return Page(models: models, next: next.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// One model of a list; what it may be asked for beside generating text does not matter here.
    private static func model(_ item: JSON) -> ListedModel? {
        guard let name = item["id"]?.string ?? item["name"]?.string ?? item["model"]?.string else {
            return nil
        }
        if let methods = item["supportedGenerationMethods"]?.array,
            !methods.contains("generateContent")
        {
            return nil
        }
        func count(_ keys: String...) -> Int? { keys.lazy.compactMap { item[$0]?.count }.first }
        return ListedModel(
            id: name.hasPrefix("models/") ? String(name.dropFirst("models/".count)) : name,
            inputTokens: count(
                "max_input_tokens", "inputTokenLimit", "context_length", "max_model_len"),
            outputTokens: count("max_tokens", "outputTokenLimit", "max_output_tokens"))
    }

    /// A value of a query (RFC 3986, 2.3).
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~":
                String(Unicode.Scalar(byte))
            default: "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }.joined()
    }
}
