import TestSupport
import Testing

/// What an endpoint lacks is found out once, told in the journal, and remembered.
@Suite(.fewAtOnce) struct EndpointMemoryTests {
    /// A compatible server that has no `/responses`.
    private func server() -> LoopbackServer {
        .answering { request in
            let json = [("Content-Type", "application/json")]
            if request.target.hasSuffix("/responses") {
                return LoopbackReply(404, #"{"detail":"Not Found"}"#, headers: json)
            }
            guard request.method == "POST" else {
                return LoopbackReply(
                    200, #"{"object":"list","data":[{"id":"small"}]}"#, headers: json)
            }
            let isAudit = request.text.contains("You review a change")
            let answer =
                isAudit
                ? #"{"approved":true,"issues":[],"summary":"fine"}"# : Calculator.mendArithmetic
            return LoopbackReply(
                200,
                """
                {"id":"1","object":"chat.completion","created":1,"model":"small","choices":[{\
                "index":0,"message":{"role":"assistant","content":\(quoted(answer))},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7}}
                """, headers: json)
        }
    }

    @Test func `an endpoint without responses is asked for chats, and the journal says so`()
        async throws
    {
        let server = server()
        let project = try Project()
        try project.configure(
            providers: "  local: {wire: openai-responses, base_url: \"\(server.url)/v1\"}",
            model: "local/small")
        expect(try await project.run(Calculator.onePhase()), exits: 0)
        let posts = server.requests.filter { $0.method == "POST" }.map(\.target)
        #expect(
            posts == ["/v1/responses", "/v1/chat/completions", "/v1/chat/completions"], "\(posts)")
        let told = try Journal(in: project.repository).events("health.checked").flatMap {
            ($0["findings"]?.array ?? []).compactMap { $0["what"]?.string }
        }
        #expect(told.contains { $0.contains("local has no /responses") }, "\(told)")

        expect(try await project.autopack("ask", "--model", "local/small", "Hello"), exits: 0)
        #expect(server.requests.count { $0.target == "/v1/responses" } == 1)
    }
}
