package import RunModel

extension GeminiGenerate {
    package static func failure(in body: JSON) -> ProviderFailure? {
        // Without `alt=sse` a stream is an array.
        if let chunks = body.array { return chunks.lazy.compactMap(failure(in:)).first }
        if body["error"] != nil { return ErrorReading.failure(in: body) }
        guard body["candidates"] == nil, body["promptFeedback"] == nil,
            body["usageMetadata"] == nil
        else { return nil }
        return ProviderFailure(kind: .malformed, message: "the reply has no candidates")
    }

    package static func reply(from body: JSON) -> Reply {
        if let chunks = body.array {
            var stream = Stream()
            for chunk in chunks { _ = try? stream.take(chunk, name: nil) }
            return reply(from: stream.body)
        }
        let candidate = body["candidates"]?.array?.first
        let parts = candidate?["content"]?["parts"]?.array ?? []
        var reply = Reply(text: "")
        for part in parts {
            if let text = part["text"]?.string {
                if part["thought"]?.boolean == true {
                    reply.reasoning += text
                } else {
                    reply.text += text
                }
            } else if let call = part["functionCall"], let name = call["name"]?.string {
                reply.toolCalls.append(
                    ToolCall(
                        id: call["id"]?.string, name: name,
                        arguments: call["args"]?.text ?? "{}"))
            }
        }
        let feedback = body["promptFeedback"]
        reply.finish = finish(
            candidate?["finishReason"]?.string, isBlocked: feedback?["blockReason"] != nil,
            hasCalls: !reply.toolCalls.isEmpty)
        if reply.finish == .contentFilter {
            reply.refusal =
                candidate?["finishMessage"]?.string ?? feedback?["blockReasonMessage"]?.string
        }
        reply.usage = body["usageMetadata"].flatMap(usage)
        reply.model = body["modelVersion"]?.string
        let native = parts.filter { !isEmpty($0) }
        if !native.isEmpty { reply.native = NativeTurn(wire: .gemini, value: .array(native)) }
        return reply
    }

    /// An empty text without a signature says nothing.
    static func isEmpty(_ part: JSON) -> Bool {
        guard let members = part.object else { return true }
        return members.allSatisfy { key, value in
            (key == "text" && value == "") || key == "thought" || value == .null
        }
    }

    private static func finish(
        _ word: String?, isBlocked: Bool, hasCalls: Bool
    ) -> FinishReason {
        switch word {
        case "STOP", "FINISH_REASON_UNSPECIFIED", nil:
            isBlocked ? .contentFilter : hasCalls ? .toolCalls : .stop
        case "MAX_TOKENS": .length
        case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR",
            "LANGUAGE", "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION":
            .contentFilter
        default: .error
        }
    }

    /// Thoughts are counted beside the answer.
    private static func usage(_ value: JSON) -> Usage? {
        guard let prompt = value["promptTokenCount"]?.count else { return nil }
        let tools = value["toolUsePromptTokenCount"]?.count ?? 0
        let answer = value["candidatesTokenCount"]?.count ?? 0
        let thoughts = value["thoughtsTokenCount"]?.count ?? 0
        return Usage(
            input: prompt.addingReportingOverflow(tools).partialValue,
            output: answer.addingReportingOverflow(thoughts).partialValue,
            cachedInput: value["cachedContentTokenCount"]?.count ?? 0, reasoning: thoughts)
    }
}
