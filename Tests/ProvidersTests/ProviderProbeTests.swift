import Effects
import Providers
import RunModel
import Synchronization
import Testing

/// Looks at providers before a token is spent.
struct ProviderProbeTests {
    @Test(arguments: [
        ("openai", "https://api.openai.com/v1/models", "authorization", "Bearer k1"),
        ("glm", "https://api.z.ai/api/paas/v4/models", "authorization", "Bearer k1"),
        (
            "anthropic", "https://api.anthropic.com/v1/models?limit=1000", "x-api-key", "k1"
        ),
        (
            "gemini", "https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000",
            "x-goog-api-key", "k1"
        ),
    ])
    func `each provider is asked for its list, in its way and with its key`(
        name: String, url: String, header: String, value: String
    ) async throws {
        let net = Net { _ in .success(Net.list(["m"])) }
        let status = try #require(await net.probe().check([name]).first)
        #expect(status.state == .up)
        #expect(status.check == "check_\(name)")
        #expect(status.models?.map(\.id) == ["m"])
        #expect(status.latencyMilliseconds != nil)
        let request = try #require(net.requests.first)
        #expect(net.requests.count == 1)
        #expect(request.method == "GET" && request.body.isEmpty)
        #expect(request.url == url)
        #expect(request.headers.contains(HTTPHeader(header, value)))
        let versions = request.headers.filter { $0.name == "anthropic-version" }
        #expect(versions.count == (name == "anthropic" ? 1 : 0))
    }

    @Test func `a list of several pages is read to its end, limits included`() async throws {
        let anthropic = Net { request in
            request.url.contains("after_id")
                ? .success(
                    Net.json(#"{"data":[{"id":"c"}],"has_more":false,"last_id":"c"}"#))
                : .success(
                    Net.json(
                        #"{"data":[{"id":"a","max_input_tokens":9,"max_tokens":3},{"id":"b/1"}],"#
                            + #""has_more":true,"last_id":"b/1"}"#))
        }
        let status = try #require(await anthropic.probe().check(["anthropic"]).first)
        #expect(
            status.models == [
                ListedModel(id: "a", inputTokens: 9, outputTokens: 3), ListedModel(id: "b/1"),
                ListedModel(id: "c"),
            ])
        #expect(anthropic.requests.last?.url.hasSuffix("&after_id=b%2F1") == true)

        let gemini = Net { request in
            request.url.contains("pageToken=x%3D")
                ? .success(Net.json(#"{"models":[{"name":"models/two","inputTokenLimit":7}]}"#))
                : .success(
                    Net.json(
                        #"{"models":[{"name":"models/one","outputTokenLimit":5},"#
                            + #"{"name":"models/embed","supportedGenerationMethods":["embed"]}],"#
                            + #""nextPageToken":"x="}"#))
        }
        let listed = await gemini.probe().check(["gemini"]).first?.models
        #expect(
            listed == [
                ListedModel(id: "one", outputTokens: 5), ListedModel(id: "two", inputTokens: 7),
            ])
    }

    @Test func `a list that never ends is cut`() async throws {
        let count = Mutex(0)
        let net = Net { _ in
            let page = count.withLock { count in
                count += 1
                return count
            }
            return .success(
                Net.json(#"{"data":[{"id":"m\#(page)"}],"has_more":true,"last_id":"m\#(page)"}"#))
        }
        let status = try #require(await net.probe().check(["anthropic"]).first)
        #expect(status.state == .up)
        #expect(net.requests.count < 100)
    }

    @Test(arguments: [
        (KeyPresence.absent, ProviderStatus.State.notConfigured, "no key in GLM_API_KEY"),
        (.empty, .notConfigured, "GLM_API_KEY is empty"),
        (.malformed, .down, "malformed"),
    ])
    func `without a key that can be sent nobody is asked`(
        presence: KeyPresence, state: ProviderStatus.State, reason: String
    ) async throws {
        let net = Net { _ in .success(Net.list(["m"])) }
        let probe = net.probe(keys: ["glm": ProviderProbe.Key(key: nil, presence: presence)])
        let status = try #require(await probe.check(["glm"]).first)
        #expect(status.state == state)
        #expect(status.reason.contains(reason))
        #expect(status.remedy?.contains("git autopack keys set glm") == true)
        #expect(net.requests.isEmpty)
    }

    struct Fault: Sendable {
        var reply: Result<HTTPReply, HTTPFailure>
        var provider = "glm"
        var state = ProviderStatus.State.down
        var reason: String
        var remedy: String?
    }

    private static func failed(_ code: HTTPFailure.Code, _ detail: String) -> Fault {
        Fault(
            reply: .failure(HTTPFailure(code: code, url: "u", detail: detail)), reason: detail,
            remedy: "GLM_BASE_URL")
    }

    @Test(arguments: [
        Fault(
            reply: .success(HTTPReply(status: 401, body: Array(#"{"error":"bad k1"}"#.utf8))),
            reason: "it refuses the key in GLM_API_KEY: bad [key]",
            remedy: "git autopack keys set glm"),
        Fault(
            reply: .success(
                HTTPReply(
                    status: 400,
                    body: Array(
                        #"{"error":{"message":"API key not valid.","status":"INVALID_ARGUMENT"}}"#
                            .utf8))),
            provider: "gemini", reason: "refuses the key in GOOGLE_API_KEY",
            remedy: "GOOGLE_API_KEY"),
        Fault(
            reply: .success(
                HTTPReply(
                    status: 200, headers: [HTTPHeader("Content-Type", "text/html; charset=x")],
                    body: Array("<!doctype html>".utf8))),
            reason: "answers HTML", remedy: "GLM_BASE_URL"),
        Fault(
            reply: .success(HTTPReply(status: 404, body: Array(" <html>nginx".utf8))),
            provider: "local", reason: "answers HTML", remedy: "providers.local.base_url"),
        Fault(
            reply: .success(HTTPReply(status: 200, body: Array(#"{"data":[{"id""#.utf8))),
            reason: "where a list of models in JSON is expected", remedy: "GLM_BASE_URL"),
        Fault(
            reply: .success(Net.json(#"{"hello":1}"#)), reason: "no list of models",
            remedy: "GLM_BASE_URL"),
        Fault(
            reply: .success(Net.json(#"{"error":{"message":"no","code":"1001"}}"#)),
            reason: "refuses the key", remedy: "GLM_API_KEY"),
        Fault(
            reply: .success(
                HTTPReply(status: 301, headers: [HTTPHeader("Location", "https://b.example/")])),
            reason: "sends elsewhere to https://b.example/", remedy: "GLM_BASE_URL"),
        Fault(
            reply: .success(HTTPReply(status: 404, body: Array(#"{"error":"none"}"#.utf8))),
            reason: "status 404: none", remedy: "GLM_BASE_URL"),
        Fault(
            reply: .success(HTTPReply(status: 404, body: Array(#"{"error":"none"}"#.utf8))),
            provider: "local", state: .up, reason: "no list of models"),
        Fault(
            reply: .success(HTTPReply(status: 503, body: Array("busy".utf8))),
            reason: "status 503: busy", remedy: "later"),
        Fault(
            reply: .success(HTTPReply(status: 429, body: Array(#"{"error":"slow"}"#.utf8))),
            state: .up, reason: "it holds back: slow"),
        Fault(
            reply: .success(
                HTTPReply(
                    status: 429, body: Array(#"{"error":{"code":"1113","message":"pay"}}"#.utf8))),
            reason: "nothing left: pay"),
        failed(.refused, "connection refused"), failed(.unresolvable, "no such host"),
        failed(.tls, "self-signed"), failed(.timedOut, "too late"),
        failed(.badURL, "neither an http nor an https URL"), failed(.interrupted, "cut"),
    ])
    func `what an endpoint answers is said with its remedy`(fault: Fault) async throws {
        let net = Net { _ in fault.reply }
        let status = try #require(await net.probe().check([fault.provider]).first)
        #expect(status.state == fault.state, "\(status)")
        #expect(status.reason.contains(fault.reason), "\(status)")
        #expect(!"\(status)".contains("k1"), "\(status)")
        if let remedy = fault.remedy {
            #expect(status.remedy?.contains(remedy) == true, "\(status)")
        }
    }

    @Test func `models that are not listed are named with the nearest`() async throws {
        let net = Net { _ in .success(Net.list(["gpt-5", "gpt-5-mini-20260101", "o4-mini"])) }
        let asked = ["gpt-5", "gpt-5-mini", "gpt-55", "claude-x"]
        let status = try #require(
            await net.probe().check(
                ["openai"], models: asked.map { ModelName(provider: "openai", model: $0) }
            ).first)
        #expect(status.state == .up)
        #expect(status.unlisted.map(\.name) == ["gpt-55", "claude-x"])
        #expect(status.unlisted.first?.nearest.first == "gpt-5")
        #expect(status.sentence.contains("model gpt-55 is not in its list; nearest: gpt-5"))
    }

    @Test func `programs and recorded replies are looked for, not asked`() async throws {
        let net = Net { _ in .success(Net.list([])) }
        let statuses = await net.probe().check(["claude", "absent", "tape", "lost"])
        #expect(statuses.map(\.state) == [.up, .notConfigured, .up, .down])
        #expect(statuses[1].reason == "there is no program 'absent-agent' on PATH")
        #expect(statuses[3].reason.contains("/tapes/lost.yaml"))
        #expect(net.requests.isEmpty)
    }

    @Test func `offline nobody else's machine is asked`() async throws {
        let net = Net { _ in .success(Net.list(["m"])) }
        var settings = Net.settings
        settings.offline = true
        let statuses = await net.probe(settings: settings).check(["glm", "local", "tape"])
        #expect(statuses.map(\.state) == [.disabled, .up, .up])
        #expect(net.requests.map(\.url) == ["http://127.0.0.1:9/v1/models"])
    }

    @Test func `who does not answer in time is down, and holds nobody up`() async throws {
        let net = Net(late: { $0.url.contains("z.ai") }) { _ in .success(Net.list(["m"])) }
        let statuses = await net.probe().check(["glm", "openai"])
        #expect(statuses.map(\.state) == [.down, .up])
        #expect(statuses[0].reason.contains("does not answer within 5 s"))
    }

    @Test func `what was up is not asked again for as long as it holds`() async throws {
        let net = Net { request in
            request.url.contains("z.ai")
                ? .success(HTTPReply(status: 500)) : .success(Net.list(["m"]))
        }
        func look(_ keys: [String: ProviderProbe.Key] = Net.keys, reusing: Bool = true) async
            -> [ProviderStatus]
        {
            let cache = ProbeCache(
                files: net.world.files, path: "/cache/providers.json", clock: net.world.clock,
                holdsSeconds: 300)
            return await net.probe(keys: keys, cache: cache).check(
                ["glm", "openai"], models: [ModelName(provider: "openai", model: "other")],
                reusing: reusing)
        }
        let first = await look()
        #expect(net.requests.count == 2)
        let second = await look()
        #expect(second.map(\.state) == first.map(\.state))
        #expect(second[1].unlisted.map(\.name) == ["other"])
        // Only what was up is believed.
        #expect(net.requests.map(\.url).filter { $0.contains("openai") }.count == 1)
        #expect(net.requests.count == 3)
        let stored = String(
            decoding: try net.world.files.read("/cache/providers.json"), as: UTF8.self)
        #expect(!stored.contains("k1"))
        // Another key is another answer.
        var keys = Net.keys
        keys["openai"] = ProviderProbe.Key(key: APIKey("k2"), presence: .present)
        _ = await look(keys)
        #expect(net.requests.map(\.url).filter { $0.contains("openai") }.count == 2)
        // Whoever wants to know now is told.
        _ = await look(keys, reusing: false)
        #expect(net.requests.map(\.url).filter { $0.contains("openai") }.count == 3)
        net.advance(seconds: 301)
        _ = await look(keys)
        #expect(net.requests.map(\.url).filter { $0.contains("openai") }.count == 4)
    }

    @Test func `a cache that cannot be read is no cache`() async throws {
        let net = Net { _ in .success(Net.list(["m"])) }
        try net.world.files.write("/cache/providers.json", Array("{half".utf8))
        let cache = ProbeCache(
            files: net.world.files, path: "/cache/providers.json", clock: net.world.clock,
            holdsSeconds: 300)
        #expect(await net.probe(cache: cache).check(["glm"], reusing: true).first?.state == .up)
    }
}
