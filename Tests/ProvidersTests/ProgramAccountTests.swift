import Providers
import RunModel
import Testing

struct ProgramAccountTests {
    private func account(_ text: String, _ output: CommandOutput) -> ProgramAccount {
        ProgramAccount(of: Array(text.utf8), as: output)
    }

    @Test func `claude's result tells words, usage, model and cost`() {
        let text = """
            {"type":"result","subtype":"success","is_error":false,"result":"done",\
            "total_cost_usd":0.25,"modelUsage":{"claude-a":{"inputTokens":10,"outputTokens":5,\
            "cacheReadInputTokens":90},"claude-b":{"inputTokens":1,"outputTokens":1}}}
            """
        #expect(
            account(text, .claudeJSON)
                == ProgramAccount(
                    text: "done", usage: Usage(input: 101, output: 6, cachedInput: 90),
                    model: "claude-a", cost: Money(usd: 0.25)))
    }

    @Test func `claude's failure has its cost too`() {
        let text = """
            {"type":"result","subtype":"error_max_turns","is_error":true,"errors":["too long"],\
            "total_cost_usd":1.5,"usage":{"input_tokens":7,"output_tokens":2}}
            """
        #expect(
            account(text, .claudeJSON)
                == ProgramAccount(
                    text: "too long", usage: Usage(input: 7, output: 2), cost: Money(usd: 1.5)))
    }

    @Test func `codex's events tell words and usage of all turns`() {
        let text = """
            starting
            {"type":"item.completed","item":{"type":"agent_message","text":"first"}}
            {"type":"turn.completed","usage":{"input_tokens":10,"output_tokens":2}}
            {"type":"item.completed","item":{"type":"agent_message","text":"second"}}
            {"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":1}}
            """
        #expect(
            account(text, .codexJSONLines)
                == ProgramAccount(text: "second", usage: Usage(input: 15, output: 3)))
        #expect(
            account(#"{"type":"turn.failed","error":{"message":"no credit"}}"#, .codexJSONLines)
                == ProgramAccount(text: "no credit"))
    }

    @Test(arguments: CommandOutput.allCases) func `anything else says nothing`(
        output: CommandOutput
    ) {
        for text in ["", "hello", "{", "[1]", "{\"type\":1}"] {
            #expect(account(text, output) == ProgramAccount(), "\(text)")
        }
    }
}
