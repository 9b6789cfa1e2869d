import Effects
import Providers
import RunModel
import Testing

struct AnthropicMessagesTests {
    private let endpoint = Endpoint(
        provider: "p", wire: .anthropic, model: "claude", baseURL: "http://x/v1/",
        key: APIKey("k"))

    private func body(_ call: Call, dropped: Set<String> = []) throws -> JSON {
        var endpoint = endpoint
        endpoint.dropped = dropped
        return try JSON(parsing: AnthropicMessages.request(call, to: endpoint).body)
    }

    private let tool = Tool(name: "f", summary: "s", parameters: ["type": "object"])

    @Test func `the key and the version are headers, and the path stands once`() {
        let call = Call(role: .auditor, messages: [Message(.user, "x")], maxOutputTokens: 9)
        let request = AnthropicMessages.request(call, to: endpoint)
        #expect(request.url == "http://x/v1/messages")
        #expect(request.headers.contains(HTTPHeader("x-api-key", "k")))
        #expect(request.headers.contains(HTTPHeader("anthropic-version", "2023-06-01")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"max_tokens":9,"messages":[{"content":[{"text":"x","type":"text"}],"#
                + #""role":"user"}],"model":"claude","stream":false}"#)
    }

    @Test func `what stays the same is marked for the cache, and what goes on`() throws {
        var call = Call(
            role: .auditor, system: "s", messages: [Message(.user, "x")], maxOutputTokens: 9)
        let mark: JSON = ["type": "ephemeral"]
        let single = try body(call)
        #expect(single["system"]?.array?.first?["cache_control"] == mark)
        let question = try #require(single["messages"])
        #expect(!question.text.contains("cache_control"))
        // Of a question in parts the first is what the next one begins with too.
        var parts = call
        parts.messages = [Message(.user, parts: [.text("same"), .text("other")])]
        let content = try body(parts)["messages"]?.array?.first?["content"]?.array ?? []
        #expect(content.map { $0["cache_control"] } == [mark, nil])
        call.messages += [Message(.assistant, "y"), Message(.user, "z")]
        let turns = try body(call)
        let blocks = (turns["messages"]?.array ?? []).map { $0["content"]?.array?.last }
        #expect(blocks.map { $0?["cache_control"] } == [nil, nil, mark])
        call.system = ""
        call.tools = [tool, tool]
        let tools = try body(call)["tools"]?.array ?? []
        #expect(tools.map { $0["cache_control"] } == [nil, mark])
        let refused = try body(call, dropped: ["messages.0.content.0.cache_control"])
        #expect(!refused.text.contains("cache_control"))
    }

    @Test func `results come first, and nothing empty is sent`() throws {
        let calls: [Message.Part] = ["a", "b"].map {
            .toolCall(ToolCall(id: "id:\($0)", name: $0, arguments: "{"))
        }
        let call = Call(
            role: .builder,
            messages: [
                Message(.user, "x"), Message(.assistant, parts: [.text(" \n")] + calls),
                Message(
                    .user,
                    parts: [
                        .text("then"),
                        .toolResult(
                            ToolResult(id: "id:b", name: "b", text: "", isError: true)),
                    ]),
                Message(.user, parts: [.toolResult(ToolResult(id: "id:a", name: "a", text: "r"))]),
                Message(.user, ""), Message(.assistant, ""),
            ], maxOutputTokens: 9)
        let messages = try body(call)["messages"]?.array ?? []
        #expect(messages.count == 3)
        #expect(
            messages[1]["content"] == [
                ["type": "tool_use", "id": "id_a", "name": "a", "input": [:]],
                ["type": "tool_use", "id": "id_b", "name": "b", "input": [:]],
            ])
        let last = messages[2]["content"]?.array ?? []
        #expect(last.map { $0["type"] } == ["tool_result", "tool_result", "text"])
        #expect(last[0] == ["type": "tool_result", "tool_use_id": "id_b", "is_error": true])
        #expect(last[1]["content"] == "r")
    }

    @Test func `a schema is closed, and stands in the prompt where it cannot be`() throws {
        var call = Call(role: .auditor, messages: [Message(.user, "x")], maxOutputTokens: 9)
        call.schema = ReplySchema(
            name: "v",
            schema: [
                "type": "object",
                "properties": ["n": ["type": "integer", "minimum": 1]], "required": [],
            ])
        let format = try body(call)["output_config"]?["format"]
        #expect(
            format?["schema"] == [
                "type": "object", "properties": ["n": ["type": "integer"]], "required": [],
                "additionalProperties": false,
            ])
        call.schema?.schema = ["type": "object"]
        let open = try body(call)
        #expect(open["output_config"] == nil)
        #expect(open["system"]?.array?.first?["text"]?.string?.contains("JSON Schema") == true)
    }

    private static let stream = """
        event: message_start
        data: {"type":"message_start","message":{"model":"m1","content":[],"usage":{"input_tokens":5,"cache_read_input_tokens":3,"cache_creation_input_tokens":2,"output_tokens":1}}}

        event: ping
        data: {"type": "ping"}

        data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

        data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}

        data: {"type":"content_block_start","index":1,"content_block":{"type":"redacted_thinking","data":"opaque"}}

        data: {"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}}

        data: {"type":"content_block_delta","index":2,"delta":{"type":"text_delta","text":"Ja"}}

        data: {"type":"content_block_start","index":3,"content_block":{"type":"tool_use","id":"t1","name":"f","input":{}}}

        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"{\\"a\\":"}}

        data: {"type":"content_block_delta","index":3,"delta":{"type":"input_json_delta","partial_json":"1}"}}

        data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"input_tokens":6,"output_tokens":9}}
        """

    @Test func `a stream is the reply that would have come whole`() throws {
        let end = "\n\ndata: {\"type\":\"message_stop\"}\n\n"
        let (result, shown) = Pieces.read(
            AnthropicMessages.self, wire: .anthropic, AnthropicMessagesTests.stream + end)
        let reply = try result.get()
        #expect(shown == "Ja" && reply.text == "Ja" && reply.reasoning == "hm")
        #expect(reply.toolCalls == [ToolCall(id: "t1", name: "f", arguments: #"{"a":1}"#)])
        #expect(reply.usage == Usage(input: 11, output: 9, cachedInput: 3, cacheWrite: 2))
        #expect(reply.finish == .toolCalls && reply.model == "m1")
        let blocks: JSON = [
            ["type": "thinking", "thinking": "hm", "signature": "sig"],
            ["type": "redacted_thinking", "data": "opaque"], ["type": "text", "text": "Ja"],
            ["type": "tool_use", "id": "t1", "name": "f", "input": ["a": 1]],
        ]
        #expect(reply.native == NativeTurn(wire: .anthropic, provider: "p", value: blocks))
        let whole: JSON = [
            "model": "m1", "content": blocks, "stop_reason": "tool_use",
            "usage": [
                "input_tokens": 6, "output_tokens": 9, "cache_read_input_tokens": 3,
                "cache_creation_input_tokens": 2,
            ],
        ]
        let read = Pieces.read(AnthropicMessages.self, wire: .anthropic, whole.text).result
        #expect(try read.get() == reply)
    }

    @Test func `a stream without its end keeps what came, without the call`() throws {
        let result = Pieces.read(
            AnthropicMessages.self, wire: .anthropic, AnthropicMessagesTests.stream + "\n\n"
        ).result
        guard case .failure(let failure) = result else {
            Issue.record("a reply")
            return
        }
        #expect(failure.kind == .server)
        #expect(failure.partial?.text == "Ja" && failure.partial?.toolCalls == [])
        #expect(failure.partial?.usage?.output == 9 && failure.partial?.native == nil)
    }

    @Test func `the provider's own turn goes back to it alone`() throws {
        let native = NativeTurn(
            wire: .anthropic, provider: "p", value: [["type": "text", "text": "own"]])
        func sent(_ native: NativeTurn) throws -> JSON? {
            let turn = Message(.assistant, parts: [.text("plain")], native: native)
            let call = Call(
                role: .builder, messages: [Message(.user, "x"), turn, Message(.user, "y")],
                maxOutputTokens: 9)
            return try body(call)["messages"]?.array?[1]["content"]?.array?.first?["text"]
        }
        #expect(try sent(native) == "own")
        var other = native
        other.provider = "q"
        #expect(try sent(other) == "plain")
        other = native
        other.wire = .gemini
        #expect(try sent(other) == "plain")
    }

    @Test(
        arguments: [
            ("end_turn", FinishReason.stop), ("stop_sequence", .stop), ("max_tokens", .length),
            ("pause_turn", .stop), ("refusal", .contentFilter),
            ("model_context_window_exceeded", .length),
        ])
    func `finish reasons are read`(word: String, finish: FinishReason) throws {
        let body: JSON = [
            "content": [["type": "text", "text": "x"]], "stop_reason": .string(word),
            "stop_details": ["explanation": "why"],
        ]
        let reply = try Pieces.read(AnthropicMessages.self, wire: .anthropic, body.text).result
            .get()
        #expect(reply.finish == finish)
        #expect(reply.refusal == (finish == .contentFilter ? "why" : nil))
    }
}
