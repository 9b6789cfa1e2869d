import Effects
import HTTP
import TestSupport
import Testing

@Suite(.enabled(if: TLSServer.isPossible), .timeLimit(.minutes(15)))
struct `HTTP over TLS` {
    private func url(_ server: TLSServer, host: String = "127.0.0.1") -> String {
        "https://\(host):\(server.port)/"
    }

    private func transport(trusting server: TLSServer) -> HTTPTransport {
        .curl(environment: ["SSL_CERT_FILE": server.certificate])
    }

    private func failure(
        of request: HTTPRequest, over http: HTTPTransport
    ) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await http.send(request)
            return nil
        } catch {
            return error
        }
    }

    private func text(_ reply: HTTPReply) -> String { String(decoding: reply.body, as: UTF8.self) }

    @Test(arguments: [("h2", "HTTP/2"), ("http/1.1", "HTTP/1.1")])
    func `the newest protocol that the server offers is spoken, on one connection`(
        offered: String, spoken: String
    ) async throws {
        let server = try await TLSServer(
            "--protocol", offered, "--protocol", "http/1.1")
        let http = transport(trusting: server)
        for length in [0, 7, 300_000] {
            let request = HTTPRequest(
                method: "POST", url: url(server), body: [UInt8](repeating: 7, count: length))
            let reply = try await http.send(request)
            #expect(reply.status == 200)
            #expect(text(reply) == "over \(spoken)")
        }
        let name = offered == "h2" ? "h2" : "http1"
        #expect(server.requests == ["\(name)/0", "\(name)/7", "\(name)/300000"])
        #expect(server.connectionCount == 1)
    }

    @Test func `cancelling one of several on a connection leaves the others be`() async throws {
        let server = try await TLSServer("--protocol", "h2", "--hold", "2")
        let http = transport(trusting: server)
        let request = HTTPRequest(method: "POST", url: url(server), body: [1])
        _ = try await http.send(request)
        let (pieces, piece) = AsyncStream.makeStream(of: HTTPPiece.self)
        let held = Task { () async -> HTTPFailure? in
            do throws(HTTPFailure) {
                try await http.stream(request) { piece.yield($0) }
                return nil
            } catch {
                return error
            }
        }
        for await _ in pieces.prefix(2) {}
        #expect(text(try await http.send(request)) == "over HTTP/2")
        held.cancel()
        #expect(await held.value?.code == .cancelled)
        #expect(text(try await http.send(request)) == "over HTTP/2")
        #expect(server.requests.count == 4)
        #expect(server.connectionCount == 1)
    }

    @Test func `a certificate that nobody vouches for is refused, and what helps is said`()
        async throws
    {
        let server = try await TLSServer()
        let http = HTTPTransport.curl(environment: [:])
        let failed = await failure(
            of: HTTPRequest(method: "POST", url: url(server), body: [1]), over: http)
        #expect(failed?.code == .tls)
        #expect(failed?.detail == "SSL certificate problem: self-signed certificate")
        #expect(failed?.remedy?.contains("SSL_CERT_FILE") == true)
        #expect(server.requests.isEmpty)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let server = try await TLSServer(for: "DNS:elsewhere.example")
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: url(server)), over: transport(trusting: server))
        #expect(failed?.code == .tls)
        #expect(failed?.remedy?.contains("host's name") == true)
        #expect(server.requests.isEmpty)
    }

    @Test func `certificates that cannot be read are told`() async throws {
        let server = try await TLSServer()
        let http = HTTPTransport.curl(environment: ["SSL_CERT_FILE": "/nowhere.pem"])
        let failed = await failure(
            of: HTTPRequest(method: "GET", url: url(server)), over: http)
        #expect(failed?.code == .tls)
        #expect(failed?.remedy?.contains("SSL_CERT_FILE") == true)
    }

    @Test func `a handshake that stalls ends with the time to connect`() async {
        let server = LoopbackServer { $0.waitForClose() }
        let request = HTTPRequest(
            method: "GET", url: "https://127.0.0.1:\(server.port)/", connectTimeoutSeconds: 0.2)
        let failed = await failure(of: request, over: .curl(environment: [:]))
        #expect(failed?.code == .timedOut)
    }

    @Test(arguments: ["h2", "http/1.1"])
    func `what may not be repeated is sent once, also over TLS`(offered: String) async throws {
        let server = try await TLSServer("--protocol", offered, "--drop", "2")
        let http = transport(trusting: server)
        let request = HTTPRequest(method: "POST", url: url(server), body: [1, 2, 3])
        #expect(try await http.send(request).status == 200)
        #expect(await failure(of: request, over: http)?.code == .interrupted)
        #expect(server.requests.count == 2)
        #expect(try await http.send(request).status == 200)
        #expect(server.requests.count == 3)
    }

    @Test func `a proxy is asked for a tunnel, and the server's certificate still counts`()
        async throws
    {
        let server = try await TLSServer(for: "DNS:models.example", "--connect")
        let environment = [
            "https_proxy": "http://127.0.0.1:\(server.port)",
            "SSL_CERT_FILE": server.certificate,
        ]
        let request = HTTPRequest(method: "GET", url: "https://models.example/v1")
        let reply = try await HTTPTransport.curl(environment: environment).send(request)
        #expect(text(reply) == "over HTTP/1.1")
        #expect(reply.headers.map(\.name) == ["Content-Length"])
        #expect(server.tunnels == ["models.example:443"])

        let distrusting = HTTPTransport.curl(
            environment: environment.filter { $0.key != "SSL_CERT_FILE" })
        #expect(await failure(of: request, over: distrusting)?.code == .tls)
        #expect(server.requests.count == 1)
    }
}
