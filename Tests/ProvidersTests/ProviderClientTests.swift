import Effects
import Providers
import RunModel
import Synchronization
import Testing

struct ProviderClientTests {
    private let call = Call(role: .builder, messages: [Message(.user, "x")], maxOutputTokens: 5)
    private let model = ModelName(provider: "local", model: "qwen")

    @Test func `a call goes to its provider with its key`() async throws {
        let server = Server([.success(answer("hi"))])
        let client = client(server, keys: ["local": try #require(APIKey("k1"))])
        let reply = try await client.send(call, to: model)
        #expect(reply.text == "hi")
        let request = try #require(server.requests.first)
        #expect(request.url == "http://127.0.0.1:9/v1/chat/completions")
        #expect(request.headers.contains(HTTPHeader("authorization", "Bearer k1")))
    }

    @Test func `no key that is known stands in a failure, whoever repeats it`() async throws {
        let body = #"{"error":{"message":"wrong key: sk-of-another-one"}}"#
        let refused = HTTPReply(status: 401, body: Array(body.utf8))
        let client = client(
            Server([.success(refused)]),
            keys: [
                "local": try #require(APIKey("k1")),
                "other": try #require(APIKey("sk-of-another-one")),
            ])
        let error = await #expect(throws: ProviderFailure.self) {
            try await client.send(call, to: model)
        }
        #expect(error?.message == "wrong key: [key]")
    }

    @Test func `a parameter that was refused is left out from then on`() async throws {
        let body =
            #"{"error":{"code":"unsupported_parameter","param":"max_tokens","message":"m"}}"#
        let refused = HTTPReply(status: 400, body: Array(body.utf8))
        let server = Server([.success(refused), .success(answer("a")), .success(answer("b"))])
        let client = client(server)
        await #expect(throws: ProviderFailure.self) { try await client.send(call, to: model) }
        _ = try await client.send(call, to: model)
        _ = try await client.send(call, to: model)
        let bodies = server.requests.map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies.map { $0.contains("max_tokens") } == [true, false, false])
        #expect(bodies.map { $0.contains("max_completion_tokens") } == [false, true, true])
    }

    @Test func `a parameter that is refused though it was left out is no reason to try again`()
        async throws
    {
        let body = #"{"error":{"code":"unsupported_parameter","param":"stop","message":"m"}}"#
        let refused = HTTPReply(status: 400, body: Array(body.utf8))
        let client = client(Server([.success(refused), .success(refused)]))
        for shouldRetry in [nil, false] {
            do {
                _ = try await client.send(call, to: model)
                Issue.record("a reply came")
            } catch {
                #expect(error.kind == .unsupportedParameter)
                #expect(error.param == "stop")
                #expect(error.shouldRetry == shouldRetry, "else it would go round")
            }
        }
    }

    @Test(
        arguments: [
            (HTTPFailure.Code.refused, ProviderFailure.Kind.unreachable),
            (.unresolvable, .unreachable), (.tls, .unreachable), (.interrupted, .unreachable),
            (.timedOut, .timeout), (.tooLarge, .malformed), (.badURL, .badRequest),
        ])
    func `a transport that fails is a failure of its kind`(
        code: HTTPFailure.Code, kind: ProviderFailure.Kind
    ) async throws {
        let failure = HTTPFailure(code: code, url: "http://127.0.0.1:9", detail: "d")
        let client = client(Server([.failure(failure)]))
        do {
            _ = try await client.send(call, to: model)
            Issue.record("a reply came")
        } catch {
            #expect(error.kind == kind)
            #expect(error.status == nil)
            let hadGoneOut = [HTTPFailure.Code.interrupted, .timedOut, .tooLarge].contains(code)
            #expect(error.mayHaveCost == hadGoneOut)
        }
    }

    @Test func `recorded replies need no transport`() async throws {
        let client = client(Server([]))
        let tape = ModelName(provider: "tape", model: "any")
        #expect(try await client.send(call, to: tape).text == "recorded")
        await #expect(throws: ProviderFailure.self) {
            try await client.send(call, to: tape, taken: [0])
        }
    }

    @Test(arguments: ["nobody", "later"])
    func `what cannot be asked says so`(provider: String) async throws {
        do {
            let name = ModelName(provider: provider, model: "m")
            _ = try await client(Server([])).send(call, to: name)
            Issue.record("a reply came")
        } catch {
            #expect(error.kind == .badRequest)
            #expect(error.message.contains("'\(provider)'"))
        }
    }

    @Test func `an endpoint without responses is asked for chats from then on`() async throws {
        let missing = HTTPReply(status: 404, body: Array("404 page not found".utf8))
        let server = Server([
            .success(missing), .success(answer("a")), .success(answer("b")),
        ])
        let learned = Mutex<[LearnedFact]>([])
        let client = client(server) { fact in learned.withLock { $0.append(fact) } }
        let model = ModelName(provider: "modern", model: "m")
        #expect(try await client.send(call, to: model).text == "a")
        #expect(try await client.send(call, to: model).text == "b")
        #expect(
            server.requests.map { $0.url.split(separator: "/").last } == [
                "responses", "completions", "completions",
            ])
        #expect(learned.withLock { $0 } == [.noResponses(provider: "modern")])
        // The next client need not find out.
        let next = Server([.success(answer("c"))])
        _ = try await self.client(next, known: client.learned).send(call, to: model)
        #expect(next.requests.map { $0.url.hasSuffix("/chat/completions") } == [true])
    }

    @Test func `a model that is missing says nothing of the endpoint`() async throws {
        let body = #"{"error":{"message":"The model `m` does not exist","code":"model_not_found"}}"#
        let server = Server([.success(HTTPReply(status: 404, body: Array(body.utf8)))])
        let client = client(server)
        await #expect(throws: ProviderFailure.self) {
            try await client.send(call, to: ModelName(provider: "modern", model: "m"))
        }
        #expect(server.requests.count == 1 && client.learned.isEmpty)
    }

    @Test func `a model that is offered for responses only is asked there`() async throws {
        let body =
            #"{"error":{"message":"This model is only supported in v1/responses and not in "#
            + #"v1/chat/completions.","param":"model"}}"#
        let response = HTTPReply(
            status: 200, body: Array(#"{"status":"completed","output":[]}"#.utf8))
        let server = Server([
            .success(HTTPReply(status: 404, body: Array(body.utf8))), .success(response),
            .success(response),
        ])
        let client = client(server)
        _ = try await client.send(call, to: model)
        _ = try await client.send(call, to: model)
        #expect(
            server.requests.map { $0.url.split(separator: "/").last } == [
                "completions", "responses", "responses",
            ])
        #expect(client.learned == [.onlyResponses(model)])
        // Where a rule says so, it is asked there from the start.
        let known = Server([.success(response)])
        let ruled = self.client(known, rules: [CapabilityRule(models: "qwen", responsesOnly: true)])
        _ = try await ruled.send(call, to: model)
        #expect(known.requests.map { $0.url.hasSuffix("/responses") } == [true])
    }

    @Test func `text is handed on as it comes, and whole where a server does not stream`()
        async throws
    {
        let chunks = ["Zug", " um", " Zug"].map {
            "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}\n\n"
        }
        let stream = HTTPReply(
            status: 200, body: Array((chunks.joined() + "data: [DONE]\n\n").utf8))
        for reply in [stream, answer("Zug um Zug")] {
            let server = Server([.success(reply)])
            let shown = Mutex("")
            let result = try await client(server).send(call, to: model) { text in
                shown.withLock { $0 += text }
            }
            #expect(result.text == "Zug um Zug" && shown.withLock { $0 } == result.text)
            let body = try JSON(parsing: try #require(server.requests.first).body)
            #expect(body["stream"] == true)
        }
    }

    @Test func `a connection that ends in the middle keeps what came before`() async throws {
        let piece = Array("data: {\"choices\":[{\"delta\":{\"content\":\"Zug\"}}]}\n\n".utf8)
        for (code, kind) in [
            (HTTPFailure.Code.interrupted, ProviderFailure.Kind.server), (.timedOut, .timeout),
        ] {
            let http = HTTPTransport(stream: { _, receive async throws(HTTPFailure) in
                receive(.head(status: 200, headers: [HTTPHeader("x-request-id", "r1")]))
                receive(.body(piece))
                throw HTTPFailure(code: code, url: "http://x", detail: "cut")
            })
            let client = ProviderClient(
                http: http,
                providers: ["local": ProviderSettings(wire: .openAIChat, baseURL: "http://x")])
            do {
                _ = try await client.send(call, to: model) { _ in }
                Issue.record("a reply came")
            } catch {
                #expect(error.kind == kind && error.partial?.text == "Zug")
                #expect(error.status == 200 && error.requestID == "r1")
            }
        }
    }

    @Test func `nulls that stand for optional properties are taken out of the answer`()
        async throws
    {
        var call = call
        call.schema = ReplySchema(
            name: "v",
            schema: [
                "type": "object", "required": ["a"],
                "properties": [
                    "a": ["type": ["string", "null"]], "b": ["type": "integer"],
                    "c": [
                        "type": "array",
                        "items": ["type": "object", "properties": ["d": ["type": "string"]]],
                    ],
                ],
            ])
        let server = Server([
            .success(answer(#"{\"a\":null,\"b\":null,\"c\":[{\"d\":null},{\"d\":\"x\"}]}"#)),
            .success(answer("no JSON")),
        ])
        let client = client(server)
        #expect(try await client.send(call, to: model).text == #"{"a":null,"c":[{},{"d":"x"}]}"#)
        #expect(try await client.send(call, to: model).text == "no JSON")
    }

    private func client(
        _ server: Server, keys: [String: APIKey] = [:], rules: [CapabilityRule] = [],
        known: Set<LearnedFact> = [], learn: @escaping @Sendable (LearnedFact) -> Void = { _ in }
    ) -> ProviderClient {
        ProviderClient(
            http: server.transport,
            providers: [
                "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:9/v1"),
                "tape": ProviderSettings(wire: .replay),
                "later": ProviderSettings(wire: .anthropic),
                "modern": ProviderSettings(
                    wire: .openAIResponses, baseURL: "http://127.0.0.1:9/v1"),
            ],
            keys: keys, recordings: ["tape": [RecordedReply(role: .builder, text: "recorded")]],
            capabilities: rules, known: known, learn: learn)
    }

    private func answer(_ text: String) -> HTTPReply {
        let body = #"{"choices":[{"message":{"content":"\#(text)"},"finish_reason":"stop"}]}"#
        return HTTPReply(status: 200, body: Array(body.utf8))
    }
}

/// A transport that gives prepared answers in order and keeps what it was asked.
private final class Server: Sendable {
    private let state: Mutex<(answers: [Result<HTTPReply, HTTPFailure>], asked: [HTTPRequest])>

    init(_ answers: [Result<HTTPReply, HTTPFailure>]) { state = Mutex((answers, [])) }

    var requests: [HTTPRequest] { state.withLock { $0.asked } }

    var transport: HTTPTransport {
        HTTPTransport { [self] request throws(HTTPFailure) in
            let answer = state.withLock { state in
                state.asked.append(request)
                return state.answers.isEmpty ? nil : state.answers.removeFirst()
            }
            guard let answer else {
                throw HTTPFailure(code: .other, url: request.url, detail: "nothing was prepared")
            }
            return try answer.get()
        }
    }
}
