import Effects
import HTTP
import Synchronization
import Testing
import TestSupport

@Suite struct `HTTP over libcurl` {
    let http = HTTPTransport.curl(environment: [:])

    private func failure(of request: HTTPRequest) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await http.send(request)
            return nil
        } catch {
            return error
        }
    }

    private func text(_ reply: HTTPReply) -> String { String(decoding: reply.body, as: UTF8.self) }

    // MARK: What is sent

    @Test func `method, path, headers and body reach the server`() async throws {
        let server = LoopbackServer.answering { _ in LoopbackReply() }
        _ = try await http.send(
            HTTPRequest(
                method: "POST", url: "\(server.url)/v1/chat?x=%20y",
                headers: [
                    HTTPHeader("Content-Type", "application/json"),
                    HTTPHeader("Authorization", "Bearer key"), HTTPHeader("X-Empty", ""),
                ],
                body: Array(#"{"a":1}"#.utf8)))
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/chat?x=%20y")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.headers["authorization"] == "Bearer key")
        #expect(request.headers["x-empty"] == "")
        #expect(request.headers["host"] == "127.0.0.1:\(server.port)")
        #expect(request.text == #"{"a":1}"#)
    }

    @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"], [0, 5])
    func `any method goes with or without a body`(method: String, count: Int) async throws {
        let server = LoopbackServer.answering { LoopbackReply(200, $0.method + $0.text) }
        let body = [UInt8](repeating: 120, count: count)
        let reply = try await http.send(HTTPRequest(method: method, url: server.url, body: body))
        #expect(text(reply) == method + String(repeating: "x", count: count))
        #expect(server.requests.first?.headers["content-type"] == nil)
    }

    @Test func `a reply to HEAD has headers and no body`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\n")
            connection.waitForClose()
        }
        let reply = try await http.send(HTTPRequest(method: "HEAD", url: server.url))
        #expect(reply.status == 200)
        #expect(reply[header: "x-a"] == "b")
        #expect(reply.body.isEmpty)
    }

    @Test func `a body of megabytes goes at once and comes back`() async throws {
        let server = LoopbackServer.answering { request in
            #expect(request.headers["expect"] == nil)
            return LoopbackReply(200, request.text)
        }
        let body = (0..<5_000_000).map { UInt8(97 + $0 % 26) }
        let reply = try await http.send(HTTPRequest(method: "POST", url: server.url, body: body))
        #expect(reply.body == body)
    }

    // MARK: What comes back

    @Test(arguments: [200, 204, 301, 404, 429, 500])
    func `any status is a reply, and no redirect is followed`(status: Int) async throws {
        let server = LoopbackServer.answering { request in
            LoopbackReply(
                status, status == 204 ? "" : "body", headers: [("Location", "/elsewhere")])
        }
        let reply = try await http.send(HTTPRequest(method: "GET", url: "\(server.url)/here"))
        #expect(reply.status == status)
        #expect(reply[header: "LOCATION"] == "/elsewhere")
        #expect(text(reply) == (status == 204 ? "" : "body"))
        #expect(server.requests.map(\.target) == ["/here"])
    }

    @Test func `headers keep their order, also repeated ones`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(
                "HTTP/1.1 103 Early Hints\r\nX: early\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nX: 1\r\nY:two words \r\nX: 3\r\nContent-Length: 0\r\n\r\n"
            )
            connection.waitForClose()
        }
        let reply = try await http.send(HTTPRequest(method: "GET", url: server.url))
        #expect(reply.status == 200)
        #expect(
            reply.headers == [
                HTTPHeader("X", "1"), HTTPHeader("Y", "two words"), HTTPHeader("X", "3"),
                HTTPHeader("Content-Length", "0"),
            ])
    }

    @Test func `a chunked body is put together`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for piece in ["one", "two", "three"] {
                connection.write("\(piece.utf8.count)\r\n\(piece)\r\n")
            }
            connection.write("0\r\nX-Trailer: t\r\n\r\n")
            connection.waitForClose()
        }
        let reply = try await http.send(HTTPRequest(method: "GET", url: server.url))
        #expect(text(reply) == "onetwothree")
        #expect(reply[header: "X-Trailer"] == nil)
    }

    @Test func `a body may end with the connection`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.0 200 OK\r\n\r\nall of it")
        }
        let reply = try await http.send(HTTPRequest(method: "GET", url: server.url))
        #expect(text(reply) == "all of it")
    }

    // MARK: Connections

    @Test func `a connection is used again`() async throws {
        let server = LoopbackServer.answering { LoopbackReply(200, $0.target) }
        for number in 0..<5 {
            let reply = try await http.send(
                HTTPRequest(method: "GET", url: "\(server.url)/\(number)"))
            #expect(text(reply) == "/\(number)")
        }
        #expect(server.connectionCount == 1)
    }

    @Test func `a connection that the server closes is opened anew`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")
        }
        for _ in 0..<3 {
            #expect(text(try await http.send(HTTPRequest(method: "GET", url: server.url))) == "ok")
        }
        #expect(server.connectionCount == 3)
    }

    @Test func `many at once each get their own reply`() async throws {
        let server = LoopbackServer.answering { LoopbackReply(200, $0.target) }
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            for number in 0..<50 {
                tasks.addTask {
                    let reply = try await http.send(
                        HTTPRequest(method: "GET", url: "\(server.url)/\(number)"))
                    #expect(text(reply) == "/\(number)")
                }
            }
            try await tasks.waitForAll()
        }
        #expect(server.requests.count == 50)
    }

    @Test func `a client that goes closes its connections`() async throws {
        let (closed, close) = AsyncStream.makeStream(of: Void.self)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(LoopbackReply())
            connection.waitForClose()
            close.finish()
        }
        do {
            let own = HTTPTransport.curl(environment: [:])
            _ = try await own.send(HTTPRequest(method: "GET", url: server.url))
        }
        for await _ in closed {}
        #expect(server.connectionCount == 1)
    }

    // MARK: Proxies

    @Test func `the proxy of the given environment is used, and no other`() async throws {
        let proxy = LoopbackServer.answering { _ in LoopbackReply(200, "proxied") }
        let server = LoopbackServer.answering { _ in LoopbackReply(200, "direct") }
        let request = HTTPRequest(method: "GET", url: "\(server.url)/x")
        let through = HTTPTransport.curl(environment: ["http_proxy": proxy.url])
        #expect(text(try await through.send(request)) == "proxied")
        #expect(proxy.requests.first?.target == "\(server.url)/x")
        let around = HTTPTransport.curl(
            environment: ["http_proxy": proxy.url, "no_proxy": "localhost,127.0.0.1"])
        #expect(text(try await around.send(request)) == "direct")
        let capitals = HTTPTransport.curl(environment: ["HTTP_PROXY": proxy.url])
        #expect(text(try await capitals.send(request)) == "direct")
        var direct = request
        direct.isDirect = true
        #expect(text(try await through.send(direct)) == "direct")
        let all = HTTPTransport.curl(environment: ["ALL_PROXY": proxy.url])
        #expect(text(try await all.send(request)) == "proxied")
    }

    // MARK: What goes wrong

    @Test func `a port where nobody listens is refused`() async throws {
        // A listening socket that is closed again: its port is free for a moment at least.
        let port = LoopbackServer { _ in }.port
        let failed = await failure(of: HTTPRequest(method: "GET", url: "http://127.0.0.1:\(port)/"))
        #expect(failed?.code == .refused)
    }

    @Test func `a name that does not exist is unresolvable`() async {
        // Too long for a name server to be asked.
        let name = String(repeating: "a", count: 64) + ".invalid"
        let failed = await failure(of: HTTPRequest(method: "GET", url: "http://\(name)/"))
        #expect(failed?.code == .unresolvable)
    }

    @Test func `a server that does not speak TLS is told`() async {
        let server = LoopbackServer { connection in
            connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.waitForClose()
        }
        let url = "https://127.0.0.1:\(server.port)/"
        #expect(await failure(of: HTTPRequest(method: "GET", url: url))?.code == .tls)
    }

    @Test func `a reply that does not begin in time fails`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.waitForClose()
        }
        let failed = await failure(
            of: HTTPRequest(
                method: "POST", url: server.url, body: [1, 2, 3], firstByteTimeoutSeconds: 0.2))
        #expect(failed?.code == .timedOut)
        #expect(failed?.detail == "no reply for 0.2 s")
    }

    @Test func `a reply that stalls fails`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")
            connection.waitForClose()
        }
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: server.url, idleTimeoutSeconds: 0.2))
        #expect(failed?.code == .timedOut)
        #expect(failed?.detail == "the reply stalled for 0.2 s")
    }

    @Test func `a reply that goes on for ever is given up, however lively it is`() async throws {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.write("7\r\n: ping\n\r\n") {}
        }
        let failed = await failure(
            of: HTTPRequest(
                method: "GET", url: server.url, totalTimeoutSeconds: 0.3, replyLimitBytes: .max))
        #expect(failed?.code == .timedOut)
        #expect(failed?.detail == "the reply is not complete after 0.3 s")
    }

    @Test func `a reply that is announced too large fails`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")
            connection.waitForClose()
        }
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: server.url, replyLimitBytes: 1000))
        #expect(failed?.code == .tooLarge)
        #expect(failed?.detail == "the reply is over 1000 bytes")
    }

    @Test func `a reply without end fails at the limit`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while connection.write("4\r\nmore\r\n") {}
        }
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: server.url, replyLimitBytes: 100_000))
        #expect(failed?.code == .tooLarge)
    }

    @Test func `a head without end fails`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\n")
            while connection.write("X-More: \(String(repeating: "x", count: 1000))\r\n") {}
        }
        let failed = await failure(of: HTTPRequest(method: "GET", url: server.url))
        #expect(failed?.code == .tooLarge)
    }

    @Test func `one header without end fails`() async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write("HTTP/1.1 200 OK\r\nX-More: ")
            while connection.write(String(repeating: "x", count: 1000)) {}
        }
        let failed = await failure(of: HTTPRequest(method: "GET", url: server.url))
        #expect(failed?.code == .tooLarge)
    }

    @Test func `a reply at the limit is whole`() async throws {
        let server = LoopbackServer.answering { _ in
            LoopbackReply(200, String(repeating: "x", count: 1000))
        }
        let reply = try await http.send(
            HTTPRequest(method: "GET", url: server.url, replyLimitBytes: 1000))
        #expect(reply.body.count == 1000)
    }

    @Test(arguments: [
        "", "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `a broken reply is told`(bytes: String) async {
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(bytes)
        }
        #expect(
            await failure(of: HTTPRequest(method: "GET", url: server.url))?.code == .interrupted)
    }

    @Test(arguments: [
        "", "no url", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http://127.0.0.1:x/",
        "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
    ])
    func `what is no HTTP URL is refused`(url: String) async {
        #expect(await failure(of: HTTPRequest(method: "GET", url: url))?.code == .badURL)
    }

    @Test(arguments: [
        HTTPRequest(
            method: "GET", url: "http://127.0.0.1/", headers: [HTTPHeader("A", "b\r\nC: d")]),
        HTTPRequest(method: "GET", url: "http://127.0.0.1/", headers: [HTTPHeader("A: b", "c")]),
        HTTPRequest(method: "GET", url: "http://127.0.0.1/", headers: [HTTPHeader("", "c")]),
        HTTPRequest(method: "GET /x", url: "http://127.0.0.1/"),
    ])
    func `nothing adds a line to the request`(request: HTTPRequest) async {
        #expect(await failure(of: request)?.code == .other)
    }

    @Test func `no failure tells a key`() async throws {
        let port = LoopbackServer { _ in }.port
        for rest in [
            "127.0.0.1:\(port)/v1?key=hush#hush",
            "\(String(repeating: "a", count: 64))/v1?key=hush",
            ":x/?hush",
        ] {
            let failed = try #require(
                await failure(
                    of: HTTPRequest(
                        method: "POST", url: "http://hush:hush@\(rest)",
                        headers: [HTTPHeader("Authorization", "hush")], body: Array("hush".utf8))))
            #expect(!"\(failed)".contains("hush"))
        }
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: "http://a@127.0.0.1:\(port)/p?q"))
        #expect(failed?.url == "http://127.0.0.1:\(port)/p")
    }

    // MARK: Cancellation

    @Test func `cancelling the task ends the request and its connection`() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            event.yield("asked")
            connection.waitForClose()
            event.yield("closed")
            event.finish()
        }
        let request = HTTPRequest(method: "GET", url: server.url)
        let task = Task { await failure(of: request) }
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == "asked")
        task.cancel()
        #expect(await task.value?.code == .cancelled)
        #expect(await iterator.next() == "closed")
    }

    @Test func `a task that is already cancelled sends nothing`() async {
        let server = LoopbackServer.answering { _ in LoopbackReply() }
        let request = HTTPRequest(method: "GET", url: server.url)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(of: request)
        }
        #expect(await task.value?.code == .cancelled)
        #expect(server.requests.isEmpty)
    }

    @Test func `cancelling at any moment gives one answer`() async {
        let server = LoopbackServer.answering { _ in LoopbackReply(200, "ok") }
        let request = HTTPRequest(method: "GET", url: server.url)
        for round in 0..<200 {
            let task = Task { await failure(of: request) }
            for _ in 0..<(round % 20) { await Task.yield() }
            task.cancel()
            let failed = await task.value
            #expect(failed == nil || failed?.code == .cancelled, "round \(round)")
        }
    }
}
