package import Effects
import RunModel

/// The Responses wire of OpenAI; nothing is stored there.
package enum OpenAIResponses: WireFormat {
    /// Fewer output tokens are refused.
    private static let leastOutput = 16

    package static func request(_ call: Call, to endpoint: Endpoint) -> HTTPRequest {
        var body = RequestBody([
            "model": .string(endpoint.model), "stream": .boolean(endpoint.streams), "store": false,
            "max_output_tokens": .integer(
                Int64(max(leastOutput, endpoint.outputLimit(of: call)))),
        ])
        var system = call.system
        if let schema = call.schema {
            if endpoint.schemaSupport == .jsonSchema {
                body["text"] = ["format": format(schema)]
            } else {
                system = Endpoint.system(system, describing: schema)
            }
        }
        if !system.isEmpty { body["instructions"] = .string(system) }
        // What is not stored has to be sent back, reasoning included.
        if endpoint.capability.reasoning { body["include"] = ["reasoning.encrypted_content"] }
        body["input"] = .array(Conversation(call, for: endpoint).turns.flatMap(items(of:)))
        addTools(of: call, to: &body, endpoint)
        body["prompt_cache_key"] = endpoint.cacheKey(of: call)
        body.drop(endpoint.dropped, keeping: ["stream"])
        return body.request(to: endpoint.url("responses"), endpoint)
    }

    private static func format(_ schema: ReplySchema) -> JSON {
        let strict = SchemaForm.strict(schema.schema)
        return [
            "type": "json_schema", "name": .string(schema.name),
            "schema": strict ?? schema.schema, "strict": .boolean(strict != nil),
        ]
    }

    private static func items(of turn: Conversation.Turn) -> [JSON] {
        if let echo = turn.echo { return echo.array ?? [] }
        var items: [JSON] = turn.results.map { result in
            [
                "type": "function_call_output", "call_id": .string(result.id ?? ""),
                "output": .string(result.plainText),
            ]
        }
        if !turn.texts.isEmpty {
            items.append(
                [
                    "type": "message", "role": .string(turn.author.rawValue),
                    "content": .string(turn.text),
                ])
        }
        items += turn.calls.map { call in
            [
                "type": "function_call", "call_id": .string(call.id ?? ""),
                "name": .string(call.name), "arguments": .string(call.argumentsText),
            ]
        }
        return items
    }

    private static func addTools(
        of call: Call, to body: inout RequestBody, _ endpoint: Endpoint
    ) {
        let tools = endpoint.tools(of: call)
        guard !tools.isEmpty else { return }
        body["tools"] = .array(
            tools.map { tool in
                // Without a word it would be strict, and perhaps refused.
                let strict = SchemaForm.strictAsItIs(tool.parameters)
                return [
                    "type": "function", "name": .string(tool.name),
                    "description": .string(tool.summary),
                    "parameters": strict ?? tool.parameters, "strict": .boolean(strict != nil),
                ]
            })
        switch endpoint.toolChoice(of: call) {
        case .auto: break
        case .required: body["tool_choice"] = "required"
        case .named(let name):
            body["tool_choice"] = ["type": "function", "name": .string(name)]
        }
    }
}
