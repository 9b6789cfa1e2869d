import TestSupport
import Testing

/// What is looked at before a run begins, and what is found where nothing is configured.
@Suite(.fewAtOnce) struct StartCheckTests {
    private static let approval = #"{"approved":true,"issues":[],"summary":"does what was asked"}"#

    /// A model that mends the calculator, and lists itself to whoever has the key.
    private static func model(key: String? = nil) -> LoopbackServer {
        LoopbackServer.answering { request in
            if let key, request.headers["authorization"] != "Bearer \(key)" {
                return .failure(401, "wrong key")
            }
            guard request.method == "POST" else {
                return LoopbackReply(200, #"{"data":[{"id":"text-embed"},{"id":"small"}]}"#)
            }
            let isAudit = request.text.contains("You review a change")
            return LoopbackReply(
                200,
                """
                {"choices":[{"index":0,"message":{"role":"assistant","content":\
                \(quoted(isAudit ? approval : Calculator.mendArithmetic))},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":10,"completion_tokens":5}}
                """)
        }
    }

    /// A project in which nobody has configured anything, and a PATH with nothing but git.
    private func bareProject() throws -> (Project, [String: String]) {
        let project = try Project()
        let directory = project.repository.directory
        try directory.write("config/autopack/models.yaml", "")
        let bin = try directory.makeFolder("bin")
        let link = try Invocation(
            "sh", ["-c", #"ln -s "$(command -v git)" "$0/git""#, bin],
            environment: project.environment, in: project.path
        ).run()
        try require(link, exits: 0)
        return (project, ["PATH": bin, "AUTOPACK_DISCOVERY_PORTS": "[]"])
    }

    private func plan(_ project: Project) throws -> String {
        try project.plan(Calculator.onePhase())
    }

    @Test func `where the user asks for it a run begins with T1, and is kept from nothing`()
        async throws
    {
        let project = try Project(Calculator.files)
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        try project.configure(autopack: "health: {t1: true}\n")
        try project.repository.write("notes.txt", "not committed\n")
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1")
        expect(outcome, exits: 0)
        #expect(outcome.errors.contains("warning: "), "\(outcome)")
        #expect(outcome.errors.contains("does not see it"), "\(outcome)")
        let checked = try #require(
            try Journal(in: project.repository).events("health.checked").first)
        let ids = checked["findings"]?.array?.compactMap { $0["id"]?.string } ?? []
        #expect(ids.contains("dirty_checkout"), "\(checked)")
    }

    @Test func `the journal has what was found, and never a key`() async throws {
        let server = Self.model(key: "key-number-one")
        let project = try Project()
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \(quoted("\(server.url)/v1")),"
                + " key_variable: LOCAL_KEY}",
            model: "local/smal")
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1",
            with: [
                "LOCAL_KEY": "key-number-one", "GLM_API_KEY": "", "OPENAI_API_KEY": "two words",
            ])
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        let names = journal.names
        #expect(
            names.firstIndex(of: "health.checked") ?? 9 < names.firstIndex(of: "plan.adopted") ?? 0)
        let checked = try #require(journal.events("health.checked").first)
        #expect(checked["ok"]?.bool == true)
        for (variable, presence) in [
            ("LOCAL_KEY", "present"), ("GLM_API_KEY", "empty"), ("OPENAI_API_KEY", "malformed"),
            ("ANTHROPIC_API_KEY", "absent"),
        ] {
            #expect(checked["keys"]?[variable]?.string == presence, "\(checked)")
        }
        let finding = checked["findings"]?.array?.first { $0["id"]?.string == "check_local" }
        #expect(finding?["severity"]?.string == "warning")
        #expect(
            finding?["what"]?.string?.contains("smal is not in its list; nearest: small") == true,
            "\(checked)")
        #expect(server.requests.map(\.method) == ["GET", "POST", "POST"])
        let objects = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch", "--buffer")
        #expect(!objects.contains("key-number-one") && !objects.contains("two words"))
        // The next start believes what was found a moment ago.
        _ = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r2",
            with: ["LOCAL_KEY": "key-number-one"])
        #expect(server.requests.filter { $0.method == "GET" }.count == 1)
        let cache = try #require(
            ScratchFolder.read("\(project.path)/.git/autopack/cache/providers.json"))
        #expect(!String(decoding: cache, as: UTF8.self).contains("key-number-one"))
    }

    @Test func `a provider that is down is routed around from the start`() async throws {
        let server = Self.model()
        let project = try Project()
        try project.configure(
            providers: """
                  down: {wire: openai-chat, base_url: "http://127.0.0.1:1/v1"}
                  agent: {wire: command, command: [no-such-agent-here]}
                  up: {wire: openai-chat, base_url: "\(server.url)/v1"}
                """, model: "down/a, agent/any, up/small")
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1")
        expect(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        let disabled = journal.events("provider.disabled")
        #expect(disabled.map { $0["provider"]?.string } == ["down", "agent"])
        #expect(disabled.first?["why"]?.string?.contains("nothing listens") == true)
        #expect(disabled.first?["until"]?.string != nil)
        #expect(disabled.last?["why"]?.string?.contains("no-such-agent-here") == true)
        #expect(disabled.last?["until"] == .null)
        #expect(journal.events("call.failed").isEmpty)
    }

    @Test func `where none is up no run begins`() async throws {
        let server = Self.model(key: "right")
        let project = try Project()
        try project.configure(
            providers: """
                  down: {wire: openai-chat, base_url: "http://127.0.0.1:1/v1"}
                  locked: {wire: openai-chat, base_url: "\(server.url)/v1", key_variable: LOCAL_KEY}
                """, model: "down/a, locked/small")
        try await project.expectRefusal(
            ["run", "--plan", try plan(project), "--id", "r1"], exits: 4,
            naming: "nothing listens", "refuses the key in LOCAL_KEY",
            "git autopack keys set locked", with: ["LOCAL_KEY": "the-wrong-one"])
        #expect(try project.commit("refs/autopack/runs/r1") == nil)
        let right = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1", with: ["LOCAL_KEY": "right"])
        expect(right, exits: 0)
    }

    @Test func `a key that the credential helper keeps is used, and is nowhere in the repository`()
        async throws
    {
        let server = Self.model(key: "key-in-the-helper")
        let project = try Project()
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \(quoted("\(server.url)/v1")),"
                + " key_variable: LOCAL_KEY}",
            model: "local/small")
        let helper = [
            "GIT_CONFIG_GLOBAL": try project.repository.directory.write(
                "gitconfig", "[credential]\n\thelper = store\n")
        ]
        let set = try await project.autopack(
            "keys", "set", "local", stdin: "key-in-the-helper\n", with: helper)
        try require(set, exits: 0)
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1", with: helper)
        expect(outcome, exits: 0)
        let checked = try Journal(in: project.repository).events("health.checked").first
        #expect(checked?["keys"]?["LOCAL_KEY"]?.string == "absent")
        #expect(
            checked?["findings"]?.array?.contains { $0["id"]?.string == "key_local" } == true)
        let objects = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch", "--buffer")
        #expect(!objects.contains("key-in-the-helper"))
    }

    @Test func `a run of recorded replies asks nobody, and no helper for a key`() async throws {
        let server = Self.model()
        let project = try Project()
        try project.record([.builder(Calculator.mendArithmetic), .approval()])
        let directory = project.repository.directory
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1",
            with: [
                "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url, "GLM_BASE_URL": server.url,
                "GIT_CONFIG_GLOBAL": try directory.write(
                    "gitconfig",
                    "[credential]\n\thelper = \"!touch '\(directory.path("asked"))'; :\"\n"),
            ])
        expect(outcome, exits: 0)
        #expect(server.requests.isEmpty)
        #expect(ScratchFolder.read(directory.path("asked")) == nil)
        let checked = try Journal(in: project.repository).events("health.checked").first
        #expect(checked?["findings"]?.array == [])
        #expect(checked?["keys"]?["OPENAI_API_KEY"]?.string == "present")
    }

    @Test func `offline no request leaves this machine, nor goes through a proxy`() async throws {
        let server = Self.model()
        let proxy = Self.model()
        let project = try Project()
        try project.configure(
            providers: """
                  far: {wire: openai-chat, base_url: "http://models.example/v1"}
                  near: {wire: openai-chat, base_url: "\(server.url)/v1"}
                """, model: "far/a, near/small")
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1", "--offline",
            with: ["http_proxy": proxy.url, "all_proxy": proxy.url, "OPENAI_API_KEY": "k"])
        expect(outcome, exits: 0)
        #expect(proxy.connectionCount == 0)
        #expect(server.requests.map(\.method) == ["GET", "POST", "POST"])
    }

    // MARK: Nothing is configured

    @Test func `with nothing at all the three easiest ways are told`() async throws {
        let (project, variables) = try bareProject()
        try await project.expectRefusal(
            ["run", "--plan", try plan(project), "--id", "r1"], exits: 4,
            naming: "ANTHROPIC_API_KEY", "ollama serve", "autopack.discovery.agents",
            with: variables)
        try await project.expectRefusal(
            ["ask", "what?"], exits: 4, naming: "ANTHROPIC_API_KEY", with: variables)
    }

    @Test func `a model server on this machine is found, used and told`() async throws {
        let server = Self.model()
        let (project, variables) = try bareProject()
        let found = variables.merging([
            "PATH": TestEnvironment.searchPath, "AUTOPACK_DISCOVERY_PORTS": "[11434]",
            "OLLAMA_HOST": String(server.url.dropFirst("http://".count)),
        ]) { $1 }
        let outcome = try await project.autopack(
            "run", "--plan", try plan(project), "--id", "r1", with: found)
        expect(outcome, exits: 0)
        #expect(outcome.errors.contains("using local/small at \(server.url)/v1"), "\(outcome)")
        let calls = try Journal(in: project.repository).events("call.reserved")
        #expect(calls.allSatisfy { $0["model"]?.string == "small" })
        #expect(
            try await project.autopack("providers", "list", "--json", with: found).output
                .contains(#""provider":"local""#))
        // A key at hand is what the person means.
        let keyed = found.merging(["OPENAI_API_KEY": "k", "OPENAI_BASE_URL": server.url]) { $1 }
        let asked = try await project.autopack("ask", "--json", "x", with: keyed)
        #expect(try JSONReader.value(asked.output)["provider"]?.string == "openai", "\(asked)")
    }

    @Test func `an agent on PATH is not used unasked`() async throws {
        let (project, variables) = try bareProject()
        let agent = try project.repository.directory.write("bin/claude", "#!/bin/sh\nexit 1\n")
        let made = try await Invocation(
            "chmod", ["+x", agent], environment: project.environment, in: project.path
        ).run()
        try require(made, exits: 0)
        try await project.expectRefusal(
            ["run", "--plan", try plan(project), "--id", "r1"], exits: 3, naming: "claude",
            "git config --global autopack.discovery.agents use", "--model claude/any",
            with: variables)
        let ignored = variables.merging(["AUTOPACK_DISCOVERY_AGENTS": "ignore"]) { $1 }
        try await project.expectRefusal(
            ["run", "--plan", try plan(project), "--id", "r1"], exits: 4,
            naming: "ANTHROPIC_API_KEY", with: ignored)
        let used = variables.merging(["AUTOPACK_DISCOVERY_AGENTS": "use"]) { $1 }
        let listed = try await project.autopack("providers", "list", "--json", with: used)
        #expect(listed.output.contains(#""provider":"claude""#), "\(listed)")
    }
}
