import RunModel
import Testing

/// What a Builder with tools asks for.
enum ToolStory {
    /// The plan of ``Story/sum()``, built with tools.
    static func sum() throws -> Plan {
        var plan = try Story.sum()
        plan.phases[0].builder = .agent
        return plan
    }

    static func settings(_ agent: AgentSettings = AgentSettings()) -> RunSettings {
        var settings = RunScene.settings(attempts: 1)
        settings.agent = agent
        return settings
    }

    static func reply(
        _ calls: (String, JSON)..., text: String? = nil,
        failing: RecordedReply.Failure? = nil, usage: Usage = Usage(input: 100, output: 20)
    ) -> RecordedReply {
        RecordedReply(
            role: .builder, text: text,
            toolCalls: calls.map { RecordedReply.Tool(name: $0.0, arguments: $0.1.text) },
            usage: usage, fail: failing)
    }

    static func read(_ path: String = "sum.txt") -> (String, JSON) {
        ("read", ["path": .string(path)])
    }

    static func replace(
        _ search: String, by replacement: String, in path: String = "sum.txt"
    ) -> (String, JSON) {
        (
            "edit",
            [
                "path": .string(path), "search": .string(search), "replace": .string(replacement),
            ]
        )
    }

    static let four = replace("three", by: "three\nfour")
    static let check: (String, JSON) = ("check", [:])
    static let finish: (String, JSON) = ("finish", ["summary": "a fourth line"])

    /// Looks, edits wrongly, checks, mends it and ends.
    static let whole = [
        reply(("list", [:]), read()),
        reply(replace("three", by: "three\nfive")),
        reply(check),
        reply(replace("five", by: "four"), check),
        reply(finish),
        Story.approval,
    ]
}
