import TestSupport
import Testing

/// Phases with `builder: agent`: a model works with tools, over every wire.
@Suite(.fewAtOnce) struct ToolBuilderTests {
    private let project: Project

    init() throws { project = try Project() }

    private static let plan = Calculator.onePhase(more: "    builder: agent")

    /// Looks, asks wrongly, edits wrongly, sees the check fail, mends it and ends.
    private static let scenario = """
        {"entries": [
          {"match": {"contains": "You review a change"}, "times": 0, "reply": {"text": \
        "{\\"approved\\":true,\\"issues\\":[],\\"summary\\":\\"as asked\\"}"}},
          {"reply": {"tool_calls": [
            {"name": "list", "arguments": {"glob": "**/*.py"}},
            {"name": "read", "arguments": {"path": "calc/arithmetic.py"}}]}},
          {"reply": {"text": "Hm.", "tool_calls": [
            {"name": "reed", "arguments": {"path": "calc/text.py"}}]}},
          {"reply": {"tool_calls": [{"name": "edit", "arguments": {
            "path": "calc/arithmetic.py", "search": "a - b", "replace": "a * b"}}]}},
          {"reply": {"thinking": "See whether it passes.", "tool_calls": [
            {"name": "check", "arguments": {}}]}},
          {"reply": {"tool_calls": [{"name": "edit", "arguments": {
            "path": "calc/arithmetic.py", "search": "a * b", "replace": "a + b"}}]}},
          {"reply": {"tool_calls": [{"name": "check", "arguments": {"name": "tests"}}]}},
          {"reply": {"tool_calls": [{"name": "finish", "arguments": {"summary": "It adds."}}]}}
        ]}
        """

    /// The results that the Builder was told, in order.
    private func results() throws -> [String] {
        let questions = try Journal(in: project.repository).events("call.reserved")
            .filter { ($0["turn"]?.int ?? 0) > 1 }
        return try questions.flatMap { question in
            let blob = try project.repository.git(
                "cat-file", "blob", try #require(question["prompt"]?.string))
            return try JSONReader.value(blob)["results"]?.array ?? []
        }.compactMap { $0["text"]?.string }
    }

    @Test(
        .enabled(if: Shared.folder != nil, "there is no shared folder with the strict provider"),
        arguments: [
            ("openai-chat", "/openai/v1", "gpt-4.1"), ("openai-responses", "/openai/v1", "gpt-5"),
            ("anthropic", "/anthropic", "claude-sonnet-4-5"),
            ("gemini", "/gemini", "gemini-2.5-pro"), ("glm", "/glm/api/paas/v4", "glm-4.6"),
        ])
    func `a model works with tools over every wire`(
        wire: String, path: String, model: String
    ) async throws {
        let shared = try #require(Shared.folder)
        let provider = try await StrictProvider(shared, beside: project, scenario: Self.scenario)
        try project.configure(
            providers: "  near: {wire: \(wire), base_url: \(quoted(provider.url + path)),"
                + " key_variable: NEAR_KEY}",
            model: "near/\(model)")
        let plan = try project.plan(Self.plan)
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1", with: ["NEAR_KEY": "k"])
        try require(outcome, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        let results = try results()
        #expect(results.count == 7, "\(results)")
        #expect(results[0].contains("calc/arithmetic.py\ncalc/text.py"))
        #expect(results[1].contains("return a - b"))
        #expect(results[2].contains("there is no tool 'reed'; perhaps 'read'"))
        #expect(results[4].contains("tests: fails (exit 1)") && results[4].contains("6 != 5"))
        // The other broken function is not this phase's.
        #expect(results[6].contains("It failed before the change too."))
        let journal = try Journal(in: project.repository)
        #expect(journal.events("call.reserved").count == 8)
        #expect(journal.events("candidate.created").count == 1)
        try project.repository.fsckStrict()
    }

    /// A program knows no tools: it is told of them, and asks in its text.
    @Test func `a program asks for tools in its text`() async throws {
        let program = try project.repository.directory.write(
            "model",
            """
            #!/bin/sh
            text=$(cat)
            case $text in
            *"You review a change"*) printf '{"approved":true,"issues":[],"summary":"as asked"}' ;;
            *"calc/arithmetic.py is changed"*) printf '{"tool": "finish", "arguments": {}}' ;;
            *"Result of read"*) printf '{"tool": "edit", "arguments": {"path": "calc/arithmetic.py", '
              printf '"search": "a - b", "replace": "a + b"}}' ;;
            *) printf 'I look. {"tool": "read", "arguments": {"path": "calc/arithmetic.py"}}' ;;
            esac
            """)
        try project.configure(
            providers: "  near: {wire: command, command: [sh, \(quoted(program))]}",
            model: "near/any")
        try require(try await project.run(Self.plan), exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        #expect(try results().count == 2)
    }

    @Test func `a loop is named, and the next attempt is told of it`() async throws {
        let look = RecordedAnswer(
            role: .builder, attempt: 1,
            toolCalls: [("read", #"{"path": "calc/arithmetic.py"}"#)])
        let mend = RecordedAnswer(
            role: .builder, attempt: 2,
            toolCalls: [
                (
                    "edit",
                    #"{"path": "calc/arithmetic.py", "search": "a - b", "replace": "a + b"}"#
                ), ("finish", "{}"),
            ])
        try project.record([look, look, look, look, mend, .approval()])
        try require(try await project.run(Self.plan), exits: 0)
        let failed = try #require(
            try Journal(in: project.repository).events("attempt.failed").first)
        #expect(failed["category"]?.string == "reply_malformed")
        #expect(failed["root_cause"]?.string?.hasSuffix(": loop") == true)
        #expect(
            failed["detail"]?.string?.contains(
                "the same call read(path: calc/arithmetic.py) was made 4 times") == true)
        let shown = try await project.autopack("show", "r1")
        expect(shown, exits: 0)
    }

    @Test func `a Builder in an endless search ends at its last step`() async throws {
        try project.configure(autopack: "agent: {max_steps: 3}\n")
        let looks = (0..<5).map { number in
            RecordedAnswer(
                role: .builder, toolCalls: [("search", #"{"text": "word \#(number)"}"#)])
        }
        try project.record(looks)
        expect(
            try await project.run(Calculator.onePhase(maxAttempts: 1, more: "    builder: agent")),
            exits: 1)
        let failed = try #require(
            try Journal(in: project.repository).events("attempt.failed").first)
        #expect(failed["detail"]?.string?.contains("used its 3 steps (agent.max_steps)") == true)
    }
}
