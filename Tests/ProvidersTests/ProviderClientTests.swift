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

    private func client(_ server: Server, keys: [String: APIKey] = [:]) -> ProviderClient {
        ProviderClient(
            http: server.transport,
            providers: [
                "local": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:9/v1"),
                "tape": ProviderSettings(wire: .replay),
                "later": ProviderSettings(wire: .anthropic),
            ],
            keys: keys, recordings: ["tape": [RecordedReply(role: .builder, text: "recorded")]])
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
