import Agents
import Providers
import RunModel
import Testing

struct ToolConversationTests {
    private let read = ToolCall(id: "c1", name: "read", arguments: #"{"path":"a"}"#)

    private func opening() -> TurnPrompt {
        .opening(system: "rules", user: ["map", "task"], tools: [BuilderTool.read.definition])
    }

    private func turn(_ text: String, tree: String = "t0") -> TurnPrompt {
        .results(
            TurnResults(
                results: [TurnResults.Result(id: "c1", name: "read", text: text)], tree: tree))
    }

    private func reply(_ text: String = "") -> TurnReply {
        TurnReply(text: text, calls: [read], finish: .toolCalls)
    }

    @Test func `what a turn adds is read as it was written`() throws {
        let results = TurnPrompt.results(
            TurnResults(
                results: [
                    TurnResults.Result(id: "c1", name: "edit", text: "Made", tree: "t1"),
                    TurnResults.Result(id: nil, name: "x", text: "no", isError: true),
                ], note: "hurry", tree: "t1",
                hunks: [
                    AppliedHunk(
                        path: "a", strategy: "exact", similarity: 1, candidates: 1, line: 3),
                    AppliedHunk(
                        path: "b", strategy: "x", similarity: 0.75, candidates: 2, line: nil),
                ], checks: 2, condensed: 8))
        for prompt in [opening(), turn("text\n\"quoted\""), results] {
            #expect(TurnPrompt(prompt.bytes) == prompt)
        }
        #expect(TurnPrompt(Array("no JSON".utf8)) == nil)
        #expect(TurnPrompt(Array("{}".utf8)) == nil)
    }

    @Test func `a reply is read as it was written, with what its provider wants back`() throws {
        let native = NativeTurn(
            wire: .anthropic, provider: "claude",
            value: [["type": "thinking", "signature": "EqQBCkYI+x/=="]])
        let replies = [
            TurnReply(text: "a", calls: [read], finish: .toolCalls, native: native),
            TurnReply(
                text: "", calls: [ToolCall(id: nil, name: "check", arguments: "")], finish: .length),
        ]
        for reply in replies { #expect(TurnReply(reply.bytes) == reply) }
        #expect(TurnReply(Array(#"{"text": "a"}"#.utf8)) == nil)
    }

    @Test func `results answer the calls of the turn before`() {
        let conversation = ToolConversation(
            start: "t0",
            turns: [
                .init(prompt: opening(), reply: reply("I look."), tokens: 5),
                .init(prompt: turn("text of a")),
            ])
        #expect(
            conversation.messages(isPlain: false) == [
                Message(.user, parts: [.text("map"), .text("task")]),
                Message(.assistant, parts: [.text("I look."), .toolCall(read)]),
                Message(
                    .user,
                    parts: [.toolResult(ToolResult(id: "c1", name: "read", text: "text of a"))]),
            ])
        #expect(conversation.system(isPlain: false) == "rules")
        #expect(conversation.tools.map(\.name) == ["read"])
        #expect(conversation.tokens == 5)
    }

    @Test func `without tools the same is said in text`() throws {
        let conversation = ToolConversation(
            start: "t0",
            turns: [
                .init(prompt: opening(), reply: reply("I look.")), .init(prompt: turn("text of a")),
            ])
        let messages = conversation.messages(isPlain: true)
        #expect(
            messages[1].text == "I look.\n" + #"{"arguments":{"path":"a"},"tool":"read"}"#)
        #expect(messages[2].text == "Result of read:\ntext of a\n")
        let system = conversation.system(isPlain: true)
        #expect(system.hasPrefix("rules\n") && system.contains(#"{"tool": "read", "arguments""#))
        #expect(PlainToolCalls.read(messages[1].text).first?.arguments == read.arguments)
    }

    @Test func `what was asked for in text is answered in text`() {
        let asked = TurnReply(text: #"{"tool": "read", "arguments": {"path": "a"}}"#)
        let conversation = ToolConversation(
            start: "t0",
            turns: [.init(prompt: opening(), reply: asked), .init(prompt: turn("text of a"))])
        #expect(conversation.messages(isPlain: false)[2].text == "Result of read:\ntext of a\n")
    }

    @Test func `the conversation only grows`() {
        var conversation = ToolConversation(
            start: "t0", turns: [.init(prompt: opening(), reply: reply())])
        for number in 0..<5 {
            let before = conversation.messages(isPlain: false)
            conversation.turns.append(.init(prompt: turn("\(number)"), reply: reply()))
            #expect(conversation.messages(isPlain: false).prefix(before.count) == before[...])
        }
    }

    @Test func `the oldest results are left out in steps where the context is full`() {
        let long = String(repeating: "x", count: 1000)
        var conversation = ToolConversation(
            start: "t0", turns: [.init(prompt: opening(), reply: reply())])
        for _ in 0..<30 { conversation.turns.append(.init(prompt: turn(long), reply: reply())) }
        conversation.turns[30].reply = nil
        func tokens(_ messages: [Message]) -> Int {
            messages.reduce(0) { sum, message in
                message.parts.reduce(sum) { sum, part in
                    if case .toolResult(let result) = part {
                        sum + result.text.utf8.count
                    } else {
                        sum
                    }
                }
            }
        }
        #expect(conversation.condensing(to: 40_000, tokens: tokens) == 0)
        #expect(conversation.condensing(to: 25_000, tokens: tokens) == 8)
        #expect(conversation.condensing(to: 20_000, tokens: tokens) == 16)
        // What was just asked for stays, whatever the room.
        let most = conversation.condensing(to: 10, tokens: tokens)
        #expect(most < 30)
        guard case .results(var last) = conversation.turns[30].prompt else { return }
        last.condensed = most
        conversation.turns[30].prompt = .results(last)
        let messages = conversation.messages(isPlain: false)
        #expect(messages.count == 61)
        #expect(tokens([messages[60]]) == 1000)
        #expect(tokens([messages[2]]) < 100)
        // It is not taken back later.
        conversation.turns.append(.init(prompt: .results(last)))
        #expect(conversation.condensing(to: 40_000, tokens: tokens) == most)
    }

    @Test(arguments: [
        (#"{"tool": "read", "arguments": {"path": "a"}}"#, ["read"]),
        (#"Let me see. ```json {"tool": "check"} ``` and wait"#, ["check"]),
        (#"<tool_call>{"name": "read", "arguments": {"path": "a"}}</tool_call>"#, ["read"]),
        (#"{"tool": "list"} {"tool": "nonsense", "arguments": {}}"#, ["list", "nonsense"]),
        (#"{"name": "a package", "version": "1"}"#, []),
        (#"{"tool": 7}"#, []),
        (#"{"tool": "read", "arguments": "a"}"#, []),
        ("No call at all.", []),
        (
            "a.json\n<<<<<<< SEARCH\n{}\n=======\n"
                + #"{"tool": "read", "arguments": {}}"# + "\n>>>>>>> REPLACE\n", []
        ),
    ]) func `calls are found in text, and not in edits`(text: String, names: [String]) {
        #expect(PlainToolCalls.read(text).map(\.name) == names)
    }

    @Test func `a call is named in a line`() {
        let call = ToolCall(
            id: nil, name: "edit",
            arguments:
                #"{"path": "a.py", "search": "one\ntwo", "replace": "\#(String(repeating: "x", count: 99))"}"#
        )
        #expect(
            call.shortText
                == "edit(path: a.py, replace: \(String(repeating: "x", count: 40))…, search: one)")
        #expect(ToolCall(id: nil, name: "check", arguments: "").shortText == "check()")
    }
}
