import Editing
package import Providers
import RunModel

/// Calls of tools as text, for models and programs that have no tools of their own.
package enum PlainToolCalls {
    /// Finds the calls that a text is meant to be; none where it holds edits or is prose.
    ///
    /// A call is a JSON object `{"tool": …, "arguments": {…}}`; `name` is taken for `tool`, which
    /// is how some models write what their server should have read.
    package static func read(_ text: String) -> [ToolCall] {
        let bytes = Array(text.utf8)
        let calls = JSONReply.objects(in: bytes).compactMap { object -> ToolCall? in
            guard let document = try? JSON(parsing: object),
                let name = (document["tool"] ?? document["name"])?.string
            else { return nil }
            let arguments = document["arguments"] ?? .object([:])
            guard arguments.object != nil,
                document["tool"] != nil || document["arguments"] != nil
            else { return nil }
            return ToolCall(id: nil, name: name, arguments: arguments.text)
        }
        guard !calls.isEmpty else { return [] }
        // Blocks and diffs may hold such an object in the text that they write.
        if case .edits(let edits) = EditParser.parse(reply: bytes),
            edits.formats != [.structured]
        {
            return []
        }
        return calls
    }

    /// How a model is told to ask for tools in its text.
    static func rules(_ tools: [Tool]) -> String {
        let described = tools.map { tool in
            "- \(tool.name): \(tool.summary) Arguments: \(tool.parameters.text)\n"
        }
        return """
            Ask for a tool by answering only with one JSON object: \
            {"tool": "read", "arguments": {"path": "src/main.py"}}. Its result comes with the next \
            message. There are:

            \(described.joined())
            """
    }

    /// A call and its result as text.
    static func text(of call: ToolCall) -> String {
        let arguments = (try? JSON(parsing: Array(call.arguments.utf8))) ?? .string(call.arguments)
        return JSON.object(["tool": .string(call.name), "arguments": arguments]).text
    }

    static func text(of result: TurnResults.Result) -> String {
        "Result of \(result.name)\(result.isError ? ", which failed" : ""):\n\(result.text)\n"
    }
}
