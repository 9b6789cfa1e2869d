import Effects
import Providers
import RunModel
import Testing

struct OpenAIChatTests {
    private let call = Call(
        role: .builder, system: "be brief", messages: [Message(.user, "say \"hé\"")],
        maxOutputTokens: 77)

    private func endpoint(
        _ model: String = "m", wire: Wire = .openAIChat, rules: [CapabilityRule] = [],
        dropped: Set<String> = [], streams: Bool = false
    ) -> Endpoint {
        Endpoint(
            provider: "p", wire: wire, model: model, baseURL: "http://127.0.0.1:1/v1/",
            key: APIKey("k"),
            capability: ModelCapability(of: wire, provider: "p", model: model, rules: rules),
            dropped: dropped, streams: streams)
    }

    private func body(_ call: Call, _ endpoint: Endpoint) throws -> JSON {
        try JSON(parsing: OpenAIChat.request(call, to: endpoint).body)
    }

    @Test func `a request has the prompt, the limit and nothing that samples`() throws {
        let request = OpenAIChat.request(call, to: endpoint("llama3"))
        #expect(request.method == "POST")
        #expect(request.url == "http://127.0.0.1:1/v1/chat/completions")
        #expect(request.headers.contains(HTTPHeader("authorization", "Bearer k")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"max_tokens":77,"messages":[{"content":"be brief","role":"system"},"#
                + #"{"content":"say \"hé\"","role":"user"}],"model":"llama3","stream":false}"#)
    }

    @Test func `without a key none is sent`() {
        var endpoint = endpoint()
        endpoint.key = nil
        let request = OpenAIChat.request(call, to: endpoint)
        #expect(!request.headers.contains { $0.name == "authorization" })
    }

    @Test func `a limit that the model does not take is sent by its other name`() throws {
        let reasoning = [CapabilityRule(models: "gpt-5*", outputCap: .maxCompletionTokens)]
        func limits(_ model: String, _ dropped: Set<String> = []) throws -> [String] {
            let body = try body(call, endpoint(model, rules: reasoning, dropped: dropped))
            return ["max_tokens", "max_completion_tokens"].filter { body[$0] == 77 }
        }
        #expect(try limits("gpt-4o") == ["max_tokens"])
        #expect(try limits("gpt-5") == ["max_completion_tokens"])
        #expect(try limits("gpt-4o", ["max_tokens"]) == ["max_completion_tokens"])
        #expect(try limits("gpt-5", ["max_completion_tokens"]) == ["max_tokens"])
        #expect(try limits("gpt-5", ["max_tokens", "max_completion_tokens"]) == [])
    }

    @Test func `no more is asked for than the model can write`() throws {
        let rules = [CapabilityRule(models: "*", maxOutput: 50)]
        #expect(try body(call, endpoint(rules: rules))["max_tokens"] == 50)
    }

    @Test func `a stream asks for its usage, and GLM's for the arguments as they come`() throws {
        var call = call
        call.tools = [Tool(name: "f", summary: "s", parameters: ["type": "object"])]
        let open = try body(call, endpoint(streams: true))
        #expect(open["stream"] == true)
        #expect(open["stream_options"] == ["include_usage": true])
        #expect(open["tool_stream"] == nil)
        #expect(try body(call, endpoint(wire: .glm, streams: true))["tool_stream"] == true)
        #expect(try body(call, endpoint(wire: .glm))["tool_stream"] == nil)
        let refused = endpoint(dropped: ["stream_options", "messages.0.content"], streams: true)
        #expect(try body(call, refused)["stream_options"] == nil)
        #expect(try body(call, refused)["messages"]?.array?.count == 2)
    }

    @Test func `a schema is sent as the endpoint takes it`() throws {
        var call = call
        let schema: JSON = [
            "type": "object", "properties": ["a": ["type": "string"]], "required": ["a"],
        ]
        call.schema = ReplySchema(name: "audit", schema: schema)
        let open = try body(call, endpoint())["response_format"]?["json_schema"]
        #expect(open?["name"] == "audit")
        #expect(open?["strict"] == true)
        #expect(open?["schema"]?["additionalProperties"] == false)
        let glm = try body(call, endpoint(wire: .glm))
        #expect(glm["response_format"] == ["type": "json_object"])
        #expect(system(glm).hasSuffix(schema.text))
        let refused = try body(call, endpoint(dropped: ["response_format"]))
        #expect(refused["response_format"] == nil)
        #expect(system(refused).hasSuffix(schema.text))
        call.schema?.schema = ["type": "object"]
        let loose = try body(call, endpoint())["response_format"]?["json_schema"]
        #expect(loose == ["name": "audit", "schema": ["type": "object"], "strict": false])
    }

    private func system(_ body: JSON) -> String {
        body["messages"]?.array?.first?["content"]?.string ?? ""
    }

    @Test func `tools that cannot be forced are offered, the named one alone`() throws {
        var call = call
        call.tools = ["f", "g"].map { Tool(name: $0, summary: "s", parameters: ["type": "object"]) }
        call.toolChoice = .named("g")
        let open = try body(call, endpoint())
        #expect(open["tool_choice"] == ["type": "function", "function": ["name": "g"]])
        #expect(open["tools"]?.array?.count == 2)
        let glm = try body(call, endpoint(wire: .glm))
        #expect(glm["tool_choice"] == nil)
        #expect(glm["tools"]?.array?.map { $0["function"]?["name"] } == ["g"])
        let none = [CapabilityRule(models: "*", tools: ToolSupport.none)]
        #expect(try body(call, endpoint(rules: none))["tools"] == nil)
    }

    @Test func `what a server refuses in a turn or a tool is left out, and what was said is not`()
        throws
    {
        var call = call
        call.messages.append(
            Message(
                .assistant, parts: [.text("y")],
                native: NativeTurn(
                    wire: .openAIChat, provider: "p",
                    value: ["role": "assistant", "content": "y", "reasoning_content": "hm"])))
        call.tools = [
            Tool(name: "f", summary: "s", parameters: ["type": "object", "properties": [:]])
        ]
        let whole = try body(call, endpoint())
        #expect(whole["messages"]?.array?.last?["reasoning_content"] == "hm")
        #expect(whole["tools"]?.array?.first?["function"]?["strict"] == true)
        let dropped: Set = [
            "messages[2].reasoning_content", "messages.0.content", "tools.0.function.strict",
        ]
        let less = try body(call, endpoint(dropped: dropped))
        #expect(less["messages"]?.array?.last == ["role": "assistant", "content": "y"])
        #expect(less["messages"]?.array?.first?["content"] == "be brief")
        #expect(less["tools"]?.array?.first?["function"]?["strict"] == nil)
    }

    @Test(
        arguments: [
            ("stop", FinishReason.stop), ("length", .length), ("content_filter", .contentFilter),
            ("sensitive", .contentFilter), ("network_error", .error), ("eos", .stop),
            ("model_context_window_exceeded", .length),
        ])
    func `finish reasons are read`(word: String, finish: FinishReason) throws {
        let body = #"{"choices":[{"message":{"content":"x"},"finish_reason":"\#(word)"}]}"#
        let reply = try Pieces.read(OpenAIChat.self, body).result.get()
        #expect(reply.finish == finish)
        #expect(reply.usage == nil)
    }

    @Test func `a refusal is no answer`() throws {
        let body =
            #"{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]}"#
        let reply = try Pieces.read(OpenAIChat.self, body).result.get()
        #expect(reply.finish == .contentFilter)
        #expect(reply.refusal == "no")
        #expect(reply.failure == .replyRefused)
    }

    @Test func `an answer of parts is joined, and whole tool calls are kept`() throws {
        let body = #"""
            {"choices":[{"finish_reason":"stop","message":{"content":[{"type":"text","text":"a"},
            {"type":"image"},{"type":"text","text":"b"}],"tool_calls":[{"function":
            {"name":"f","arguments":{"x":1}}}]}}]}
            """#
        let reply = try Pieces.read(OpenAIChat.self, body).result.get()
        #expect(reply.text == "ab")
        #expect(reply.toolCalls == [ToolCall(id: nil, name: "f", arguments: #"{"x":1}"#)])
        #expect(reply.finish == .toolCalls)
    }

    @Test func `a stream is the reply that would have come whole`() throws {
        let stream = """
            data: {"choices":[],"model":""}

            : nothing yet
            data:{"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"hm"}}],"model":"m1"}

            data: {"choices":[{"index":0,"delta":{"content":"Zug"}}]}

            data: {"choices":[{"index":0,"delta":{"content":" ↑"}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"a","type":"function","function":{"name":"f","arguments":"{\\"x\\""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":":1}"}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":2,"id":"b","function":{"name":"g","arguments":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

            data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":3,"cache_write_tokens":2}}}

            data: [DONE]


            """
        let (result, shown) = Pieces.read(OpenAIChat.self, stream)
        let reply = try result.get()
        #expect(shown == "Zug ↑" && reply.text == shown)
        #expect(reply.reasoning == "hm")
        #expect(reply.model == "m1")
        #expect(
            reply.toolCalls == [
                ToolCall(id: "a", name: "f", arguments: #"{"x":1}"#),
                ToolCall(id: "b", name: "g", arguments: "{}"),
            ])
        #expect(reply.usage == Usage(input: 9, output: 4, cachedInput: 3, cacheWrite: 2))
        #expect(reply.native?.value["reasoning_content"] == "hm")
    }

    @Test func `calls without indices are told apart by their ids`() throws {
        let stream = """
            data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"id":"b","function":{"name":"g","arguments":"{"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"}"}}]},"finish_reason":"stop"}]}


            """
        let reply = try Pieces.read(OpenAIChat.self, stream).result.get()
        #expect(reply.toolCalls.map(\.name) == ["f", "g"])
        #expect(reply.toolCalls.map(\.arguments) == ["{}", "{}"])
    }
}
