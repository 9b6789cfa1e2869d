package import Effects
import RunModel

/// The Chat Completions wire: OpenAI, GLM, and every compatible endpoint.
///
/// No sampling parameter is ever sent: newer models refuse them, older ones have good defaults
/// (`providers.md`, Per-model rules).
package enum OpenAIChat: WireFormat {
    package static func request(_ call: Call, to endpoint: Endpoint) -> HTTPRequest {
        var body = RequestBody([
            "model": .string(endpoint.model), "stream": .boolean(endpoint.streams),
        ])
        if endpoint.streams {
            body["stream_options"] = ["include_usage": true]
        }
        var system = call.system
        if let schema = call.schema {
            switch endpoint.schemaSupport {
            case .jsonSchema: body["response_format"] = responseFormat(schema)
            case .jsonObject:
                body["response_format"] = ["type": "json_object"]
                system = Endpoint.system(system, describing: schema)
            case .none: system = Endpoint.system(system, describing: schema)
            }
        }
        var messages: [JSON] = []
        if !system.isEmpty { messages.append(["role": "system", "content": .string(system)]) }
        messages += Conversation(call, for: endpoint).turns.flatMap(messages(of:))
        body["messages"] = .array(messages)
        addTools(of: call, to: &body, endpoint)
        if let cap = outputCap(for: endpoint) {
            body[cap] = .integer(Int64(endpoint.outputLimit(of: call)))
        }
        body["prompt_cache_key"] = endpoint.cacheKey(of: call)
        body.drop(endpoint.dropped, keeping: ["stream"])
        return body.request(to: endpoint.url("chat/completions"), endpoint)
    }

    private static func responseFormat(_ schema: ReplySchema) -> JSON {
        let strict = SchemaForm.strict(schema.schema)
        return [
            "type": "json_schema",
            "json_schema": [
                "name": .string(schema.name), "schema": strict ?? schema.schema,
                "strict": .boolean(strict != nil),
            ],
        ]
    }

    /// A turn's messages: each result is one of its own.
    private static func messages(of turn: Conversation.Turn) -> [JSON] {
        if let echo = turn.echo { return [echo] }
        switch turn.author {
        case .user:
            let results: [JSON] = turn.results.map { result in
                [
                    "role": "tool", "tool_call_id": .string(result.id ?? ""),
                    "content": .string(result.plainText),
                ]
            }
            let text: [JSON] =
                turn.texts.isEmpty ? [] : [["role": "user", "content": .string(turn.text)]]
            return results + text
        case .assistant:
            var message: [String: JSON] = ["role": "assistant", "content": .string(turn.text)]
            if !turn.calls.isEmpty {
                message["tool_calls"] = .array(
                    turn.calls.map { call in
                        [
                            "id": .string(call.id ?? ""), "type": "function",
                            "function": [
                                "name": .string(call.name),
                                "arguments": .string(call.argumentsText),
                            ],
                        ]
                    })
            }
            return [.object(message)]
        }
    }

    private static func addTools(
        of call: Call, to body: inout RequestBody, _ endpoint: Endpoint
    ) {
        let tools = endpoint.tools(of: call)
        guard !tools.isEmpty else { return }
        let mayBeStrict =
            endpoint.schemaSupport == .jsonSchema
            && !endpoint.dropped.contains { $0.hasSuffix("strict") }
        body["tools"] = .array(
            tools.map { tool in
                var function: [String: JSON] = [
                    "name": .string(tool.name), "description": .string(tool.summary),
                    "parameters": tool.parameters,
                ]
                if mayBeStrict, let strict = SchemaForm.strictAsItIs(tool.parameters) {
                    function["parameters"] = strict
                    function["strict"] = true
                }
                return ["type": "function", "function": .object(function)]
            })
        switch endpoint.toolChoice(of: call) {
        case .auto: break
        case .required: body["tool_choice"] = "required"
        case .named(let name):
            body["tool_choice"] = ["type": "function", "function": ["name": .string(name)]]
        }
        // Without it GLM sends a call's arguments in one late piece, which looks like a stall.
        if endpoint.wire == .glm, endpoint.streams { body["tool_stream"] = true }
    }

    /// The parameter that bounds the output; nil where the model takes none.
    ///
    /// Reasoning models refuse the old name and older servers do not know the new one; what was
    /// found out counts more than what the table says.
    private static func outputCap(for endpoint: Endpoint) -> String? {
        let (old, new) = (OutputCap.maxTokens.rawValue, OutputCap.maxCompletionTokens.rawValue)
        let order: [String] =
            switch endpoint.capability.outputCap {
            case .maxTokens: [old, new]
            case .maxCompletionTokens: [new, old]
            case .none: []
            }
        return order.first { !endpoint.dropped.contains($0) }
    }
}
