package import Effects
import RunModel

/// The Messages wire of Anthropic.
package enum AnthropicMessages: WireFormat {
    package static func request(_ call: Call, to endpoint: Endpoint) -> HTTPRequest {
        var body = RequestBody([
            "model": .string(endpoint.model), "stream": .boolean(endpoint.streams),
            "max_tokens": .integer(Int64(endpoint.outputLimit(of: call))),
        ])
        var system = call.system
        if let schema = call.schema {
            if endpoint.schemaSupport == .jsonSchema, let form = SchemaForm.closed(schema.schema) {
                body["output_config"] = ["format": ["type": "json_schema", "schema": form]]
            } else {
                system = Endpoint.system(system, describing: schema)
            }
        }
        let isMarked =
            endpoint.capability.cacheMarks == .blocks
            && !endpoint.dropped.contains { $0.hasSuffix("cache_control") }
        var tools = endpoint.tools(of: call).map(tool)
        if !system.isEmpty {
            let block: JSON = ["type": "text", "text": .string(system)]
            body["system"] = [isMarked ? block.cached : block]
        } else if isMarked, let last = tools.last {
            tools[tools.count - 1] = last.cached
        }
        if !tools.isEmpty {
            body["tools"] = .array(tools)
            body["tool_choice"] = choice(endpoint.toolChoice(of: call))
        }
        // A conversation that goes on is read again with every turn; a single question is not.
        let goesOn = !tools.isEmpty || call.messages.count > 1
        body["messages"] = .array(
            messages(of: Conversation(call, for: endpoint), isMarked: isMarked, goesOn: goesOn))
        body.drop(endpoint.dropped, keeping: ["stream", "max_tokens"])
        return body.request(to: endpoint.url("messages", version: "v1"), endpoint)
    }

    private static func tool(_ tool: Tool) -> JSON {
        [
            "name": .string(tool.name), "description": .string(tool.summary),
            "input_schema": tool.parameters,
        ]
    }

    private static func choice(_ choice: ToolChoice) -> JSON? {
        switch choice {
        case .auto: nil
        case .required: ["type": "any"]
        case .named(let name): ["type": "tool", "name": .string(name)]
        }
    }

    /// A question in several texts begins with what the next one begins with too, so the first of
    /// them is kept as well.
    private static func messages(
        of conversation: Conversation, isMarked: Bool, goesOn: Bool
    ) -> [JSON] {
        let last = conversation.turns.lastIndex { $0.author == .user }
        return conversation.turns.enumerated().compactMap { index, turn in
            var blocks = turn.echo.map { $0.array ?? [] } ?? blocks(of: turn)
            guard !blocks.isEmpty else { return nil }
            if isMarked, index == 0, turn.echo == nil, turn.texts.count > 1 {
                let first = turn.results.count
                blocks[first] = blocks[first].cached
            }
            if isMarked, goesOn, index == last {
                blocks[blocks.count - 1] = blocks[blocks.count - 1].cached
            }
            return ["role": .string(turn.author.rawValue), "content": .array(blocks)]
        }
    }

    /// The results first, as is demanded.
    private static func blocks(of turn: Conversation.Turn) -> [JSON] {
        let results: [JSON] = turn.results.map { result in
            var block: [String: JSON] = [
                "type": "tool_result", "tool_use_id": .string(result.id ?? ""),
            ]
            // An empty text is refused, no content is not.
            if !result.text.isEmpty { block["content"] = .string(result.text) }
            if result.isError { block["is_error"] = true }
            return .object(block)
        }
        let texts: [JSON] = turn.texts.map { ["type": "text", "text": .string($0)] }
        let calls: [JSON] = turn.calls.map { call in
            [
                "type": "tool_use", "id": .string(call.id ?? ""), "name": .string(call.name),
                "input": call.argumentsObject,
            ]
        }
        return results + texts + calls
    }
}

extension JSON {
    /// A block up to which the prompt is kept in the provider's cache.
    fileprivate var cached: JSON {
        guard case .object(var members) = self else { return self }
        members["cache_control"] = ["type": "ephemeral"]
        return .object(members)
    }
}
