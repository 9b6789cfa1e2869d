import Effects
import Providers
import RunModel
import Testing

/// What is found on this machine without configuration.
struct DiscoveryTests {
    private static let ports = [11434, 8080, 1234]

    @Test func `the preferred port that serves a model is taken`() async throws {
        let net = Net { request in
            switch request.url {
            case "http://127.0.0.1:11434/v1/models": .success(Net.list([]))
            case "http://127.0.0.1:8080/v1/models": .success(Net.list(["qwen3", "llama"]))
            case "http://127.0.0.1:1234/v1/models": .success(Net.list(["other"]))
            default: .failure(HTTPFailure(code: .refused, url: request.url, detail: "refused"))
            }
        }
        let found = await LocalModelServer.find(
            ports: Self.ports, ollamaHost: nil, world: net.world)
        #expect(found?.baseURL == "http://127.0.0.1:8080/v1")
        #expect(found?.models.map(\.id) == ["qwen3", "llama"])
        #expect(found?.settings.isLocal == true)
        #expect(net.requests.count == 3)
        #expect(
            net.requests.allSatisfy { request in
                !request.headers.contains { $0.name == "authorization" }
            })
    }

    @Test func `where nothing listens, or no model is served, none is found`() async throws {
        let refusing = Net { request in
            .failure(HTTPFailure(code: .refused, url: request.url, detail: "refused"))
        }
        let page = Net { _ in .success(HTTPReply(status: 200, body: Array("<html>".utf8))) }
        let silent = Net(late: { _ in true }) { _ in .success(Net.list(["m"])) }
        for net in [refusing, page, silent] {
            #expect(
                await LocalModelServer.find(ports: Self.ports, ollamaHost: nil, world: net.world)
                    == nil)
        }
    }

    @Test(
        arguments: [
            (nil, ["http://127.0.0.1:11434", "http://127.0.0.1:8080"]),
            ("", ["http://127.0.0.1:11434", "http://127.0.0.1:8080"]),
            ("127.0.0.1:5000", ["http://127.0.0.1:5000", "http://127.0.0.1:8080"]),
            ("http://localhost:5000/", ["http://localhost:5000", "http://127.0.0.1:8080"]),
            (":5000", ["http://127.0.0.1:5000", "http://127.0.0.1:8080"]),
            ("0.0.0.0", ["http://127.0.0.1:11434", "http://127.0.0.1:8080"]),
            ("[::1]:5000", ["http://[::1]:5000", "http://127.0.0.1:8080"]),
            ("gpu.example.org:5000", ["http://127.0.0.1:8080"]),
            ("127.0.0.1:many", ["http://127.0.0.1:8080"]),
        ] as [(String?, [String])])
    func `OLLAMA_HOST stands for Ollama's port, where it is of this machine`(
        host: String?, addresses: [String]
    ) {
        #expect(
            LocalModelServer.addresses(ports: [11434, 8080], ollamaHost: host) == addresses)
    }

    @Test func `installed agents are found on PATH, under names that are free`() {
        let net = Net { _ in .success(Net.list([])) }
        #expect(AgentProgram.installed(net.world).map(\.provider) == ["claude"])
        for agent in AgentProgram.known {
            #expect(!ProviderDefaults.names.contains(agent.provider))
            #expect(agent.settings.command?.first == agent.program)
            #expect(agent.settings.wire == .command)
        }
    }

    @Test(arguments: [
        ("https://api.openai.com/v1/models", false), ("http://127.0.0.1:9/v1", true),
        ("http://localhost/x", true), ("http://[::1]:8080/v1", true),
        ("http://127.0.0.1.example.org/", false), ("http://127.0.0.1@example.org/", false),
        ("http://192.168.0.7:11434/v1", false), ("ftp://x", false), ("", false),
    ])
    func `offline no request leaves this machine`(url: String, passes: Bool) async throws {
        let net = Net { _ in .success(Net.list(["m"])) }
        let offline = net.world.http.onThisMachineOnly
        do throws(HTTPFailure) {
            _ = try await offline.send(HTTPRequest(method: "GET", url: url))
            #expect(passes)
        } catch {
            #expect(!passes && error.code == .refused)
            #expect(error.detail.contains("offline"))
        }
        #expect(net.requests.count == (passes ? 1 : 0))
        #expect(net.requests.allSatisfy { $0.isDirect })
    }

    @Test(arguments: [("http://127.0.0.1:9/v1", true), ("https://models.example/v1", false)])
    func `no proxy stands between this machine and itself`(url: String, isDirect: Bool)
        async throws
    {
        let net = Net { _ in .success(Net.list(["m"])) }
        _ = try await net.world.http.directOnThisMachine.send(HTTPRequest(method: "GET", url: url))
        #expect(net.requests.map(\.isDirect) == [isDirect])
    }
}
