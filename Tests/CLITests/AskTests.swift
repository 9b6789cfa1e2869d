import Synchronization
import TestSupport
import Testing

/// `ask`: one question, its answer, and what it cost.
@Suite(.fewAtOnce) struct AskTests {
    private let project: Project

    init() throws {
        project = try Project()
    }

    /// A server that gives these replies, one after the other, and the last again.
    private func server(_ replies: LoopbackReply...) throws -> LoopbackServer {
        let left = Mutex(replies)
        let server = LoopbackServer.answering { _ in
            left.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \(quoted("\(server.url)/v1")),"
                + " key_variable: LOCAL_KEY}",
            model: "local/small",
            more: #"prices: {"local/small": {input: 1, output: 2}}"#)
        return server
    }

    private static func chat(_ text: String, finish: String = "stop") -> LoopbackReply {
        LoopbackReply(
            200,
            """
            {"id":"1","object":"chat.completion","model":"small","choices":[{"index":0,\
            "message":{"role":"assistant","content":\(quoted(text))},\
            "finish_reason":"\(finish)"}],"usage":{"prompt_tokens":1000,"completion_tokens":500,\
            "prompt_tokens_details":{"cached_tokens":3},\
            "completion_tokens_details":{"reasoning_tokens":4},"total_tokens":1500}}
            """, headers: [("Content-Type", "application/json")])
    }

    private func ask(
        _ arguments: String..., stdin: String = "", with more: [String: String] = [:]
    ) async throws -> Outcome {
        try await runAutopack(
            ["ask"] + arguments, in: project.path,
            environment: project.environment.merging(["LOCAL_KEY": "the-key-1"]) { $1 }
                .merging(more) { $1 },
            stdin: stdin)
    }

    @Test func `the answer is told with its tokens and its cost`() async throws {
        let server = try server(Self.chat("forty-two"))
        let outcome = try await ask("what", "is it?")
        expect(outcome, exits: 0)
        #expect(outcome.output == "forty-two\n")
        #expect(outcome.errors.contains("local/small: 1000+500 tokens, 0.002 USD"), "\(outcome)")
        let request = try #require(server.requests.first)
        #expect(server.requests.count == 1)
        #expect(request.headers["authorization"] == "Bearer the-key-1")
        let messages = try JSONReader.value(request.text)["messages"]?.array
        #expect(messages?.last?["content"]?.string == "what is it?")
    }

    @Test func `as JSON it is one object with every key`() async throws {
        let server = try server(Self.chat("forty-two"))
        let outcome = try await ask("--json", "--model", "local/small", "what?")
        expect(outcome, exits: 0)
        #expect(server.requests.count == 1)
        let value = try JSONReader.value(outcome.output)
        #expect(
            value.keys == [
                "cost_usd", "error", "finish", "model", "provider", "text", "tool_calls", "usage",
            ])
        #expect(value["text"]?.string == "forty-two")
        #expect(value["finish"]?.string == "stop")
        #expect(value["cost_usd"]?.double == 0.002)
        #expect(value["usage"]?["input"]?.int == 1000)
        #expect(value["usage"]?["output"]?.int == 500)
        #expect(value["usage"]?["cached_input"]?.int == 3)
        #expect(value["usage"]?["reasoning"]?.int == 4)
        #expect(value["provider"]?.string == "local")
        #expect(value["model"]?.string == "small")
        #expect(value["error"] == .null)
        #expect(value["tool_calls"]?.array == [])
    }

    @Test(arguments: [[], ["-"]])
    func `the question may come on standard input, and outside of a repository`(
        arguments: [String]
    ) async throws {
        let server = try server(Self.chat("yes"))
        let folder = try project.repository.directory.makeFolder("plain")
        let outcome = try await runAutopack(
            ["ask"] + arguments, in: folder,
            environment: project.environment.merging(["LOCAL_KEY": "k"]) { $1 },
            stdin: "a long\nquestion\n")
        expect(outcome, exits: 0)
        let body = try JSONReader.value(try #require(server.requests.first).text)
        #expect(body["messages"]?.array?.last?["content"]?.string == "a long\nquestion\n")
    }

    struct Refusal: Sendable {
        var reply: LoopbackReply
        var status: Int32
        var kind: String
        var http: Int?
    }

    @Test(arguments: [
        Refusal(
            reply: .failure(429, "slow down", headers: [("Retry-After", "7")]), status: 1,
            kind: "rate_limit", http: 429),
        Refusal(reply: .failure(401, "bad the-key-1"), status: 4, kind: "auth", http: 401),
        Refusal(reply: .failure(529, "busy"), status: 1, kind: "overloaded", http: 529),
        Refusal(reply: .failure(500, "broken"), status: 1, kind: "server", http: 500),
        Refusal(reply: .failure(404, "no model"), status: 1, kind: "bad_request", http: 404),
        Refusal(reply: .failure(402, "pay"), status: 4, kind: "quota", http: 402),
        Refusal(reply: .failure(413, "long"), status: 1, kind: "context_length", http: 413),
    ])
    func `a failure has its kind, its status and its exit code`(refusal: Refusal) async throws {
        let server = try server(refusal.reply)
        let outcome = try await ask("--json", "what?")
        expect(outcome, exits: refusal.status)
        let value = try JSONReader.value(outcome.output)
        #expect(value["finish"]?.string == "error")
        #expect(value["error"]?["kind"]?.string == refusal.kind, "\(outcome)")
        #expect(value["error"]?["status"]?.int == refusal.http)
        #expect(
            value["error"]?["retry_after_s"]?.double == (refusal.kind == "rate_limit" ? 7 : nil))
        #expect(server.requests.filter { $0.method == "POST" }.count == 1)
        let spoken = try await ask("what?")
        expect(spoken, exits: refusal.status)
        #expect(spoken.output == "")
        #expect(spoken.errors.contains("error: local/small"), "\(spoken)")
        #expect(!outcome.description.contains("the-key-1"))
        #expect(!spoken.description.contains("the-key-1"))
    }

    @Test func `a server that is not there is unreachable`() async throws {
        try project.configure(
            providers: #"  local: {wire: openai-chat, base_url: "http://127.0.0.1:1/v1"}"#,
            model: "local/small")
        let outcome = try await ask("--json", "what?")
        expect(outcome, exits: 4)
        #expect(
            try JSONReader.value(outcome.output)["error"]?["kind"]?.string == "unreachable")
        #expect(try await ask("what?").errors.contains("git autopack providers check local"))
    }

    @Test func `a parameter that is refused by name is left out, once`() async throws {
        let refused = LoopbackReply(
            400,
            #"{"error":{"code":"unsupported_parameter","param":"max_tokens","message":"no"}}"#)
        let server = try server(refused, Self.chat("yes"))
        expect(try await ask("what?"), exits: 0)
        #expect(server.requests.count == 2)
        let always = try self.server(refused)
        let outcome = try await ask("--json", "what?")
        expect(outcome, exits: 1)
        let error = try JSONReader.value(outcome.output)["error"]
        #expect(error?["kind"]?.string == "unsupported_parameter")
        #expect(error?["param"]?.string == "max_tokens")
        #expect(always.requests.count == 2)
    }

    private static let schema = """
        {"type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"],
         "additionalProperties":false}
        """

    @Test func `an answer that does not match its schema is asked for once more`() async throws {
        let file = try project.repository.directory.write("numbers.json", Self.schema)
        let server = try server(
            Self.chat(#"{"answer":"many","more":1}"#), Self.chat("```json\n{\"answer\": 3}\n```"))
        let outcome = try await ask("--json", "--schema", file, "how many?")
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(value["text"]?.string == #"{"answer": 3}"#)
        // Both calls are paid.
        #expect(value["usage"]?["input"]?.int == 2000)
        #expect(value["cost_usd"]?.double == 0.004)
        let bodies = try server.requests.map { try JSONReader.value($0.text) }
        #expect(
            bodies.first?["response_format"]?["json_schema"]?["name"]?.string == "numbers")
        let repair = bodies.last?["messages"]?.array ?? []
        #expect(repair.map { $0["role"]?.string } == ["user", "assistant", "user"])
        for fault in ["$.answer: is \"many\", not integer", "$.more: is not allowed"] {
            #expect(repair.last?["content"]?.string?.contains(fault) == true, "\(repair)")
        }
    }

    @Test func `an answer that does not match twice is malformed`() async throws {
        let file = try project.repository.directory.write("numbers.json", Self.schema)
        let server = try server(Self.chat("three"))
        let outcome = try await ask("--json", "--schema", file, "how many?")
        expect(outcome, exits: 1)
        #expect(server.requests.count == 2)
        let error = try JSONReader.value(outcome.output)["error"]
        #expect(error?["kind"]?.string == "malformed")
        #expect(error?["message"]?.string?.contains("reply_malformed") == true)
    }

    @Test func `what cannot be asked is refused before anybody is`() async throws {
        let server = try server(Self.chat("yes"))
        let folder = project.repository.directory
        let list = try folder.write("list.json", "[1]")
        for (arguments, status, word) in [
            (["--model", "gtp-5", "x"], 2, "gpt-5"), (["--model", "loca/small", "x"], 2, "local"),
            (["--model", "glm", "x"], 4, "GLM_API_KEY"), (["--schema", list, "x"], 2, "list.json"),
            (["--schema", "absent.json", "x"], 2, "absent.json"), (["-"], 2, "empty"),
        ] as [([String], Int32, String)] {
            let outcome = try await runAutopack(
                ["ask"] + arguments, in: project.path,
                environment: project.environment.merging(["LOCAL_KEY": "k"]) { $1 })
            expect(outcome, exits: status)
            #expect(outcome.errors.contains(word), "\(arguments): \(outcome)")
            #expect(outcome.errors.contains("hint: "), "\(arguments): \(outcome)")
        }
        let malformed = try await ask("x", with: ["LOCAL_KEY": "one\ntwo"])
        expect(malformed, exits: 4)
        #expect(malformed.errors.contains("malformed"), "\(malformed)")
        #expect(server.requests.isEmpty)
    }

    @Test func `offline a provider elsewhere is not asked`() async throws {
        let proxy = LoopbackServer.answering { _ in Self.chat("yes") }
        let outcome = try await ask(
            "--offline", "--model", "gpt", "x",
            with: [
                "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://openai.example/v1",
                "http_proxy": proxy.url,
            ])
        expect(outcome, exits: 4)
        #expect(outcome.errors.contains("--offline"), "\(outcome)")
        #expect(proxy.connectionCount == 0)
    }

    @Test(
        .enabled(if: Shared.folder != nil, "there is no shared folder with the strict provider"),
        arguments: [
            "openai/gpt-5", "anthropic/claude-opus-5", "gemini/gemini-2.5-pro", "glm/glm-5.3",
        ])
    func `every vendor's wire answers, whole and as it comes`(model: String) async throws {
        let shared = try #require(Shared.folder)
        let provider = try await StrictProvider(shared, beside: project)
        let variables = provider.variables(keys: [
            "OPENAI_API_KEY": "k", "ANTHROPIC_API_KEY": "k", "GOOGLE_API_KEY": "k",
            "GLM_API_KEY": "k",
        ])
        for flags in [[], ["--stream"]] {
            let outcome = try await runAutopack(
                ["ask", "--model", model] + flags + ["say one thing"], in: project.path,
                environment: project.environment.merging(variables) { $1 })
            expect(outcome, exits: 0)
            #expect(outcome.output == "Echo: say one thing\n", "\(outcome)")
            #expect(outcome.errors.contains("tokens, 0.0"), "\(outcome)")
        }
    }

    @Test func `a program answers, with the cost that it tells`() async throws {
        let program = try project.repository.directory.write(
            "agent",
            """
            #!/bin/sh
            read -r line
            printf '{"type":"result","subtype":"success","is_error":false,"result":"%s",' "$line"
            printf '"total_cost_usd":0.25,"usage":{"input_tokens":3,"output_tokens":4}}'
            """)
        try project.configure(
            providers: "  agent: {wire: command, command: [sh, \(quoted(program))],"
                + " output: claude-json}",
            model: "agent/any")
        let value = try JSONReader.value(try await ask("--json", "well?").output)
        #expect(value["text"]?.string == "well?")
        #expect(value["cost_usd"]?.double == 0.25)
        #expect(value["usage"]?["output"]?.int == 4)
    }

    @Test func `recorded replies answer too`() async throws {
        try project.record([.builder("from the tape")])
        let outcome = try await ask("--json", "x")
        expect(outcome, exits: 0)
        let value = try JSONReader.value(outcome.output)
        #expect(value["text"]?.string == "from the tape")
        #expect(value["cost_usd"]?.double == 0)
    }
}
