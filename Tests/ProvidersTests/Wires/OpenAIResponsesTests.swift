import Effects
import Providers
import RunModel
import Testing

struct OpenAIResponsesTests {
    private func body(_ call: Call, reasoning: Bool = false, dropped: Set<String> = []) throws
        -> JSON
    {
        var capability = ModelCapability(of: .openAIResponses)
        capability.reasoning = reasoning
        capability.cacheMarks = .key
        let endpoint = Endpoint(
            provider: "p", wire: .openAIResponses, model: "m", baseURL: "http://x/v1",
            key: APIKey("k"), capability: capability, dropped: dropped)
        let request = OpenAIResponses.request(call, to: endpoint)
        #expect(request.url == "http://x/v1/responses")
        #expect(request.headers.contains(HTTPHeader("authorization", "Bearer k")))
        return try JSON(parsing: request.body)
    }

    private var call: Call {
        Call(role: .builder, system: "s", messages: [Message(.user, "x")], maxOutputTokens: 9)
    }

    @Test func `nothing is stored, so reasoning is asked for to be sent back`() throws {
        let plain = try body(call)
        #expect(plain["store"] == false && plain["include"] == nil)
        #expect(plain["max_output_tokens"] == 16 && plain["instructions"] == "s")
        #expect(
            plain["input"] == [["type": "message", "role": "user", "content": "x"]])
        #expect(try body(call, reasoning: true)["include"] == ["reasoning.encrypted_content"])
    }

    @Test func `calls with the same beginning have the same cache key`() throws {
        var other = call
        other.messages = [Message(.user, "y")]
        let key = try body(call)["prompt_cache_key"]?.string
        #expect(key?.hasPrefix("autopack-builder-") == true)
        #expect(try body(other)["prompt_cache_key"]?.string == key)
        other.system = "t"
        #expect(try body(other)["prompt_cache_key"]?.string != key)
        #expect(try body(call, dropped: ["prompt_cache_key"])["prompt_cache_key"] == nil)
    }

    @Test func `an optional property may be null where all are required`() throws {
        var call = call
        call.schema = ReplySchema(
            name: "v",
            schema: [
                "type": "object", "required": ["a"],
                "properties": [
                    "a": ["type": "string"], "b": ["type": "string", "enum": ["x"]],
                    "c": ["$ref": "#/$defs/d"], "e": ["type": ["null", "integer"]],
                ],
                "$defs": ["d": ["type": "object", "properties": [:]]],
            ])
        let format = try body(call)["text"]?["format"]
        #expect(format?["strict"] == true)
        let schema = format?["schema"]
        #expect(schema?["required"] == ["a", "b", "c", "e"])
        #expect(schema?["additionalProperties"] == false)
        #expect(schema?["properties"]?["a"] == ["type": "string"])
        #expect(
            schema?["properties"]?["b"] == ["type": ["string", "null"], "enum": ["x", .null]])
        #expect(
            schema?["properties"]?["c"] == ["anyOf": [["$ref": "#/$defs/d"], ["type": "null"]]])
        #expect(schema?["properties"]?["e"] == ["type": ["null", "integer"]])
        #expect(schema?["$defs"]?["d"]?["additionalProperties"] == false)
    }

    @Test func `a tool is strict only where that changes nothing`() throws {
        var call = call
        func tool(_ required: JSON) -> Tool {
            Tool(
                name: "f", summary: "s",
                parameters: [
                    "type": "object", "properties": ["a": ["type": "string"]],
                    "required": required,
                ])
        }
        call.tools = [tool(["a"]), tool([])]
        let tools = try body(call)["tools"]?.array ?? []
        #expect(tools.map { $0["strict"] } == [true, false])
        #expect(tools[1]["parameters"] == call.tools[1].parameters)
    }

    private static let items: [JSON] = [
        [
            "type": "reasoning", "id": "rs", "encrypted_content": "e1",
            "summary": [["type": "summary_text", "text": "hm"]],
        ],
        [
            "type": "message", "id": "m", "role": "assistant",
            "content": [["type": "output_text", "text": "Ja"]],
        ],
        ["type": "function_call", "id": "fc", "call_id": "c1", "name": "f", "arguments": "{}"],
    ]

    private static func response(_ output: [JSON]) -> JSON {
        [
            "status": "completed", "model": "m1", "output": .array(output),
            "usage": [
                "input_tokens": 5, "output_tokens": 4,
                "input_tokens_details": ["cached_tokens": 2, "cache_write_tokens": 1],
                "output_tokens_details": ["reasoning_tokens": 3],
            ],
        ]
    }

    private func stream(_ final: JSON) -> String {
        let events: [JSON] =
            [
                [
                    "type": "response.created",
                    "response": ["model": "m1", "status": "in_progress"],
                ],
                [
                    "type": "response.output_text.delta", "output_index": 1, "item_id": "other",
                    "content_index": 0, "delta": "Ja",
                ],
            ]
            + OpenAIResponsesTests.items.enumerated().map { index, item in
                [
                    "type": "response.output_item.done", "output_index": .integer(Int64(index)),
                    "item": item,
                ]
            } + [["type": "response.completed", "response": final]]
        return events.map { "data: \($0.text)\n\n" }.joined()
    }

    @Test func `a stream is the reply that would have come whole`() throws {
        let whole = OpenAIResponsesTests.response(OpenAIResponsesTests.items)
        let reply = try Pieces.read(
            OpenAIResponses.self, wire: .openAIResponses, whole.text
        ).result.get()
        #expect(reply.text == "Ja" && reply.reasoning == "hm" && reply.finish == .toolCalls)
        #expect(reply.toolCalls == [ToolCall(id: "c1", name: "f", arguments: "{}")])
        #expect(
            reply.usage
                == Usage(input: 5, output: 4, cachedInput: 2, reasoning: 3, cacheWrite: 1))
        #expect(reply.native?.value == .array(OpenAIResponsesTests.items))
        // Some gateways end with a response without output.
        for final in [whole, OpenAIResponsesTests.response([])] {
            let (result, shown) = Pieces.read(
                OpenAIResponses.self, wire: .openAIResponses, stream(final))
            #expect(try result.get() == reply)
            #expect(shown == "Ja")
        }
    }

    @Test func `reasoning that nobody keeps is not sent back, nor what would ask for it`() throws {
        var items = OpenAIResponsesTests.items
        items[0] = ["type": "reasoning", "id": "rs", "summary": []]
        let whole = OpenAIResponsesTests.response(items).text
        let reply = try Pieces.read(
            OpenAIResponses.self, wire: .openAIResponses, whole
        ).result.get()
        #expect(
            reply.native?.value == [
                ["type": "message", "role": "assistant", "content": "Ja"],
                ["type": "function_call", "call_id": "c1", "name": "f", "arguments": "{}"],
            ])
    }

    @Test(
        arguments: [
            (
                #"{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[]}"#,
                FinishReason.length
            ),
            (
                #"{"status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}"#,
                .contentFilter
            ),
            (
                #"{"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]}"#,
                .contentFilter
            ),
            (#"{"status":"cancelled","output":[]}"#, .error),
        ])
    func `finish reasons are read`(body: String, finish: FinishReason) throws {
        let reply = try Pieces.read(OpenAIResponses.self, wire: .openAIResponses, body).result.get()
        #expect(reply.finish == finish)
        #expect(reply.refusal == (body.contains("refusal") ? "no" : nil))
    }

    @Test(
        arguments: [
            (
                #"{"type":"error","code":"rate_limit_exceeded","message":"slow"}"#,
                ProviderFailure.Kind.rateLimit
            ),
            (#"{"type":"error","error":{"code":"insufficient_quota","message":"slow"}}"#, .quota),
            (
                #"{"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"slow"}}}"#,
                .server
            ),
            (
                #"{"type":"response.failed","response":{"error":{"code":"server_is_overloaded","message":"slow"}}}"#,
                .overloaded
            ),
        ])
    func `errors inside a stream have their names`(event: String, kind: ProviderFailure.Kind) {
        let result = Pieces.read(
            OpenAIResponses.self, wire: .openAIResponses, "data: \(event)\n\n"
        ).result
        guard case .failure(let failure) = result else {
            Issue.record("a reply")
            return
        }
        #expect(failure.kind == kind && failure.message == "slow" && failure.status == 200)
    }
}
