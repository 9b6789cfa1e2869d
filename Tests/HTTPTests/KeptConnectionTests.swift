import Effects
import HTTP
import Synchronization
import TestSupport
import Testing

/// A server cannot be asked whether it read a request before its connection broke.
@Suite(.timeLimit(.minutes(15))) struct `Requests on a kept connection` {
    let http = HTTPTransport.curl(environment: [:])

    /// Closes the first connection after reading its second request; answers all others.
    private static func fickle() -> LoopbackServer {
        let connections = Mutex(0)
        return LoopbackServer { connection in
            let number = connections.withLock { count in
                count += 1
                return count
            }
            var requests = 0
            while connection.readRequest() != nil {
                requests += 1
                if number == 1 && requests == 2 { return }
                connection.write(LoopbackReply(200, "ok"))
            }
        }
    }

    @Test(arguments: ["POST", "PATCH"])
    func `what may not be repeated is sent once`(method: String) async throws {
        let server = Self.fickle()
        let first = HTTPRequest(method: "GET", url: server.url)
        let request = HTTPRequest(method: method, url: server.url, body: Array("pay".utf8))
        _ = try await http.send(first)
        do {
            _ = try await http.send(request)
            Issue.record("a reply, although the connection was closed")
        } catch {
            #expect(error.code == .interrupted)
            #expect(error.detail.contains("not sent again"))
        }
        #expect(server.requests.count { $0.text == "pay" } == 1)
        #expect(server.connectionCount <= 2)
        // The next one finds its way.
        #expect(try await http.send(request).status == 200)
        #expect(server.requests.count { $0.text == "pay" } == 2)
    }

    @Test(arguments: ["GET", "HEAD", "PUT", "DELETE"])
    func `what may be repeated is sent again`(method: String) async throws {
        let server = Self.fickle()
        _ = try await http.send(HTTPRequest(method: "GET", url: server.url))
        let reply = try await http.send(HTTPRequest(method: method, url: "\(server.url)/again"))
        #expect(reply.status == 200)
        #expect(server.requests.count { $0.target == "/again" } == 2)
    }

    @Test func `a connection that the server has closed meanwhile costs nothing`() async throws {
        let (closings, closing) = AsyncStream.makeStream(of: Void.self)
        let server = LoopbackServer { connection in
            _ = connection.readRequest()
            connection.write(LoopbackReply(200, "ok"))
            connection.endWriting()
            closing.yield()
            connection.waitForClose()
        }
        var iterator = closings.makeAsyncIterator()
        for round in 1...3 {
            let request = HTTPRequest(method: "POST", url: server.url, body: [1])
            #expect(try await http.send(request).status == 200, "round \(round)")
            await iterator.next()
        }
        #expect(server.requests.count == 3)
    }
}
