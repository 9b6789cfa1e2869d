import Effects
import Providers
import RunModel
import Testing

struct OpenAIChatTests {
    private let call = Call(
        role: .builder, system: "be brief", messages: [Message(.user, "say \"hé\"")],
        maxOutputTokens: 77)

    @Test func `a request has the prompt, the limit and nothing that samples`() throws {
        let request = OpenAIChat.request(
            call, model: "llama3", baseURL: "http://127.0.0.1:1/v1/", key: APIKey("k"))
        #expect(request.method == "POST")
        #expect(request.url == "http://127.0.0.1:1/v1/chat/completions")
        #expect(request.headers.contains(HTTPHeader("authorization", "Bearer k")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"max_tokens":77,"messages":[{"content":"be brief","role":"system"},"#
                + #"{"content":"say \"hé\"","role":"user"}],"model":"llama3","stream":false}"#)
    }

    @Test func `without a key none is sent`() {
        let request = OpenAIChat.request(call, model: "m", baseURL: "http://x", key: nil)
        #expect(!request.headers.contains { $0.name == "authorization" })
    }

    @Test(
        arguments: [
            ("gpt-4o", "max_tokens"), ("gpt-4.1-nano", "max_tokens"),
            ("gpt-5", "max_completion_tokens"),
            ("gpt-5-mini", "max_completion_tokens"), ("gpt-6.1-terra", "max_completion_tokens"),
            ("gpt-5-chat-latest", "max_tokens"), ("o3-mini", "max_completion_tokens"),
            ("openai/o1", "max_completion_tokens"), ("ollama", "max_tokens"),
            ("glm-4.6", "max_tokens"), ("gpt-oss-120b", "max_tokens"),
        ])
    func `the limit's name follows the model's family`(model: String, name: String) throws {
        #expect(try limits(model: model) == [name])
    }

    @Test func `a limit that the model does not take is sent by its other name`() throws {
        #expect(try limits(model: "gpt-4o", dropped: ["max_tokens"]) == ["max_completion_tokens"])
        #expect(try limits(model: "gpt-5", dropped: ["max_completion_tokens"]) == ["max_tokens"])
        #expect(
            try limits(model: "gpt-5", dropped: ["max_tokens", "max_completion_tokens"]) == [])
    }

    @Test func `a schema is sent as the endpoint takes it`() throws {
        var call = call
        call.schema = ReplySchema(name: "audit", schema: ["type": "object"])
        let open = try body(OpenAIChat.request(call, model: "m", baseURL: "http://x", key: nil))
        #expect(open["response_format"]?["json_schema"]?["schema"] == ["type": "object"])
        #expect(open["response_format"]?["json_schema"]?["strict"] == true)
        let glm = try body(
            OpenAIChat.request(call, model: "m", baseURL: "http://x", key: nil, isGLM: true))
        #expect(glm["response_format"] == ["type": "json_object"])
        let system = glm["messages"]?.array?.first?["content"]?.string ?? ""
        #expect(system.hasSuffix(#"{"type":"object"}"#))
    }

    @Test(
        arguments: [
            ("stop", FinishReason.stop), ("length", .length), ("content_filter", .contentFilter),
            ("sensitive", .contentFilter), ("network_error", .error), ("eos", .stop),
            ("model_context_window_exceeded", .length),
        ])
    func `finish reasons are read`(word: String, finish: FinishReason) throws {
        let body = #"{"choices":[{"message":{"content":"x"},"finish_reason":"\#(word)"}]}"#
        let reply = try OpenAIChat.read(HTTPReply(status: 200, body: Array(body.utf8)))
        #expect(reply.finish == finish)
        #expect(reply.usage == nil)
    }

    @Test func `a refusal is no answer`() throws {
        let body =
            #"{"choices":[{"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]}"#
        let reply = try OpenAIChat.read(HTTPReply(status: 200, body: Array(body.utf8)))
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
        let reply = try OpenAIChat.read(HTTPReply(status: 200, body: Array(body.utf8)))
        #expect(reply.text == "ab")
        #expect(reply.toolCalls == [ToolCall(id: nil, name: "f", arguments: #"{"x":1}"#)])
        #expect(reply.finish == .toolCalls)
    }

    @Test(
        arguments: [
            (200, "", ProviderFailure.Kind.server), (200, #"{"choices":[{"mes"#, .server),
            (200, "{}", .malformed), (200, #"{"choices":[]}"#, .malformed),
            (200, #"{"error":{"code":"1113","message":"m"}}"#, .quota),
            (200, #"{"error":"what"}"#, .server),
            (400, #"{"error":{"message":"Incorrect API key provided"}}"#, .auth),
            (
                400, #"{"error":{"message":"the request exceeds the available context size"}}"#,
                .contextLength
            ),
            (
                400, #"{"object":"error","message":"maximum context length is 4096","code":400}"#,
                .contextLength
            ),
            (400, #"{"error":{"message":"bad"}}"#, .badRequest), (404, "no such page", .badRequest),
            (402, "", .quota), (403, "", .auth), (408, "", .timeout), (413, "", .contextLength),
            (422, #"{"detail":"top_p: Extra inputs are not permitted"}"#, .unsupportedParameter),
            (429, "", .rateLimit), (500, "", .server), (502, "", .server), (504, "", .server),
            (503, "", .overloaded), (529, "", .overloaded), (301, "", .server),
            (429, #"{"error":{"type":"insufficient_quota","message":"m"}}"#, .quota),
        ])
    func `failures are told apart by their bodies, then by status`(
        status: Int, body: String, kind: ProviderFailure.Kind
    ) {
        let reply = HTTPReply(status: status, body: Array(body.utf8))
        #expect(throws: ProviderFailure.self) { try OpenAIChat.read(reply) }
        do {
            _ = try OpenAIChat.read(reply)
        } catch {
            #expect(error.kind == kind)
            #expect(error.status == status)
        }
    }

    @Test(
        arguments: [
            ("Unsupported parameter: 'logprobs' is not supported", "logprobs"),
            ("Unrecognized request argument supplied: top_k", "top_k"),
            ("temperature: Extra inputs are not permitted", "temperature"),
            ("`temperature` is deprecated for this model.", "temperature"),
            ("unknown parameter", nil),
        ] as [(String, String?)])
    func `a parameter is found in the sentence that refuses it`(message: String, param: String?) {
        let body = JSONValue.object(["error": ["message": .string(message)]]).text
        let failure = ErrorReading.failure(of: HTTPReply(status: 400, body: Array(body.utf8)))
        #expect(failure.kind == .unsupportedParameter)
        #expect(failure.param == param)
    }

    @Test(
        arguments: [
            ([("retry-after", "7")], 7.0),
            ([("Retry-After-Ms", "1500"), ("retry-after", "9")], 1.5),
            (
                [
                    ("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT"),
                    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], 23
            ),
            (
                [
                    ("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"),
                    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
                ], 0
            ),
            ([("retry-after", "Sun, 06 Nov 1994 08:50:00 GMT")], nil),
            ([("retry-after", "soon")], nil), ([("retry-after", "-3")], nil), ([], nil),
        ] as [([(String, String)], Double?)])
    func `the time to wait is read in each of its forms`(
        headers: [(String, String)], seconds: Double?
    ) {
        let reply = HTTPReply(status: 429, headers: headers.map { HTTPHeader($0.0, $0.1) })
        #expect(ErrorReading.failure(of: reply).retryAfterSeconds == seconds)
    }

    @Test func `a key never comes back in a message`() throws {
        let key = try #require(APIKey("sk-secret-1"))
        let body = Array("no such key: sk-secret-1".utf8)
        let failure = ErrorReading.failure(of: HTTPReply(status: 401, body: body), key: key)
        #expect(failure.message == "no such key: [key]")
        #expect("\(key) \(String(reflecting: key))" == "[key] [key]")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("secret"))
        #expect(APIKey("a\nb") == nil && APIKey("") == nil)
    }

    private func limits(model: String, dropped: Set<String> = []) throws -> [String] {
        let body = try body(
            OpenAIChat.request(call, model: model, baseURL: "http://x", key: nil, dropped: dropped))
        return ["max_tokens", "max_completion_tokens"].filter { body[$0] == 77 }
    }

    private func body(_ request: HTTPRequest) throws -> JSONValue {
        try #require(JSONValue(parsing: request.body))
    }
}
