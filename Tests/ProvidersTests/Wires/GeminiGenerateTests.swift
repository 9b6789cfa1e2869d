import Effects
import Providers
import RunModel
import Testing

struct GeminiGenerateTests {
    private func endpoint(streams: Bool = false, dropped: Set<String> = []) -> Endpoint {
        Endpoint(
            provider: "p", wire: .gemini, model: "models/gemini é", baseURL: "http://x",
            key: APIKey("k"), dropped: dropped, streams: streams)
    }

    private var call: Call {
        Call(role: .builder, system: "s", messages: [Message(.user, "x")], maxOutputTokens: 9)
    }

    private func body(_ call: Call, _ endpoint: Endpoint) throws -> JSON {
        try JSON(parsing: GeminiGenerate.request(call, to: endpoint).body)
    }

    @Test func `the key is a header, never part of the URL`() throws {
        let request = GeminiGenerate.request(call, to: endpoint())
        #expect(request.url == "http://x/v1beta/models/gemini%20%C3%A9:generateContent")
        #expect(request.headers.contains(HTTPHeader("x-goog-api-key", "k")))
        let stream = GeminiGenerate.request(call, to: endpoint(streams: true))
        #expect(stream.url.hasSuffix(":streamGenerateContent?alt=sse"))
        #expect(
            try body(call, endpoint()) == [
                "contents": [["role": "user", "parts": [["text": "x"]]]],
                "generationConfig": ["maxOutputTokens": 9],
                "systemInstruction": ["parts": [["text": "s"]]],
            ])
    }

    @Test func `a schema is bound without tools, and described beside them`() throws {
        var call = call
        call.schema = ReplySchema(name: "v", schema: ["type": "object"])
        let bound = try body(call, endpoint())["generationConfig"]
        #expect(bound?["responseMimeType"] == "application/json")
        #expect(bound?["responseJsonSchema"] == ["type": "object"])
        let refused = try body(call, endpoint(dropped: ["response_json_schema"]))
        #expect(refused["generationConfig"] == ["maxOutputTokens": 9])
        #expect(refused["systemInstruction"]?.text.contains("JSON Schema") == true)
        call.tools = [Tool(name: "f", summary: "s", parameters: ["type": "object"])]
        call.toolChoice = .named("f")
        let beside = try body(call, endpoint())
        #expect(beside["generationConfig"] == ["maxOutputTokens": 9])
        #expect(
            beside["toolConfig"]?["functionCallingConfig"]
                == ["mode": "ANY", "allowedFunctionNames": ["f"]])
        #expect(
            beside["tools"]?.array?.first?["functionDeclarations"]?.array?.first?[
                "parametersJsonSchema"] == ["type": "object"])
    }

    @Test func `a turn of another wire passes without its signature`() throws {
        var call = call
        call.messages += [
            Message(
                .assistant,
                parts: ["f", "g"].map {
                    .toolCall(ToolCall(id: nil, name: $0, arguments: #"{"a":1}"#))
                }),
            Message(
                .user,
                parts: [
                    .toolResult(ToolResult(id: nil, name: "f", text: "r")),
                    .toolResult(ToolResult(id: nil, name: "g", text: "e", isError: true)),
                ]),
        ]
        let contents = try body(call, endpoint())["contents"]?.array ?? []
        let calls = contents[1]["parts"]?.array ?? []
        #expect(contents[1]["role"] == "model")
        #expect(calls.map { $0["thoughtSignature"] != nil } == [true, false])
        #expect(calls[0]["functionCall"]?["args"] == ["a": 1])
        let results = (contents[2]["parts"]?.array ?? []).map { $0["functionResponse"] }
        #expect(results.map { $0?["response"] } == [["output": "r"], ["error": "e"]])
        #expect(results.map { $0?["id"] } == calls.map { $0["functionCall"]?["id"] })
    }

    private static let chunks: [JSON] = [
        [
            "candidates": [["content": ["parts": [["text": "hm", "thought": true]]]]],
            "usageMetadata": ["promptTokenCount": 5], "modelVersion": "g1",
        ],
        ["candidates": [["content": ["parts": [["text": "Ja, "]]]]]],
        ["candidates": [["content": ["parts": [["text": "gut"]]]]]],
        ["candidates": [["content": ["parts": [["text": "", "thoughtSignature": "s1"]]]]]],
        [
            "candidates": [
                [
                    "content": [
                        "parts": [
                            [
                                "functionCall": ["name": "f", "args": ["a": 1]],
                                "thoughtSignature": "s2",
                            ],
                            ["text": ""],
                        ]
                    ], "finishReason": "STOP",
                ]
            ],
            "usageMetadata": [
                "promptTokenCount": 5, "toolUsePromptTokenCount": 2, "candidatesTokenCount": 7,
                "thoughtsTokenCount": 4, "cachedContentTokenCount": 1,
            ],
        ],
    ]

    @Test func `a stream, an array and a whole reply are read alike`() throws {
        let stream = GeminiGenerateTests.chunks.map { "data: \($0.text)\r\n\r\n" }.joined()
        let (result, shown) = Pieces.read(GeminiGenerate.self, wire: .gemini, stream)
        let reply = try result.get()
        #expect(shown == "Ja, gut" && reply.text == shown && reply.reasoning == "hm")
        #expect(reply.toolCalls == [ToolCall(id: nil, name: "f", arguments: #"{"a":1}"#)])
        #expect(reply.finish == .toolCalls && reply.model == "g1")
        #expect(reply.usage == Usage(input: 7, output: 11, cachedInput: 1, reasoning: 4))
        let parts: JSON = [
            ["text": "hm", "thought": true], ["text": "Ja, gut"],
            ["text": "", "thoughtSignature": "s1"],
            ["functionCall": ["name": "f", "args": ["a": 1]], "thoughtSignature": "s2"],
        ]
        #expect(reply.native?.value == parts)
        let array = JSON.array(GeminiGenerateTests.chunks).text
        #expect(try Pieces.read(GeminiGenerate.self, wire: .gemini, array).result.get() == reply)
    }

    @Test(
        arguments: [
            ("MAX_TOKENS", FinishReason.length), ("SAFETY", .contentFilter),
            ("RECITATION", .contentFilter), ("MODEL_ARMOR", .contentFilter),
            ("MALFORMED_FUNCTION_CALL", .error), ("UNEXPECTED_TOOL_CALL", .error),
            ("OTHER", .error), ("STOP", .stop),
        ])
    func `finish reasons are read, with or without text`(word: String, finish: FinishReason) throws
    {
        for content in [JSON.null, ["parts": [["text": "x"]]]] {
            let body: JSON = [
                "candidates": [["content": content, "finishReason": .string(word)]]
            ]
            let reply = try Pieces.read(GeminiGenerate.self, wire: .gemini, body.text).result.get()
            #expect(reply.finish == finish)
        }
    }

    @Test func `a blocked prompt is refused, and an empty reply is none`() throws {
        let blocked = #"{"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"no"}}"#
        for text in [blocked, "data: \(blocked)\n\n"] {
            let reply = try Pieces.read(GeminiGenerate.self, wire: .gemini, text).result.get()
            #expect(reply.finish == .contentFilter && reply.refusal == "no")
        }
        let error = #"[{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}]"#
        for (text, kind) in [("{}", ProviderFailure.Kind.malformed), (error, .overloaded)] {
            let result = Pieces.read(GeminiGenerate.self, wire: .gemini, text).result
            guard case .failure(let failure) = result else {
                Issue.record("a reply")
                continue
            }
            #expect(failure.kind == kind)
        }
    }
}
