import Effects
import HTTP
import Providers
import RunModel
import Synchronization
import TestSupport

/// Calls of models on servers of this machine, beside `curl` on the same servers.
///
/// The servers answer at once, so what is measured is the client: writing the request, the way to
/// the network's thread and back, reading the reply. Both keep their connection.
struct ModelCalls {
    private let http = HTTPTransport.curl(environment: [:])
    private let client: ProviderClient
    private let server: LoopbackServer
    private let streaming: LoopbackServer
    private let large: LoopbackServer
    private let calls: Int

    /// About the size of a small task with its files.
    private static let prompt = String(repeating: "def answer(): return 42\n", count: 800)
    private static let call = Call(
        role: .builder, system: "You change files.", messages: [Message(.user, prompt)],
        maxOutputTokens: 16_384)
    private static let model = ModelName(provider: "local", model: "test")
    private static let events = 50
    private static let largeBytes = 20_000_000

    /// - Parameter calls: How many are made for one figure.
    init(calls: Int) {
        self.calls = calls
        let reply = LoopbackReply(200, Self.reply, headers: [("Content-Type", "application/json")])
        server = LoopbackServer.answering { _ in reply }
        streaming = LoopbackServer { connection in
            while connection.readRequest() != nil {
                connection.write(Self.streamHead)
                for number in 0..<Self.events {
                    connection.write(Self.chunk(Self.event("word \(number)")))
                }
                connection.write(Self.chunk(Self.streamEnd))
                connection.write("0\r\n\r\n")
            }
        }
        let line = Array(Self.event(String(repeating: "x", count: 20)).utf8)
        let lines = Self.largeBytes / line.count
        let body = Array(repeatElement(line, count: lines).joined()) + Array(Self.streamEnd.utf8)
        large = LoopbackServer { connection in
            while connection.readRequest() != nil {
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\r\n")
                connection.write(body)
            }
        }
        // A socket that listens no more: nobody answers there.
        let gone = LoopbackServer { _ in }.port
        client = ProviderClient(
            http: http,
            providers: [
                "local": ProviderSettings(wire: .openAIChat, baseURL: server.url),
                "streaming": ProviderSettings(wire: .openAIChat, baseURL: streaming.url),
                "large": ProviderSettings(wire: .openAIChat, baseURL: large.url),
                "gone": ProviderSettings(wire: .openAIChat, baseURL: "http://127.0.0.1:\(gone)"),
            ])
    }

    /// A figure of ours and what `curl` takes for the same.
    struct Comparison {
        let ours: Measurement
        let curl: Measurement

        /// What ours takes longer.
        var beyond: Measurement { ours.less(curl.median) }
        var text: String {
            "curl \(curl.text), ours \(Measurement.rounded(ours.median / curl.median))×"
        }
    }

    /// A whole call, from the typed values to the typed reply.
    func plain() async throws -> Comparison {
        let ours = try await Measurement.times(calls) { _ in
            _ = try await client.send(Self.call, to: Self.model)
        }
        return Comparison(ours: ours, curl: try await curl(server.url, times: calls))
    }

    /// A reply in fifty pieces that are handed on as they come.
    func streamed() async throws -> Comparison {
        let ours = try await Measurement.times(calls) { _ in
            try await stream(from: "streaming", atLeast: 250)
        }
        return Comparison(ours: ours, curl: try await curl(streaming.url, times: calls))
    }

    /// Twenty megabytes of events, read to a reply.
    func largeStream(runs: Int) async throws -> Comparison {
        let ours = try await Measurement.times(runs) { _ in
            try await stream(from: "large", atLeast: 1_000_000)
        }
        return Comparison(ours: ours, curl: try await curl(large.url, times: runs))
    }

    private func stream(from provider: String, atLeast bytes: Int) async throws {
        let shown = Mutex(0)
        let reply = try await client.send(
            Self.call, to: ModelName(provider: provider, model: "test")
        ) { text in
            shown.withLock { $0 += text.utf8.count }
        }
        let count = reply.text.utf8.count
        guard count >= bytes, shown.withLock({ $0 }) == count else {
            throw TestFailure("no stream")
        }
    }

    /// A call that nobody answers, and then the same call to another provider.
    func fallback() async throws -> Measurement {
        try await Measurement.times(calls) { _ in
            do {
                _ = try await client.send(
                    Self.call, to: ModelName(provider: "gone", model: "test"))
                throw TestFailure("an answer from a closed port")
            } catch let failure as ProviderFailure {
                guard failure.kind == .unreachable else { throw failure }
                _ = try await client.send(Self.call, to: Self.model)
            }
        }
    }

    /// From the cancellation of a stream under way to the end of its call.
    func cancellation() async throws -> Measurement {
        let endless = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(Self.streamHead)
            let chunk = Self.chunk(String(repeating: "x", count: 10_000))
            while connection.write(chunk) {}
        }
        var request = request(to: endless.url)
        request.replyLimitBytes = .max
        var values: [Double] = []
        for _ in 0..<calls {
            let (pieces, piece) = AsyncStream.makeStream(of: Void.self)
            let task = Task { [request] in
                try await http.stream(request) { _ in piece.yield() }
            }
            for await _ in pieces.prefix(5) {}
            let start = ContinuousClock.now
            task.cancel()
            _ = await task.result
            values.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return Measurement(values, .milliseconds)
    }

    // MARK: The same by curl

    private func request(to url: String) -> HTTPRequest {
        HTTPRequest(
            method: "POST", url: url, headers: [HTTPHeader("Content-Type", "application/json")],
            body: Array(Self.prompt.utf8))
    }

    /// What curl says that its transfers took, on one connection, after one that does not count.
    private func curl(_ url: String, times: Int) async throws -> Measurement {
        let folder = try TemporaryDirectory()
        let body = try folder.write("body", Self.prompt)
        let outcome = try await Invocation(
            "curl",
            [
                "--disable", "--silent", "--fail", "--noproxy", "*", "--no-buffer", "--header",
                "Content-Type: application/json", "--header", "Expect:", "--data-binary",
                "@\(body)", "--output", "/dev/null", "--write-out", "%{time_total}\n",
                "\(url)/chat/completions?[0-\(times)]",
            ],
            environment: TestEnvironment.variables(home: folder.path, temporary: folder.path),
            in: folder.path
        ).run()
        let seconds = outcome.output.split(separator: "\n").compactMap { Double($0) }
        guard outcome.status == 0, seconds.count == times + 1 else {
            throw TestFailure("curl: \(outcome)")
        }
        return Measurement(seconds.dropFirst().map { $0 * 1000 }, .milliseconds)
    }

    // MARK: What the servers say

    private static let reply = """
        {"id":"1","object":"chat.completion","model":"test","choices":[{"index":0,"message":\
        {"role":"assistant","content":"\(String(repeating: "an answer ", count: 400))"},\
        "finish_reason":"stop"}],"usage":{"prompt_tokens":5000,"completion_tokens":800}}
        """

    private static let streamHead =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static let streamEnd =
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: [DONE]\n\n"

    /// As OpenAI sends them.
    private static func event(_ text: String) -> String {
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,"
            + "\"model\":\"test\",\"choices\":[{\"index\":0,\"delta\":{\"content\":"
            + "\"\(text)\"},\"finish_reason\":null}]}\n\n"
    }

    private static func chunk(_ text: String) -> String {
        "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
    }
}
