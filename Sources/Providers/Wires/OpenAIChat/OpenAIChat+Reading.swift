package import RunModel

extension OpenAIChat {
    package static func failure(in body: JSON) -> ProviderFailure? {
        // Some gateways report their errors with status 200.
        if body["error"] != nil || body["object"]?.string == "error" {
            return ErrorReading.failure(in: body)
        }
        let choice = body["choices"]?.array?.first
        guard choice?["message"] == nil else { return nil }
        return ProviderFailure(kind: .malformed, message: "the reply has no choices")
    }

    package static func reply(from body: JSON) -> Reply {
        let choice = body["choices"]?.array?.first
        let message = choice?["message"] ?? [:]
        let calls = calls(in: message)
        let refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        return Reply(
            text: text(of: message["content"]), toolCalls: calls,
            finish: finish(
                choice?["finish_reason"]?.string, hasCalls: !calls.isEmpty,
                isRefused: refusal != nil),
            usage: body["usage"].flatMap(usage),
            model: body["model"]?.string.flatMap { $0.isEmpty ? nil : $0 }, refusal: refusal,
            reasoning: reasoningKeys.lazy.compactMap { message[$0]?.string }.first ?? "",
            native: native(message).map { NativeTurn(wire: .openAIChat, value: $0) })
    }

    /// The names under which servers send the visible part of the reasoning.
    static let reasoningKeys = ["reasoning_content", "reasoning"]

    /// Content is text, or parts of which some are text.
    static func text(of content: JSON?) -> String {
        if let text = content?.string { return text }
        return (content?.array ?? []).compactMap { $0["text"]?.string }.joined()
    }

    private static func calls(in message: JSON) -> [ToolCall] {
        (message["tool_calls"]?.array ?? []).compactMap { call in
            guard let function = call["function"], let name = function["name"]?.string else {
                // A custom tool, which takes free text.
                guard let custom = call["custom"], let name = custom["name"]?.string else {
                    return nil
                }
                return ToolCall(
                    id: call["id"]?.string, name: name, arguments: custom["input"]?.string ?? "")
            }
            let arguments = function["arguments"]
            let text = arguments?.string ?? arguments?.text ?? ""
            return ToolCall(
                id: call["id"]?.string.flatMap { $0.isEmpty ? nil : $0 }, name: name,
                arguments: text.allSatisfy(\.isWhitespace) ? "{}" : text)
        }
    }

    private static func finish(
        _ word: String?, hasCalls: Bool, isRefused: Bool
    ) -> FinishReason {
        switch word {
        case "length", "max_tokens", "model_context_window_exceeded": .length
        case "content_filter", "sensitive", "refusal": .contentFilter
        case "error", "network_error": .error
        default:
            if isRefused { .contentFilter } else if hasCalls { .toolCalls } else { .stop }
        }
    }

    private static func usage(_ value: JSON) -> Usage? {
        guard let input = value["prompt_tokens"]?.count else { return nil }
        let details = value["prompt_tokens_details"]
        return Usage(
            input: input, output: value["completion_tokens"]?.count ?? 0,
            cachedInput: details?["cached_tokens"]?.count
                ?? value["prompt_cache_hit_tokens"]?.count ?? 0,
            reasoning: value["completion_tokens_details"]?["reasoning_tokens"]?.count ?? 0,
            cacheWrite: details?["cache_write_tokens"]?.count ?? 0)
    }

    /// The message as it is sent back: as it came, without what only replies may have.
    private static func native(_ message: JSON) -> JSON? {
        guard case .object(let members) = message else { return nil }
        var kept = members.filter { $0.value != .null && !onlyInReplies.contains($0.key) }
        kept["role"] = "assistant"
        if kept["content"] == nil, kept["tool_calls"] != nil { kept["content"] = .null }
        return kept["content"] == nil && kept["refusal"] == nil ? nil : .object(kept)
    }

    private static let onlyInReplies: Set<String> = ["annotations", "audio", "index"]
}
