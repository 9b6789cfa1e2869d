import Dispatch
import Effects
import HTTP
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Replies that come in pieces` {
    let http = HTTPTransport.curl(environment: [:])

    private static let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func chunk(_ text: String) -> String {
        "\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n"
    }

    /// A server that sends pieces as long as somebody takes them.
    private static func endless() -> LoopbackServer {
        LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(head)
            let piece = chunk(String(repeating: "x", count: 10_000))
            while connection.write(piece) {}
        }
    }

    private func failure(
        of request: HTTPRequest, receive: @escaping @Sendable (HTTPPiece) -> Void
    ) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            try await http.stream(request, receive)
            return nil
        } catch {
            return error
        }
    }

    @Test func `each piece is handed on before the next one is sent`() async throws {
        let taken = DispatchSemaphore(value: 0)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(Self.head)
            for text in ["one", "two", "three"] {
                connection.write(Self.chunk(text))
                guard taken.wait(timeout: .now() + 30) == .success else { return }
            }
            connection.write("0\r\n\r\n")
            connection.waitForClose()
        }
        let pieces = Mutex<[HTTPPiece]>([])
        try await http.stream(HTTPRequest(method: "POST", url: server.url)) { piece in
            pieces.withLock { $0.append(piece) }
            if case .body = piece { taken.signal() }
        }
        #expect(
            pieces.withLock { $0 } == [
                .head(status: 200, headers: [HTTPHeader("Transfer-Encoding", "chunked")]),
                .body(Array("one".utf8)), .body(Array("two".utf8)), .body(Array("three".utf8)),
            ])
    }

    @Test func `a reply without a body is a head`() async throws {
        let server = LoopbackServer.answering { _ in LoopbackReply(204) }
        let pieces = Mutex<[HTTPPiece]>([])
        try await http.stream(HTTPRequest(method: "GET", url: server.url)) { piece in
            pieces.withLock { $0.append(piece) }
        }
        #expect(
            pieces.withLock { $0 }
                == [.head(status: 204, headers: [HTTPHeader("Content-Length", "0")])])
    }

    @Test func `a stream that stalls holds up no other`() async throws {
        let done = DispatchSemaphore(value: 0)
        let slow = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(Self.head + Self.chunk("first"))
            _ = done.wait(timeout: .now() + 30)
            connection.write(Self.chunk("last") + "0\r\n\r\n")
            connection.waitForClose()
        }
        let quick = LoopbackServer.answering { LoopbackReply(200, $0.target) }
        async let waiting = http.send(HTTPRequest(method: "GET", url: slow.url))
        for number in 0..<20 {
            let reply = try await http.send(
                HTTPRequest(method: "GET", url: "\(quick.url)/\(number)"))
            #expect(reply.body == Array("/\(number)".utf8))
        }
        done.signal()
        #expect(try await waiting.body == Array("firstlast".utf8))
        #expect(quick.connectionCount == 1)
    }

    @Test func `what came before a break was handed on`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(Self.head + Self.chunk("half"))
        }
        let body = Mutex<[UInt8]>([])
        let failed = await failure(of: HTTPRequest(method: "GET", url: server.url)) { piece in
            if case .body(let bytes) = piece { body.withLock { $0 += bytes } }
        }
        #expect(failed?.code == .interrupted)
        #expect(body.withLock { $0 } == Array("half".utf8))
    }

    @Test func `no more is handed on than the limit`() async {
        let server = Self.endless()
        let count = Mutex(0)
        let request = HTTPRequest(method: "GET", url: server.url, replyLimitBytes: 123_456)
        let failed = await failure(of: request) { piece in
            if case .body(let bytes) = piece { count.withLock { $0 += bytes.count } }
        }
        #expect(failed?.code == .tooLarge)
        #expect(count.withLock { $0 } <= 123_456)
    }

    @Test func `cancelling ends a stream that does not end by itself`() async {
        let server = Self.endless()
        let (pieces, piece) = AsyncStream.makeStream(of: Void.self)
        let request = HTTPRequest(method: "GET", url: server.url, replyLimitBytes: .max)
        let task = Task { await failure(of: request) { _ in piece.yield() } }
        for await _ in pieces.prefix(3) {}
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }

    @Test func `after a cancellation from within a piece no other piece comes`() async throws {
        let isKnown = DispatchSemaphore(value: 0)
        let server = Self.endless()
        let itself = Mutex<Task<HTTPFailure?, Never>?>(nil)
        let count = Mutex(0)
        let request = HTTPRequest(method: "GET", url: server.url, replyLimitBytes: .max)
        let task = Task {
            await failure(of: request) { piece in
                guard case .body = piece else {
                    isKnown.wait()
                    return
                }
                count.withLock { $0 += 1 }
                itself.withLock { $0 }?.cancel()
            }
        }
        itself.withLock { $0 = task }
        isKnown.signal()
        #expect(await task.value?.code == .cancelled)
        #expect(count.withLock { $0 } == 1)
        // The engine goes on with others.
        let quick = LoopbackServer.answering { _ in LoopbackReply(200, "ok") }
        #expect(try await http.send(HTTPRequest(method: "GET", url: quick.url)).status == 200)
    }

    @Test func `an interim reply does not begin the reply`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 103 Early Hints\r\n\r\n")
            connection.waitForClose()
        }
        let request = HTTPRequest(method: "GET", url: server.url, firstByteTimeoutSeconds: 0.2)
        let failed = await failure(of: request) { _ in }
        #expect(failed?.code == .timedOut)
        #expect(failed?.detail == "no reply for 0.2 s")
    }
}
