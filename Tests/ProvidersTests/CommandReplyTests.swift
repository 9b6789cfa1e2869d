import Providers
import RunModel
import TestSupport
import Testing

/// The forms are those of the vendors' documentation and sources in November 2026.
@Suite struct CommandReplyTests {
    private func read(
        _ text: String, _ output: CommandOutput, expectsJSON: Bool = false
    ) throws(ProviderFailure) -> Reply {
        try CommandReply.read(
            Array(text.utf8), of: "model", as: output, expectsJSON: expectsJSON)
    }

    private func failure(_ text: String, _ output: CommandOutput) -> ProviderFailure? {
        do throws(ProviderFailure) {
            _ = try read(text, output)
            return nil
        } catch {
            return error
        }
    }

    // MARK: claude

    private static let claude = """
        {"type":"result","subtype":"success","is_error":false,"duration_ms":1998,\
        "duration_api_ms":1976,"num_turns":1,"result":"Hello","stop_reason":"end_turn",\
        "session_id":"0e639165","total_cost_usd":0.0079825,"usage":{"input_tokens":3,\
        "cache_creation_input_tokens":200,"cache_read_input_tokens":15635,"output_tokens":6},\
        "permission_denials":[]}
        """

    @Test func `claude's result gives text, usage and cost`() throws {
        let reply = try read(Self.claude, .claudeJSON)
        #expect(reply.text == "Hello")
        #expect(reply.finish == .stop)
        #expect(
            reply.usage
                == Usage(input: 15838, output: 6, cachedInput: 15635, cacheWrite: 200))
        #expect(reply.reportedCost == Money(microUSD: 7983))
        #expect(reply.model == nil)
    }

    @Test func `claude's other models count too`() throws {
        let usage = """
            "modelUsage":{"claude-opus-5-5":{"inputTokens":10,"outputTokens":20,\
            "cacheReadInputTokens":1,"cacheCreationInputTokens":2,"costUSD":0.1},\
            "claude-haiku-5-5":{"inputTokens":5,"outputTokens":7,"cacheReadInputTokens":0,\
            "cacheCreationInputTokens":0,"costUSD":0.01}},"type":"result"
            """
        let reply = try read(
            Self.claude.replacing(#""type":"result""#, with: usage), .claudeJSON)
        #expect(reply.usage == Usage(input: 18, output: 27, cachedInput: 1, cacheWrite: 2))
        #expect(reply.model == "claude-opus-5-5")
    }

    @Test(arguments: ["[{\"type\":\"system\"},%]", "{\"type\":\"system\"}\n%\n", "notice\n%"])
    func `claude's result is found behind what it says before`(frame: String) throws {
        #expect(try read(frame.replacing("%", with: Self.claude), .claudeJSON).text == "Hello")
    }

    @Test func `claude's stop reasons are read`() throws {
        let cut = try read(Self.claude.replacing("end_turn", with: "max_tokens"), .claudeJSON)
        #expect(cut.finish == .length)
        let refused = try read(Self.claude.replacing("end_turn", with: "refusal"), .claudeJSON)
        #expect(refused.finish == .contentFilter)
        #expect(refused.failure == .replyRefused)
    }

    @Test func `claude's structured output is the text where JSON was asked for`() throws {
        let text = Self.claude.replacing(
            #""type":"result""#, with: #""type":"result","structured_output":{"a":1}"#)
        #expect(try read(text, .claudeJSON, expectsJSON: true).text == #"{"a":1}"#)
        #expect(try read(text, .claudeJSON).text == "Hello")
    }

    @Test func `claude's failures are told`() {
        let limit = failure(
            #"{"type":"result","subtype":"error_max_turns","errors":["too many turns"]}"#,
            .claudeJSON)
        #expect(limit?.kind == .badRequest)
        #expect(limit?.message == "error_max_turns: too many turns")
        let status = failure(
            #"""
            {"type":"result","subtype":"success","is_error":true,"api_error_status":529,
            "result":"API Error: Overloaded"}
            """#.replacing("\n", with: ""), .claudeJSON)
        #expect(status?.kind == .overloaded)
        #expect(status?.status == 529)
        #expect(status?.message == "API Error: Overloaded")
    }

    // MARK: codex

    private static let codex = """
        {"type":"thread.started","thread_id":"0199a213"}
        {"type":"turn.started"}
        {"type":"item.completed","item":{"id":"item_0","type":"reasoning","text":"hm"}}
        {"type":"item.completed","item":{"id":"item_1","type":"agent_message","text":"first"}}
        {"type":"error","message":"Reconnecting... 1/5"}
        {"type":"item.completed","item":{"id":"item_2","type":"agent_message","text":"last"}}
        {"type":"turn.completed","usage":{"input_tokens":24763,"cached_input_tokens":24448,\
        "output_tokens":122,"reasoning_output_tokens":64}}

        """

    @Test func `codex's last message is the reply`() throws {
        let reply = try read("not JSON\n" + Self.codex, .codexJSONLines)
        #expect(reply.text == "last")
        #expect(reply.reasoning == "hm")
        #expect(
            reply.usage
                == Usage(input: 24763, output: 122, cachedInput: 24448, reasoning: 64))
        #expect(reply.reportedCost == nil)
    }

    @Test func `codex's older names are known`() throws {
        let text = Self.codex.replacing(
            #""type":"agent_message""#, with: #""item_type":"assistant_message""#)
        #expect(try read(text, .codexJSONLines).text == "last")
    }

    @Test func `codex's failures are told`() {
        let failed = failure(
            #"{"type":"turn.failed","error":{"message":"Rate limit: insufficient balance"}}"#,
            .codexJSONLines)
        #expect(failed?.kind == .quota)
        #expect(
            failure(#"{"type":"error","message":"no network"}"#, .codexJSONLines)?.message
                == "no network")
        #expect(
            failure(#"{"type":"turn.started"}"#, .codexJSONLines)?.kind == .malformed)
    }

    // MARK: Anything

    @Test(arguments: [CommandOutput.claudeJSON, .codexJSONLines], ["", "text", "{}", "[1]", "\0"])
    func `another form is no reply`(output: CommandOutput, text: String) {
        #expect(failure(text, output)?.kind == .malformed)
    }

    @Test func `numbers beyond reason do no harm`() throws {
        let huge = Self.claude.replacing(":15635", with: ":9223372036854775807")
            .replacing(":0.0079825", with: ":1e300")
        #expect(try read(huge, .claudeJSON).usage?.cachedInput == 1_000_000_000_000)
        let negative = Self.claude.replacing(":0.0079825", with: ":-1")
        #expect(try read(negative, .claudeJSON).reportedCost == nil)
    }

    @Test func `text that is not UTF-8 is still text`() throws {
        let reply = try CommandReply.read([0x61, 0xFF, 0x62], of: "model", as: .text)
        #expect(reply.text == "a\u{FFFD}b")
    }

    /// Cut at any place, and with bytes changed at random.
    @Test(arguments: Seeds.first(60))
    func `whatever a program prints, reading it ends`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for (sample, output) in [
            (Self.claude, CommandOutput.claudeJSON), (Self.codex, .codexJSONLines),
        ] {
            var bytes = Array(sample.utf8)
            bytes.removeLast(Int.random(in: 0...bytes.count / 2, using: &random))
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 0...255, using: &random)
            }
            do throws(ProviderFailure) {
                let reply = try CommandReply.read(bytes, of: "model", as: output)
                #expect((reply.usage?.input ?? 0) >= 0, "seed \(seed)")
            } catch {
                #expect(!error.message.isEmpty, "seed \(seed)")
            }
        }
    }
}
