package import RunModel

extension AnthropicMessages {
    package static func failure(in body: JSON) -> ProviderFailure? {
        if body["error"] != nil || body["type"]?.string == "error" {
            return ErrorReading.failure(in: body)
        }
        guard body["content"]?.array == nil else { return nil }
        return ProviderFailure(kind: .malformed, message: "the reply has no content")
    }

    package static func reply(from body: JSON) -> Reply {
        let blocks = body["content"]?.array ?? []
        var reply = Reply(text: "")
        for block in blocks {
            switch block["type"]?.string {
            case "text": reply.text += block["text"]?.string ?? ""
            case "thinking": reply.reasoning += block["thinking"]?.string ?? ""
            case "tool_use":
                // What the provider runs itself (`server_tool_use`) is not asked of us.
                guard let name = block["name"]?.string else { break }
                let input = block["input"]
                reply.toolCalls.append(
                    ToolCall(
                        id: block["id"]?.string, name: name,
                        arguments: input?.string ?? input?.text ?? "{}"))
            default: break
            }
        }
        reply.finish = finish(body["stop_reason"]?.string, hasCalls: !reply.toolCalls.isEmpty)
        if reply.finish == .contentFilter {
            reply.refusal = body["stop_details"]?["explanation"]?.string
        }
        reply.usage = body["usage"].flatMap(usage)
        reply.model = body["model"]?.string
        let native = native(blocks)
        if !native.isEmpty { reply.native = NativeTurn(wire: .anthropic, value: .array(native)) }
        return reply
    }

    private static func finish(_ word: String?, hasCalls: Bool) -> FinishReason {
        switch word {
        case "max_tokens", "model_context_window_exceeded": .length
        case "refusal": .contentFilter
        default: hasCalls ? .toolCalls : .stop
        }
    }

    /// What was read from a cache and written to one is counted beside the other input.
    ///
    /// Attempts of another model and compactions stand in `iterations` alone; the reply's own
    /// numbers are those of the attempt that answered.
    private static func usage(_ value: JSON) -> Usage? {
        guard let input = value["input_tokens"]?.count else { return nil }
        let read = value["cache_read_input_tokens"]?.count ?? 0
        let written = value["cache_creation_input_tokens"]?.count ?? 0
        return Usage(
            input: [read, written].reduce(input) { $0.addingReportingOverflow($1).partialValue },
            output: value["output_tokens"]?.count ?? 0, cachedInput: read,
            reasoning: value["output_tokens_details"]?["thinking_tokens"]?.count ?? 0,
            cacheWrite: written)
    }

    /// The blocks as they are sent back: empty texts and unsigned thoughts would be refused.
    private static func native(_ blocks: [JSON]) -> [JSON] {
        blocks.compactMap { block in
            guard case .object(var members) = block else { return nil }
            switch block["type"]?.string {
            case "text":
                if (block["text"]?.string ?? "").allSatisfy(\.isWhitespace) { return nil }
            case "thinking":
                if (block["signature"]?.string ?? "").isEmpty { return nil }
            case "tool_use":
                if block["input"]?.object == nil { members["input"] = [:] }
            default: break
            }
            return .object(members.filter { $0.value != .null })
        }
    }
}
