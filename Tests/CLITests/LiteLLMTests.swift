import TestSupport
import Testing

/// A run and single questions against a server that nobody wrote for these tests.
@Suite(.fewAtOnce, .enabled(if: LiteLLM.isAtHand, "\(LiteLLM.absence)")) struct LiteLLMTests {
    private static let approval =
        #"{"approved":true,"issues":[],"summary":"does what was asked"}"#

    @Test func `a run is built over Chat Completions and audited over Anthropic's wire`()
        async throws
    {
        let server = try await LiteLLM([
            "writer": Calculator.mendArithmetic, "reviewer": Self.approval,
        ])
        let project = try Project()
        let chain = { (model: String) in
            "{low: {models: [\(model)]}, medium: {models: [\(model)]}, high: {models: [\(model)]}}"
        }
        try project.repository.directory.write(
            "config/autopack/models.yaml",
            """
            providers:
              chat: {wire: openai-chat, base_url: "\(server.url)/v1", key_variable: PROXY_API_KEY}
              messages: {wire: anthropic, base_url: "\(server.url)", key_variable: PROXY_API_KEY}
              responses:
                wire: openai-responses
                base_url: "\(server.url)/v1"
                key_variable: PROXY_API_KEY
            escalation_chains:
              builder: \(chain("chat/writer"))
              auditor: \(chain("messages/reviewer"))

            """)
        let key = ["PROXY_API_KEY": LiteLLM.key]
        let plan = try project.plan(Calculator.onePhase())
        let run = try await project.autopack("run", "--plan", plan, "--id", "r1", with: key)
        expect(run, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        let calls = try Journal(in: project.repository).events("call.finished")
        #expect(calls.map { $0["provider"]?.string } == ["chat", "messages"])
        #expect(calls.allSatisfy { ($0["usage"]?["input"]?.int ?? 0) > 0 })

        for provider in ["chat", "messages", "responses"] {
            // The proxy's prepared answers do not stream over Responses.
            for more in provider == "responses" ? [[]] : [[], ["--stream"]] {
                let words = ["ask", "--json", "--model", "\(provider)/reviewer"] + more
                let asked = try await runAutopack(
                    words + ["Is it right?"], in: project.path,
                    environment: project.environment.merging(key) { $1 })
                expect(asked, exits: 0)
                let lines = try JSONReader.lines(asked.output)
                #expect(lines.last?["text"]?.string == Self.approval, "\(words)")
                #expect(lines.last?["finish"]?.string == "stop", "\(words)")
                #expect((lines.last?["usage"]?["output"]?.int ?? 0) > 0, "\(words)")
            }
        }
        let wrong = try await project.autopack(
            "ask", "--json", "--model", "chat/nobody", "Is it right?", with: key)
        expect(wrong, exits: 1)
        #expect(wrong.output.contains("bad_request"))
        try await server.stop()
    }
}
