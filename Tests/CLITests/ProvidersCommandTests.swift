import TestSupport
import Testing

/// `providers list`, `check` and `models`.
@Suite(.fewAtOnce) struct ProvidersCommandTests {
    /// A project in which nobody has configured anything.
    private func bareProject() throws -> Project {
        let project = try Project()
        try project.repository.directory.write("config/autopack/models.yaml", "")
        return project
    }

    private static func list(_ ids: String...) -> LoopbackReply {
        LoopbackReply(
            200, #"{"data":[\#(ids.map { #"{"id":"\#($0)"}"# }.joined(separator: ","))]}"#,
            headers: [("Content-Type", "application/json")])
    }

    @Test(.enabled(if: Shared.folder != nil, "there is no shared folder with the strict provider"))
    func `the four vendors' lists are read from a server that is as strict`() async throws {
        let shared = try #require(Shared.folder)
        let project = try bareProject()
        let provider = try await StrictProvider(shared, beside: project)
        let variables = provider.variables(keys: [
            "OPENAI_API_KEY": "sk-good", "ANTHROPIC_API_KEY": "sk-good",
            "GOOGLE_API_KEY": "is-invalid", "GLM_API_KEY": "good.key",
        ])
        let check = try await project.autopack("providers", "check", "--json", with: variables)
        expect(check, exits: 1)
        let lines = try JSONReader.lines(check.output)
        #expect(
            lines.map { $0["provider"]?.string } == ["glm", "anthropic", "openai", "gemini"])
        #expect(lines.map { $0["state"]?.string } == ["up", "up", "up", "down"])
        #expect(lines.allSatisfy { ($0["latency_ms"]?.int ?? -1) >= 0 })
        #expect(lines[3]["reason"]?.string?.contains("GOOGLE_API_KEY") == true, "\(check)")
        #expect(!check.description.contains("sk-good") && !check.description.contains("is-invalid"))
        let models = try await project.autopack(
            "providers", "models", "anthropic", "--json", with: variables)
        expect(models, exits: 0)
        let first = try #require(try JSONReader.lines(models.output).first)
        #expect(first["model"]?.string == "claude-opus-5")
        #expect(first["input_tokens"]?.int == 1_000_000)
        #expect(first["output_tokens"]?.int == 128_000)
        #expect(first["price"]?["input"]?.double == 5)
        // One of them is up: that is all that was asked for.
        expect(try await project.autopack("providers", "check", "glm", with: variables), exits: 0)
    }

    @Test func `all are asked at once, and each is told with its remedy`() async throws {
        let project = try bareProject()
        let server = LoopbackServer.answering { request in
            switch request.target {
            case "/up/models": Self.list("m1", "m2")
            case "/page/models":
                LoopbackReply(200, "<!doctype html>", headers: [("Content-Type", "text/html")])
            case "/half/models": LoopbackReply(200, #"{"data":[{"id""#)
            default: .failure(401, "no such key: \(request.headers["authorization"] ?? "none")")
            }
        }
        try project.configure(
            providers: """
                  up: {wire: openai-chat, base_url: "\(server.url)/up"}
                  page: {wire: openai-chat, base_url: "\(server.url)/page"}
                  half: {wire: openai-chat, base_url: "\(server.url)/half"}
                  locked: {wire: openai-chat, base_url: "\(server.url)/locked", key_variable: LOCKED_KEY}
                  closed: {wire: openai-chat, base_url: "http://127.0.0.1:1/v1"}
                  agent: {wire: command, command: [no-such-agent-here, -p]}
                  lost: {wire: replay, file: /nowhere/replies.yaml}
                """, model: "up/m3")
        let outcome = try await project.autopack(
            "providers", "check", "--json", with: ["LOCKED_KEY": "the-secret-key"])
        expect(outcome, exits: 1)
        var said: [String: JSON] = [:]
        for line in try JSONReader.lines(outcome.output) {
            said[line["provider"]?.string ?? ""] = line
        }
        for (name, state, reason) in [
            ("up", "up", "m3 is not in its list"), ("page", "down", "HTML"),
            ("half", "down", "JSON"), ("locked", "down", "refuses the key in LOCKED_KEY"),
            ("closed", "down", "nothing listens"), ("agent", "not_configured", "no-such-agent"),
            ("lost", "down", "/nowhere/replies.yaml"),
            ("glm", "not_configured", "no key in GLM_API_KEY"),
        ] {
            #expect(said[name]?["state"]?.string == state, "\(name): \(outcome)")
            #expect(said[name]?["reason"]?.string?.contains(reason) == true, "\(name): \(outcome)")
        }
        #expect(!outcome.description.contains("the-secret-key"))
        let spoken = try await project.autopack("providers", "check", "page")
        expect(spoken, exits: 4)
        #expect(spoken.errors.contains("providers.page.base_url"), "\(spoken)")
    }

    @Test func `a key that no header takes is told without asking anybody`() async throws {
        let project = try bareProject()
        let server = LoopbackServer.answering { _ in Self.list("m") }
        let outcome = try await project.autopack(
            "providers", "check", "openai",
            with: ["OPENAI_BASE_URL": server.url, "OPENAI_API_KEY": "sk-one\nsk-two"])
        expect(outcome, exits: 4)
        #expect(outcome.output.contains("malformed"), "\(outcome)")
        #expect(!outcome.description.contains("sk-one"))
        #expect(server.requests.isEmpty)
    }

    @Test func `offline nobody outside of this machine is asked`() async throws {
        let project = try bareProject()
        let proxy = LoopbackServer.answering { _ in Self.list("m") }
        let outcome = try await project.autopack(
            "providers", "check", "--offline", "--json",
            with: [
                "OPENAI_API_KEY": "sk-1", "GLM_API_KEY": "k", "http_proxy": proxy.url,
                "https_proxy": proxy.url, "GLM_BASE_URL": "http://glm.example/v4",
            ])
        expect(outcome, exits: 4)
        #expect(
            try JSONReader.lines(outcome.output).allSatisfy { $0["state"]?.string == "disabled" })
        #expect(proxy.connectionCount == 0)
    }

    @Test func `the list needs nobody, and tells where keys come from`() async throws {
        let project = try bareProject()
        let outcome = try await project.autopack(
            "providers", "list", "--json",
            with: ["OPENAI_API_KEY": "sk-1", "GLM_API_KEY": "", "GEMINI_API_KEY": "k"])
        expect(outcome, exits: 0)
        let lines = try JSONReader.lines(outcome.output)
        func line(_ name: String) -> JSON? { lines.first { $0["provider"]?.string == name } }
        #expect(line("openai")?["key"]?.string == "present")
        #expect(line("openai")?["key_source"]?.string == "environment")
        #expect(line("glm")?["key"]?.string == "empty")
        #expect(line("gemini")?["key_variable"]?.string == "GEMINI_API_KEY")
        #expect(line("anthropic")?["key"]?.string == "absent")
        #expect(line("anthropic")?["endpoint"]?.string == "https://api.anthropic.com")
        #expect(try await project.autopack("providers").output.contains("anthropic"))
    }

    @Test func `an unknown provider is refused with the nearest`() async throws {
        let project = try bareProject()
        try await project.expectRefusal(
            ["providers", "check", "antropic"], exits: 2, naming: "antropic", "anthropic")
    }
}
