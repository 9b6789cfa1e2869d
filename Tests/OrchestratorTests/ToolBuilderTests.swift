import Ledger
import Providers
import RunModel
import TestSupport
import Testing

/// The Builder with tools, from the first question to the candidate.
struct ToolBuilderTests {
    /// Lets the whole plan go on with these replies.
    private func finish(
        _ replies: [RecordedReply], agent: AgentSettings = AgentSettings(),
        scene: RunScene? = nil, _ change: (inout Plan) -> Void = { _ in }
    ) async throws -> (RunScene, RunLedger) {
        let scene = try scene ?? RunScene()
        var plan = try ToolStory.sum()
        change(&plan)
        let ledger = try await scene.finish(
            plan, replies, settings: ToolStory.settings(agent))
        return (scene, ledger)
    }

    /// The failure of the only attempt.
    private func failure(_ ledger: RunLedger) throws -> PhaseFailure {
        try #require(ledger.state.phases.first?.failures.first, "\(ledger.state.message)")
    }

    /// What the Builder was told after its first reply, in order.
    private func results(_ scene: RunScene) throws -> [JSON] {
        try scene.prompts(.builder).dropFirst().map { try JSON(parsing: Array($0.utf8)) }
    }

    private func texts(_ scene: RunScene) throws -> [String] {
        try results(scene).flatMap { $0["results"]?.array ?? [] }.compactMap { $0["text"]?.string }
    }

    @Test func `what the tools leave in the tree goes the way of every change`() async throws {
        let (scene, ledger) = try await finish(ToolStory.whole)
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try scene.file("sum.txt") == "one\ntwo\nthree\nfour")
        let events = try scene.events()
        #expect(events.count { $0 == "call.reserved" } == 6)
        #expect(
            events.suffix(10)
                == [
                    "call.finished", "candidate.created", "checks.finished", "call.reserved",
                    "call.finished", "audit.finished", "gate.decided", "checkpoint.planned",
                    "checkpoint.committed", "phase.finished", "run.finished",
                ].suffix(10))
        try scene.scratch.fsckStrict()
    }

    @Test func `each tool's result is what the next question adds`() async throws {
        let (scene, _) = try await finish(ToolStory.whole)
        let texts = try texts(scene)
        #expect(texts.count == 6)
        #expect(texts[0].contains("sum.txt\nword.txt"))
        #expect(texts[1] == "sum.txt:\n```\none\ntwo\nthree\n```\n")
        #expect(texts[2] == "Made:\n- sum.txt is changed\n")
        #expect(texts[3].contains("base: passes") && texts[3].contains("four: fails (exit 1)"))
        #expect(texts[3].contains("FAILED tests/test_four.py::test_it"))
        #expect(texts[5].contains("four: passes"))
    }

    @Test func `the first question has the task, the rules and the tools`() async throws {
        let (scene, _) = try await finish(ToolStory.whole)
        let first = try JSON(parsing: Array(try #require(try scene.prompts(.builder).first).utf8))
        let parts = (first["user"]?.array ?? []).compactMap(\.string)
        #expect(parts.last?.contains("add a fourth line") == true)
        #expect(first["system"]?.string?.contains("with tools") == true)
        #expect(first["system"]?.string?.contains("SEARCH") == false)
        #expect(
            first["tools"]?.array?.compactMap { $0["name"]?.string }
                == ["list", "read", "search", "edit", "check", "finish"])
    }

    // MARK: Bad calls

    @Test(arguments: [
        (
            "raed", #"{"path": "sum.txt"}"#,
            "there is no tool 'raed'; perhaps 'read'; there are list"
        ),
        ("read", #"{"pth": "sum.txt"}"#, "there is no argument 'pth'; perhaps 'path'"),
        ("read", #"{"path": 7}"#, "'path' is a number, not a string"),
        ("read", #"{"path": "sum.txt""#, "the arguments are no JSON object"),
        ("read", #"["sum.txt"]"#, "it is an array, not an object"),
        ("read", #"{"path": "sun.txt"}"#, "there is no file 'sun.txt'; perhaps 'sum.txt'"),
        ("read", #"{"path": "../secret"}"#, "the path has the component .."),
        ("read", #"{"path": ".git/config"}"#, "the path leads into .git"),
        ("edit", #"{"path": "sum.txt"}"#, "give 'search' and 'replace'"),
        (
            "edit", #"{"path": "sum.txt", "search": "a line of its own", "replace": "x"}"#,
            "not made"
        ),
        ("edit", #"{"path": "sum.txt", "search": "one", "replace": "one"}"#, "Nothing changes"),
        (
            "edit", #"{"path": ".github/workflows/a.yml", "content": "x\n"}"#,
            "policy forbids it:\n- .github/workflows/a.yml: is protected by"
        ),
        ("edit", #"{"path": "../a", "content": "x"}"#, "not made"),
        ("check", #"{"name": "fuor"}"#, "there is no check 'fuor'; perhaps 'four'"),
    ]) func `a call that makes no sense is answered with what is wrong`(
        tool: String, arguments: String, expected: String
    ) async throws {
        let bad = RecordedReply(
            role: .builder, toolCalls: [RecordedReply.Tool(name: tool, arguments: arguments)],
            usage: Usage(input: 1, output: 1))
        let (scene, ledger) = try await finish([
            bad, ToolStory.reply(ToolStory.four), ToolStory.reply(ToolStory.finish),
            Story.approval,
        ])
        let text = try #require(try texts(scene).first)
        #expect(text.contains(expected), "\(text)")
        #expect(try results(scene).first?["results"]?.array?.count == 1)
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
    }

    @Test func `an edit outside the phase's scope is refused at once`() async throws {
        let (scene, ledger) = try await finish([
            ToolStory.reply(ToolStory.replace("low", by: "high", in: "word.txt")),
            ToolStory.reply(ToolStory.four, ToolStory.finish), Story.approval,
        ]) { $0.phases[0].scope.write = ["sum.txt"] }
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try texts(scene)[0].contains("word.txt: is outside scope.write (sum.txt)"))
        #expect(try scene.file("word.txt") == "low")
    }

    @Test func `a secret in an edit is refused and stored nowhere`() async throws {
        // In pieces, so that this file holds none.
        let secret = "sk-" + "ant-api03-" + "Zk3vQ9xR7mB2nL5wT8pY1cF4hJ6dG0sA" + "uE9iO2"
        let (scene, ledger) = try await finish([
            ToolStory.reply(ToolStory.replace("three", by: "three\nkey = \"\(secret)\"")),
            ToolStory.reply(ToolStory.four, ToolStory.finish), Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try texts(scene)[0].contains("writes a secret"))
        let objects = try scene.scratch.git(
            "cat-file", "--batch-all-objects", "--batch", "--buffer")
        #expect(!objects.contains(secret))
    }

    @Test func `what may not be sent is neither listed, read, found nor changed`() async throws {
        let scratch = try ScratchRepository()
        try scratch.write("sum.txt", "one\ntwo\nthree\n")
        try scratch.write(".env", "COLOUR=mauve\n")
        try scratch.commit("base")
        let (scene, ledger) = try await finish(
            [
                ToolStory.reply(
                    ("list", [:]), ToolStory.read(".env"), ("search", ["text": "mauve"]),
                    ToolStory.replace("COLOUR=mauv", by: "COLOUR=red", in: ".env"),
                    ("edit", ["path": ".env", "content": "COLOUR=red\n"])),
                ToolStory.reply(ToolStory.four, ToolStory.finish), Story.approval,
            ], scene: RunScene(scratch))
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        let texts = try texts(scene)
        #expect(texts[0].contains("1 more may not be sent"))
        #expect(texts[1].contains("may not leave this machine"))
        #expect(texts[2].contains("no line holds it"))
        #expect(texts[4].contains("may not leave this machine"))
        #expect(!texts.joined().contains("mauve\n"))
        #expect(try scene.file(".env") == "COLOUR=mauve")
    }

    // MARK: Ends

    @Test func `a Builder that changes nothing is refused`() async throws {
        let (_, ledger) = try await finish([
            ToolStory.reply(ToolStory.read()), ToolStory.reply(ToolStory.finish),
        ])
        let failure = try failure(ledger)
        #expect(failure.category == .invalidResult)
        #expect(failure.rootCause.hasSuffix(": empty"))
    }

    @Test func `an edit in the same reply as the end is made first`() async throws {
        let (scene, ledger) = try await finish([
            ToolStory.reply(ToolStory.four, ToolStory.finish), Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try scene.prompts(.builder).count == 1)
    }

    @Test func `the end is put off where an edit of the same reply was not made`() async throws {
        let (scene, ledger) = try await finish([
            ToolStory.reply(
                ToolStory.four, ToolStory.replace("nowhere at all", by: "x"), ToolStory.finish),
            ToolStory.reply(ToolStory.finish), Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try texts(scene)[2].contains("not ended"))
    }

    @Test func `words alone after an edit are the end`() async throws {
        let (_, ledger) = try await finish([
            ToolStory.reply(ToolStory.four), ToolStory.reply(text: "It is done."),
            Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
    }

    @Test func `words alone before any edit are answered once`() async throws {
        let words = ToolStory.reply(text: "I would add a line.")
        let (scene, ledger) = try await finish([words, words])
        #expect(try results(scene)[0]["note"]?.string?.contains("called no tool") == true)
        let failure = try failure(ledger)
        #expect(failure.category == .replyMalformed)
        #expect(failure.detail == "the Builder called no tool, and changed nothing")
    }

    @Test func `edits as text are taken, as from a model without tools`() async throws {
        let (scene, ledger) = try await finish([
            ToolStory.reply(text: Story.replace("three", by: "three\nfour", in: "sum.txt")),
            Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try scene.file("sum.txt").hasSuffix("four"))
    }

    @Test func `calls as JSON in the text are made`() async throws {
        let (scene, ledger) = try await finish([
            ToolStory.reply(
                text: #"I look first. {"tool": "read", "arguments": {"path": "sum.txt"}}"#),
            ToolStory.reply(
                text:
                    #"{"name": "edit", "arguments": {"path": "sum.txt", "search": "three", "replace": "three\nfour"}}"#
            ),
            ToolStory.reply(text: #"{"tool": "finish", "arguments": {"summary": "done"}}"#),
            Story.approval,
        ])
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try texts(scene).count == 2)
    }

    // MARK: Limits

    @Test func `at the last step what there is goes on`() async throws {
        let (scene, ledger) = try await finish(
            [
                ToolStory.reply(ToolStory.read()), ToolStory.reply(ToolStory.four),
                Story.approval,
            ], agent: AgentSettings(maxSteps: 2))
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try results(scene)[0]["note"]?.string?.hasPrefix("1 step is left") == true)
    }

    @Test func `at the last step without an edit the attempt has failed`() async throws {
        let (_, ledger) = try await finish(
            [ToolStory.reply(ToolStory.read())], agent: AgentSettings(maxSteps: 1))
        let failure = try failure(ledger)
        #expect(failure.category == .replyMalformed)
        #expect(failure.rootCause.hasSuffix(": max_steps"))
        #expect(failure.detail.contains("used its 1 steps (agent.max_steps)"))
    }

    @Test func `tokens are counted without what came from a cache`() async throws {
        let cached = Usage(input: 1000, output: 10, cachedInput: 990)
        let (_, ledger) = try await finish(
            [
                ToolStory.reply(ToolStory.read(), usage: cached),
                ToolStory.reply(ToolStory.read("word.txt"), usage: Usage(input: 90, output: 10)),
            ], agent: AgentSettings(maxTokens: 120))
        let failure = try failure(ledger)
        #expect(failure.detail.contains("used 120 of 120 tokens (agent.max_tokens)"))
    }

    @Test func `checks run as often as the settings say`() async throws {
        let (scene, ledger) = try await finish(
            [
                ToolStory.reply(ToolStory.four),
                ToolStory.reply(ToolStory.check, ("check", ["name": "four"])),
                ToolStory.reply(ToolStory.finish), Story.approval,
            ], agent: AgentSettings(maxChecks: 1))
        #expect(ledger.state.status == .succeeded, "\(ledger.state.message)")
        #expect(try texts(scene)[2].contains("ran 1 times already"))
    }

    @Test func `the same call again and again ends the attempt, and is named`() async throws {
        let again = ToolStory.reply(ToolStory.read())
        let (scene, ledger) = try await finish([again, again, again, again])
        let failure = try failure(ledger)
        #expect(failure.category == .replyMalformed)
        #expect(failure.rootCause.hasSuffix(": loop"))
        #expect(
            failure.detail.contains(
                "the same call read(path: sum.txt) was made 4 times, with the same result"))
        #expect(try results(scene)[1]["note"]?.string?.contains("2 of at most 3 times") == true)
    }

    @Test func `calls in turn end the attempt, and are named`() async throws {
        let (one, two) = (
            ToolStory.reply(ToolStory.read()), ToolStory.reply(ToolStory.read("word.txt"))
        )
        let (_, ledger) = try await finish([one, two, one, two, one, two])
        #expect(
            try failure(ledger).detail.contains(
                "the calls read(path: sum.txt), read(path: word.txt) were made in turn 3 times"))
    }

    @Test func `an edit that is made and taken back without end is a loop`() async throws {
        let (one, two) = (
            ToolStory.reply(ToolStory.replace("three", by: "3")),
            ToolStory.reply(ToolStory.replace("3", by: "three"))
        )
        let (_, ledger) = try await finish([one, two, one, two, one, two])
        #expect(try failure(ledger).detail.contains("edits are made and taken back"))
    }

    @Test func `the run's budgets hold for every turn`() async throws {
        let scene = try RunScene()
        var settings = ToolStory.settings()
        settings.budgets.tokens = 40_000
        let again = ToolStory.reply(
            ToolStory.read(), usage: Usage(input: 20_000, output: 1000))
        let ledger = try await scene.finish(
            try ToolStory.sum(), [again, again, again], settings: settings)
        #expect(ledger.state.status == .failed)
        #expect(ledger.state.reason == .budget)
        #expect(try scene.prompts(.builder).count == 2)
    }
}
