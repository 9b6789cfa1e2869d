import Effects
import HTTP
import TestSupport
import Testing

@Suite struct `Proxies that refuse` {
    private func failure(url: String, environment: [String: String]) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            let http = HTTPTransport.curl(environment: environment)
            _ = try await http.send(HTTPRequest(method: "POST", url: url, body: [1]))
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [(407, "password"), (403, "no_proxy"), (502, "no_proxy")])
    func `a tunnel that a proxy refuses is told with its status`(
        status: Int, hint: String
    ) async {
        let proxy = LoopbackServer.answering { _ in LoopbackReply(status, "go away") }
        let failed = await failure(
            url: "https://models.example/v1", environment: ["https_proxy": proxy.url])
        #expect(failed?.code == .refused)
        #expect(failed?.detail == "the proxy answered \(status) to CONNECT")
        #expect(failed?.remedy?.contains(hint) == true)
        #expect(proxy.requests.map(\.method) == ["CONNECT"])
        #expect(proxy.requests.first?.target == "models.example:443")
    }

    @Test func `a proxy gets the password of its URL, and no failure tells it`() async {
        let proxy = LoopbackServer.answering { _ in LoopbackReply(407) }
        let failed = await failure(
            url: "https://models.example/v1",
            environment: ["https_proxy": "http://ada:hush@127.0.0.1:\(proxy.port)"])
        // "ada:hush" in base64.
        #expect(proxy.requests.first?.headers["proxy-authorization"] == "Basic YWRhOmh1c2g=")
        #expect(failed.map { "\($0)".contains("hush") } == false)
    }

    @Test(arguments: [
        "http://ada:hush@127.0.0.1:not-a-port", "nonsense://ada:hush@127.0.0.1",
        "http://ada:hush@[1", "http://ada:hu sh@127.0.0.1", "http://ada:hush@",
        "http://ada:hush@\(String(repeating: "a", count: 64)).invalid",
    ])
    func `a proxy's URL that is wrong is not quoted`(url: String) async throws {
        let failed = try #require(
            await failure(url: "https://models.example/", environment: ["https_proxy": url]))
        #expect([.unresolvable, .refused, .other].contains(failed.code))
        #expect(!"\(failed)".contains("hush"))
        #expect(!"\(failed)".contains("sh@"))
    }
}
