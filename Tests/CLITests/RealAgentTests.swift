import Synchronization
import TestSupport
import Testing

/// An agent that nobody wrote for these tests, mini-swe-agent from the Python package index, as the
/// Builder of a phase; the model that it asks is scripted, on 127.0.0.1.
@Suite(
    .fewAtOnce,
    .enabled(
        if: PythonEnvironment.miniAgent != nil,
        "mini-swe-agent was not fetched: the package index is out of reach"))
struct RealAgentTests {
    /// Commands that the model lets the agent run, one a turn.
    private static let commands = [
        "cat calc/arithmetic.py && python3 -m unittest discover -t . -s tests; git log --oneline",
        "sed -i 's/a - b/a + b/' calc/arithmetic.py; git commit -qam mine; echo \"commit: $?\"",
        "python3 -m unittest tests.test_arithmetic",
        "echo COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT",
    ]

    /// A model behind the Chat Completions API, which asks for the agent's own tool.
    private final class Model: Sendable {
        let server: LoopbackServer

        init() {
            let turns = Mutex<Int>(0)
            server = .answering { request in
                guard request.method == "POST" else { return LoopbackReply(404, "{}") }
                let turn = turns.withLock { turn in
                    turn += 1
                    return turn
                }
                let command = RealAgentTests.commands[
                    min(turn, RealAgentTests.commands.count) - 1]
                let arguments = "{\"command\": \(quoted(command))}"
                let body = """
                    {"id":"1","object":"chat.completion","created":1,"model":"small","choices":[\
                    {"index":0,"message":{"role":"assistant","content":"I work.","tool_calls":[\
                    {"id":"call\(turn)","type":"function","function":{"name":"bash","arguments":\
                    \(quoted(arguments))}}]},"finish_reason":"tool_calls"}],\
                    "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}
                    """
                return LoopbackReply(
                    200, body, headers: [("Content-Type", "application/json")])
            }
        }
    }

    @Test func `mini-swe-agent mends the project in the private workspace`() async throws {
        let agent = try #require(PythonEnvironment.miniAgent)
        let project = try Project()
        let model = Model()
        // As it is built in, but for where it lies and what it asks.
        try project.configure(
            autopack: """
                builders:
                  mini:
                    command: [\(quoted(agent)), --yolo, --exit-immediately, --task, "{prompt}"]
                    env:
                      - OPENAI_API_KEY
                      - MSWEA_MODEL_NAME=openai/small
                      - MSWEA_CONFIGURED=true
                      - MSWEA_COST_TRACKING=ignore_errors
                      - LITELLM_LOCAL_MODEL_COST_MAP=True
                      - OPENAI_API_BASE=\(model.server.url)/v1

                """)
        try project.record([.approval()])
        let before = FolderSnapshot(ofUsersPartIn: project.repository)
        let plan = try project.plan(
            Calculator.onePhase(
                more: "    builder: command:mini\n    checks:\n"
                    + "      - {name: add, run: \(Calculator.tests(of: "arithmetic"))}\n"))
        let outcome = try await project.autopack(
            "run", "--plan", plan, "--id", "r1",
            with: ["OPENAI_API_KEY": "sk-loopback-only-0123456789", "OTHER_API_KEY": "not-for-it"])
        expect(outcome, exits: 0)
        #expect(
            try project.file("calc/arithmetic.py", at: "autopack/r1")
                == Calculator.mendedArithmetic)
        let git = project.repository
        #expect(try git.git("diff", "--name-only", "main", "autopack/r1") == "calc/arithmetic.py")
        #expect(before.differences(to: FolderSnapshot(ofUsersPartIn: git)) == [])

        let chats = model.server.requests.filter { $0.method == "POST" }.map(\.text)
        try #require(chats.count == Self.commands.count)
        #expect(chats[0].contains("add(2, 3) has to be 5."))
        // It saw the project's history and its failing test, and could not commit.
        #expect(chats[1].contains("begin") && chats[1].contains("FAILED"))
        #expect(chats[2].contains("commit: ") && !chats[2].contains("commit: 0"))
        #expect(chats[3].contains("OK"))
        let journal = try Journal(in: git)
        #expect(
            journal.events("call.finished").first?["provider"]?.string == "mini")
        try git.fsckStrict()
    }
}
