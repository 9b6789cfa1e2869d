package import Effects
import RunModel

/// The Chat Completions wire, not streaming: OpenAI, GLM, and every compatible endpoint.
///
/// No sampling parameter is ever sent: newer models refuse them, older ones have good defaults
/// (`providers.md`, Per-model rules).
package enum OpenAIChat {
    /// Makes the request of a call.
    ///
    /// - Parameters:
    ///   - baseURL: Scheme, host and leading path; `/chat/completions` is appended.
    ///   - dropped: Parameters that this model was found not to take.
    package static func request(
        _ call: Call, model: String, baseURL: String, key: APIKey?, isGLM: Bool = false,
        dropped: Set<String> = []
    ) -> HTTPRequest {
        var body: [String: JSONValue] = ["model": .string(model), "stream": false]
        var system = call.system
        if let schema = call.schema {
            if isGLM {
                body["response_format"] = ["type": "json_object"]
                system +=
                    "\n\nAnswer with JSON that follows this JSON Schema:\n\(schema.schema.text)"
            } else {
                body["response_format"] = [
                    "type": "json_schema",
                    "json_schema": [
                        "name": .string(schema.name), "schema": schema.schema, "strict": true,
                    ],
                ]
            }
        }
        var messages: [JSONValue] = []
        if !system.isEmpty { messages.append(["role": "system", "content": .string(system)]) }
        messages += call.messages.map { message in
            ["role": .string(message.author.rawValue), "content": .string(message.text)]
        }
        body["messages"] = .array(messages)
        let limit = outputLimit(of: model, isGLM: isGLM, dropped: dropped)
        if let limit { body[limit] = .integer(Int64(call.maxOutputTokens)) }
        for name in dropped where name != "model" && name != "messages" { body[name] = nil }

        var headers = [
            HTTPHeader("content-type", "application/json"),
            HTTPHeader("accept", "application/json"),
        ]
        if let key { headers.append(HTTPHeader("authorization", "Bearer \(key.secret)")) }
        var base = baseURL[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        return HTTPRequest(
            method: "POST", url: "\(base)/chat/completions", headers: headers,
            body: Array(JSONValue.object(body).text.utf8))
    }

    /// The parameter that bounds the output; nil where the model takes neither.
    ///
    /// Reasoning models refuse the old name and older servers do not know the new one; what was
    /// found out counts more than the name of the family.
    private static func outputLimit(
        of model: String, isGLM: Bool, dropped: Set<String>
    ) -> String? {
        let (old, new) = ("max_tokens", "max_completion_tokens")
        let order = !isGLM && isReasoning(model) ? [new, old] : [old, new]
        return order.first { !dropped.contains($0) }
    }

    /// `gpt-5*`, `gpt-6*`, `o<digit>*`, but not `-chat`; behind a router perhaps with a vendor.
    private static func isReasoning(_ model: String) -> Bool {
        let name = (model.split(separator: "/").last ?? "").lowercased()
        if name.contains("-chat") { return false }
        if name.hasPrefix("gpt-") {
            return (Int(name.dropFirst(4).prefix { $0.isASCII && $0.isNumber }) ?? 0) >= 5
        }
        let second = name.dropFirst().first
        return name.hasPrefix("o") && second?.isASCII == true && second?.isNumber == true
    }

    /// Reads a complete reply.
    ///
    /// - Throws: What the provider says is wrong, or `.server` where the body is cut or no JSON.
    package static func read(
        _ reply: HTTPReply, key: APIKey? = nil
    ) throws(ProviderFailure) -> Reply {
        guard reply.status == 200 || reply.status == 201 else {
            throw ErrorReading.failure(of: reply, key: key)
        }
        guard let body = JSONValue(parsing: reply.body) else {
            throw ProviderFailure(
                kind: .server, status: reply.status,
                message: "the reply is no JSON, or was cut: \(reply.body.count) bytes",
                requestID: reply[header: "x-request-id"])
        }
        // Some gateways report their errors with status 200.
        if body["error"] != nil { throw ErrorReading.failure(of: reply, key: key) }
        guard let choice = body["choices"]?.array?.first, let message = choice["message"] else {
            throw ProviderFailure(
                kind: .malformed, status: reply.status, message: "the reply has no choices",
                requestID: reply[header: "x-request-id"])
        }
        let toolCalls = toolCalls(in: message)
        let refusal = message["refusal"]?.string
        return Reply(
            text: text(of: message["content"]), toolCalls: toolCalls,
            finish: finish(
                choice["finish_reason"]?.string, hasCalls: !toolCalls.isEmpty,
                isRefused: refusal != nil),
            usage: body["usage"].flatMap(usage), model: body["model"]?.string, refusal: refusal)
    }

    /// Content is text, or parts of which some are text.
    private static func text(of content: JSONValue?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }

    private static func toolCalls(in message: JSONValue) -> [ToolCall] {
        (message["tool_calls"]?.array ?? []).compactMap { call in
            guard let function = call["function"], let name = function["name"]?.string else {
                return nil
            }
            let arguments = function["arguments"]
            return ToolCall(
                id: call["id"]?.string, name: name,
                arguments: arguments?.string ?? arguments?.text ?? "{}")
        }
    }

    private static func finish(
        _ word: String?, hasCalls: Bool, isRefused: Bool
    ) -> FinishReason {
        switch word {
        case "length", "model_context_window_exceeded": .length
        case "content_filter", "sensitive": .contentFilter
        case "error", "network_error": .error
        default:
            if isRefused { .contentFilter } else if hasCalls { .toolCalls } else { .stop }
        }
    }

    private static func usage(_ value: JSONValue) -> Usage? {
        guard let input = value["prompt_tokens"]?.count,
            let output = value["completion_tokens"]?.count
        else { return nil }
        return Usage(
            input: input, output: output,
            cachedInput: value["prompt_tokens_details"]?["cached_tokens"]?.count
                ?? value["prompt_cache_hit_tokens"]?.count ?? 0,
            reasoning: value["completion_tokens_details"]?["reasoning_tokens"]?.count ?? 0)
    }
}
