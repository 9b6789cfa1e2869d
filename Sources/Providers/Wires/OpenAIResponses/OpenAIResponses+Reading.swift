package import RunModel

extension OpenAIResponses {
    package static func failure(in body: JSON) -> ProviderFailure? {
        if body["error"] != nil { return ErrorReading.failure(in: body) }
        if body["status"]?.string == "failed" {
            return ProviderFailure(kind: .server, message: "the response failed")
        }
        guard body["output"]?.array == nil else { return nil }
        return ProviderFailure(kind: .malformed, message: "the reply has no output")
    }

    package static func reply(from body: JSON) -> Reply {
        let output = body["output"]?.array ?? []
        var reply = Reply(text: "")
        var refusal = ""
        for item in output {
            switch item["type"]?.string {
            case "message":
                for part in item["content"]?.array ?? [] {
                    reply.text += part["text"]?.string ?? ""
                    refusal += part["refusal"]?.string ?? ""
                }
            case "reasoning":
                let parts = (item["summary"]?.array ?? []) + (item["content"]?.array ?? [])
                reply.reasoning += parts.compactMap { $0["text"]?.string }.joined()
            case "function_call", "custom_tool_call":
                if let call = call(item) { reply.toolCalls.append(call) }
            default: break
            }
        }
        reply.refusal = refusal.isEmpty ? nil : refusal
        reply.finish = finish(
            body, hasCalls: !reply.toolCalls.isEmpty, isRefused: reply.refusal != nil)
        reply.usage = body["usage"].flatMap(usage)
        reply.model = body["model"]?.string
        let native = native(output)
        if !native.isEmpty {
            reply.native = NativeTurn(wire: .openAIResponses, value: .array(native))
        }
        return reply
    }

    private static func call(_ item: JSON) -> ToolCall? {
        guard let name = item["name"]?.string else { return nil }
        // A custom tool takes free text.
        let isCustom = item["type"]?.string == "custom_tool_call"
        let text = item[isCustom ? "input" : "arguments"]?.string ?? ""
        return ToolCall(
            id: item["call_id"]?.string, name: name,
            arguments: !isCustom && text.allSatisfy(\.isWhitespace) ? "{}" : text)
    }

    private static func finish(
        _ body: JSON, hasCalls: Bool, isRefused: Bool
    ) -> FinishReason {
        switch body["status"]?.string {
        case "incomplete":
            return switch body["incomplete_details"]?["reason"]?.string {
            case "content_filter": .contentFilter
            default: .length
            }
        case "completed", nil:
            return isRefused ? .contentFilter : hasCalls ? .toolCalls : .stop
        default: return .error
        }
    }

    private static func usage(_ value: JSON) -> Usage? {
        guard let input = value["input_tokens"]?.count else { return nil }
        let details = value["input_tokens_details"]
        return Usage(
            input: input, output: value["output_tokens"]?.count ?? 0,
            cachedInput: details?["cached_tokens"]?.count ?? 0,
            reasoning: value["output_tokens_details"]?["reasoning_tokens"]?.count ?? 0,
            cacheWrite: details?["cache_write_tokens"]?.count ?? 0)
    }

    /// The items as they are sent back.
    ///
    /// Reasoning that is not encrypted is nowhere, since nothing is stored: it is left out, and
    /// with it the ids by which the other items would ask for it. A message without an id is its
    /// text.
    private static func native(_ output: [JSON]) -> [JSON] {
        let kept = output.filter {
            $0["type"]?.string != "reasoning" || $0["encrypted_content"]?.string != nil
        }
        let isWhole = kept.count == output.count
        return kept.map { item in
            guard case .object(var members) = item else { return item }
            members = members.filter { $0.value != .null }
            guard !isWhole else { return .object(members) }
            members["id"] = nil
            if members["type"] == "message" {
                let parts = members["content"]?.array ?? []
                let texts = parts.compactMap { $0["text"]?.string ?? $0["refusal"]?.string }
                members["content"] = .string(texts.joined())
                members["status"] = nil
            }
            return .object(members)
        }
    }
}
