#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import TestSupport
import Testing

/// Runs whose models are asked over HTTP, on an OpenAI-compatible server of this machine.
@Suite(.fewAtOnce) struct LoopbackProviderTests {
    private static let approval = #"{"approved":true,"issues":[],"summary":"does what was asked"}"#
    /// Words of the Auditor's instructions that are in no other's.
    private static let review = "You review a change"

    /// What mends the calculator's `add`.
    private static let answers = [
        (pieces: [review], text: approval),
        (pieces: ["def add"], text: Calculator.mendArithmetic),
    ]

    private func project(
        _ model: ScriptedModel, keyVariable: String? = nil, around project: Project? = nil
    ) throws -> Project {
        let project = try project ?? Project()
        let key = keyVariable.map { ", key_variable: \($0)" } ?? ""
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \(quoted(model.baseURL))\(key)}",
            model: "local/test-model")
        return project
    }

    /// Expects what every request to every compatible server has to be.
    private func expectPlainChats(_ requests: [LoopbackRequest], authorization: String?) throws {
        for request in requests {
            #expect(request.method == "POST")
            #expect(request.target == "/v1/chat/completions")
            #expect(request.headers["content-type"] == "application/json")
            #expect(request.headers["authorization"] == authorization)
            for header in ["x-api-key", "x-goog-api-key", "api-key"] {
                #expect(request.headers[header] == nil)
            }
            let body = try JSONReader.value(request.text)
            #expect(body["model"]?.string == "test-model")
            #expect((body["max_tokens"]?.int ?? 0) > 0)
            #expect(body["stream"]?.bool != true)
            for parameter in ["temperature", "top_p", "max_completion_tokens"] {
                #expect(body[parameter] == nil, "\(parameter)")
            }
            let authors = (body["messages"]?.array ?? []).compactMap { $0["role"]?.string }
            #expect(authors.first == "system" && authors.last == "user", "\(authors)")
        }
    }

    /// Expects each reply's usage in the journal, in the order of the replies, at no cost.
    private func expectUsage(of model: ScriptedModel, in project: Project) async throws {
        let calls = try Journal(in: project.repository).events("call.finished")
        let journalled = calls.map { call in
            ScriptedModel.Usage(
                input: call["usage"]?["input"]?.int ?? -1,
                output: call["usage"]?["output"]?.int ?? -1,
                cachedInput: call["usage"]?["cached_input"]?.int ?? -1,
                reasoning: call["usage"]?["reasoning"]?.int ?? -1)
        }
        #expect(journalled == model.usages)
        #expect(calls.allSatisfy { $0["cost_usd"]?.double == 0 })
        let shown = try JSONReader.value(try await project.autopack("show", "r1", "--json").output)
        #expect(shown["cost_usd"]?.double == 0)
        #expect(shown["tokens"]?["input"]?.int == model.usages.map(\.input).reduce(0, +))
        #expect(shown["tokens"]?["output"]?.int == model.usages.map(\.output).reduce(0, +))
        #expect(
            shown["tokens"]?["cached_input"]?.int == model.usages.map(\.cachedInput).reduce(0, +))
    }

    @Test(.enabled(if: Itsdangerous.isAtHand, "\(Itsdangerous.absence)"))
    func `a real project is mended, and the journal has each reply's usage`() async throws {
        let model = ScriptedModel([
            ([Self.review], Self.approval),
            (["bytestr.ljust(8"], Itsdangerous.mendEncoding),
            (["if age < max_age:"], Itsdangerous.mendTimed),
        ])
        let project = try project(model, around: try Itsdangerous.project())
        try require(try await project.run(try Itsdangerous.plan()), exits: 0)
        #expect(model.requests.count == 4)
        try expectPlainChats(model.requests, authorization: nil)
        try await expectUsage(of: model, in: project)
        #expect(
            try project.repository.git("log", "--reverse", "--format=%s", "main..autopack/r1")
                == "Pad integers on the left\nRefuse what is too old")
        try project.repository.fsckStrict()
    }

    @Test func `without a key variable no key is sent, whatever the environment has`() async throws
    {
        let model = ScriptedModel(Self.answers)
        let project = try project(model)
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1",
            with: ["OPENAI_API_KEY": "sk-another-1", "GLM_API_KEY": "another-2"])
        try require(outcome, exits: 0)
        #expect(model.requests.count == 2)
        try expectPlainChats(model.requests, authorization: nil)
        #expect(!model.requests.contains { $0.text.contains("another-") })
        try await expectUsage(of: model, in: project)
    }

    @Test func `the key of the named variable is sent, and is nowhere in the repository`()
        async throws
    {
        let key = "local-key-7f3a9c51"
        let model = ScriptedModel(Self.answers, key: key)
        let project = try project(model, keyVariable: "LOCAL_MODEL_KEY")
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", with: ["LOCAL_MODEL_KEY": key])
        try require(outcome, exits: 0)
        try expectPlainChats(model.requests, authorization: "Bearer \(key)")
        #expect(!outcome.description.contains(key))
        let objects = try project.repository.git(
            "cat-file", "--batch-all-objects", "--batch", "--buffer")
        #expect(!objects.contains(key))
    }

    @Test func `a failing server is asked again, and both calls are journalled`() async throws {
        let model = ScriptedModel(
            Self.answers, failures: [.failure(500, "out of memory, try again")])
        let project = try project(model)
        try require(try await project.run(Calculator.onePhase()), exits: 0)
        #expect(model.requests.count == 3)
        #expect(model.requests[0].body == model.requests[1].body)
        let journal = try Journal(in: project.repository)
        let failures = journal.events("call.failed")
        #expect(failures.count == 1)
        #expect(failures.first?["status"]?.int == 500)
        #expect(failures.first?["message"]?.string == "out of memory, try again")
        #expect(failures.first?["retry_in_s"]?.double ?? 0 > 0)
        #expect(journal.events("call.reserved").count == 3)
        #expect(journal.events("call.finished").count == 2)
        #expect(journal.events("attempt.started").count == 1)
        try await expectUsage(of: model, in: project)
        try project.repository.fsckStrict()
    }

    @Test func `a rate limit that is over at once is waited for`() async throws {
        let model = ScriptedModel(
            Self.answers,
            failures: [.failure(429, "too many requests", headers: [("Retry-After", "0")])])
        let project = try project(model)
        try require(try await project.run(Calculator.onePhase()), exits: 0)
        let failure = try #require(
            try Journal(in: project.repository).events("call.failed").first)
        #expect(failure["status"]?.int == 429)
        #expect(failure["category"]?.string == "provider_rate_limit")
        #expect(failure["retry_in_s"]?.double != nil)
        #expect(model.requests.count == 3)
    }

    @Test func `a refused key ends the run, names its variable, and is not tried again`()
        async throws
    {
        let model = ScriptedModel(Self.answers, key: "the-right-one")
        let project = try project(model, keyVariable: "LOCAL_MODEL_KEY")
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", with: ["LOCAL_MODEL_KEY": "the-wrong-one"])
        expect(outcome, exits: 4)
        #expect(outcome.description.contains("LOCAL_MODEL_KEY"), "\(outcome)")
        #expect(!outcome.description.contains("the-wrong-one"))
        #expect(model.requests.count == 1)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("call.failed").first?["status"]?.int == 401)
        #expect(journal.events("call.failed").first?["category"]?.string == "provider_auth")
        let end = try #require(journal.events("run.finished").last)
        #expect(end["state"]?.string == "failed")
        #expect(end["reason"]?.string == "environment")
        if let tip = try project.commit("autopack/r1") {
            #expect(try tip == project.repository.head)
        }
        // With the right key the same run goes on.
        let resumed = try await project.autopack(
            "resume", "r1", with: ["LOCAL_MODEL_KEY": "the-right-one"])
        expect(resumed, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        try project.repository.fsckStrict()
    }

    @Test func `a missing key ends the run before anything is asked, and names its variable`()
        async throws
    {
        let model = ScriptedModel(Self.answers)
        let project = try project(model, keyVariable: "LOCAL_MODEL_KEY")
        let outcome = try await project.run(Calculator.onePhase())
        expect(outcome, exits: 4)
        #expect(outcome.description.contains("LOCAL_MODEL_KEY"), "\(outcome)")
        #expect(model.requests.isEmpty)
    }

    @Test(
        .enabled(if: Shared.folder != nil, "there is no shared folder with the strict provider"),
        arguments: ["compat", "openai"])
    func `a server that checks requests as the vendor does takes every request`(service: String)
        async throws
    {
        let shared = try #require(Shared.folder)
        let project = try Project()
        let directory = project.repository.directory
        let scenario = try directory.write(
            "scenario.json",
            """
            [{"match": {"contains": \(quoted(Self.review))},
              "reply": {"text": \(quoted(Self.approval))}},
             {"match": {"contains": "def add"}, "faults": ["status:503;retry-after:0"]},
             {"match": {"contains": "def add"},
              "reply": {"text": \(quoted(Calculator.mendArithmetic)),
                        "usage": {"input": 900, "output": 60, "cached_input": 512}}}]
            """)
        let provider = try Invocation(
            "sh",
            [
                "-c", #"exec python3 "$0" --max-seconds 900 --scenario "$1" >"$2""#,
                "\(shared)/fixtures/providers/fake_provider.py", scenario,
                directory.path("provider.json"),
            ], environment: project.repository.environment, in: directory.path
        ).start()
        defer { provider.signal(SIGKILL) }
        var url: String?
        try await wait(for: "the provider's first line") {
            let bytes = (try? directory.read("provider.json")) ?? []
            let line = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            guard line.count > 1 else { return false }
            url = try JSONReader.value(String(decoding: line[0], as: UTF8.self))["url"]?.string
            return true
        }
        let base = try #require(url)
        try project.configure(
            providers: "  local: {wire: openai-chat, base_url: \(quoted("\(base)/\(service)/v1")),"
                + " key_variable: LOCAL_MODEL_KEY}",
            model: "local/gpt-4.1")
        let plan = try project.plan(Calculator.onePhase())
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", with: ["LOCAL_MODEL_KEY": "sk-test-1234"])
        try require(outcome, exits: 0)
        let journal = try Journal(in: project.repository)
        #expect(journal.events("call.failed").map { $0["status"]?.int } == [503])
        let usage = journal.events("call.finished").first?["usage"]
        #expect(usage?["input"]?.int == 900)
        #expect(usage?["output"]?.int == 60)
        #expect(usage?["cached_input"]?.int == 512)
        try project.repository.fsckStrict()
    }
}
