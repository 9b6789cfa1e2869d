package import Providers
package import RunModel

/// What a turn of the Builder with tools adds to the conversation, as the journal's blob holds it.
package enum TurnPrompt: Hashable, Sendable {
    /// The instructions, the parts of the question, and the tools that there are.
    case opening(system: String, user: [String], tools: [Tool])
    /// What came of the last reply.
    case results(TurnResults)

    /// The blob's text.
    package var bytes: [UInt8] {
        switch self {
        case .opening(let system, let user, let tools):
            let document: JSON = [
                "system": .string(system), "user": .array(user.map { .string($0) }),
                "tools": .array(
                    tools.map { tool in
                        [
                            "name": .string(tool.name), "summary": .string(tool.summary),
                            "parameters": tool.parameters,
                        ]
                    }),
            ]
            return document.bytes
        case .results(let results): return results.document.bytes
        }
    }

    /// - Returns: nil where the text is none of ours.
    package init?(_ bytes: [UInt8]) {
        guard let document = try? JSON(parsing: bytes) else { return nil }
        if let results = TurnResults(document) {
            self = .results(results)
            return
        }
        guard let system = document["system"]?.string, let user = document["user"]?.array,
            let tools = document["tools"]?.array
        else { return nil }
        self = .opening(
            system: system, user: user.compactMap(\.string),
            tools: tools.compactMap { tool in
                guard let name = tool["name"]?.string, let summary = tool["summary"]?.string,
                    let parameters = tool["parameters"]
                else { return nil }
                return Tool(name: name, summary: summary, parameters: parameters)
            })
    }
}

/// What came of a reply: the result of each of its calls, and the tree afterwards.
package struct TurnResults: Hashable, Sendable {
    /// The result of one call, in the order of the reply's calls.
    package struct Result: Hashable, Sendable {
        /// The call's id; nil where it has none.
        package var id: String?
        /// The tool's name.
        package var name: String
        package var text: String
        package var isError: Bool
        /// The tree after the call, where the call made it another one.
        package var tree: String?

        package init(
            id: String? = nil, name: String, text: String, isError: Bool = false,
            tree: String? = nil
        ) {
            self.id = id
            self.name = name
            self.text = text
            self.isError = isError
            self.tree = tree
        }
    }

    package var results: [Result]
    /// What the model is told besides; nil: nothing.
    package var note: String?
    package var tree: String
    /// Where the edits of this turn found their places.
    package var hunks: [AppliedHunk]
    /// Runs of checks in this turn.
    package var checks: Int
    /// How many of the oldest results the model is not shown any more, so that the rest fits.
    package var condensed: Int

    package init(
        results: [Result] = [], note: String? = nil, tree: String, hunks: [AppliedHunk] = [],
        checks: Int = 0, condensed: Int = 0
    ) {
        self.results = results
        self.note = note
        self.tree = tree
        self.hunks = hunks
        self.checks = checks
        self.condensed = condensed
    }

    fileprivate var document: JSON {
        var members: [String: JSON] = [
            "results": .array(
                results.map { result in
                    var members: [String: JSON] = [
                        "name": .string(result.name), "text": .string(result.text),
                        "is_error": .boolean(result.isError),
                    ]
                    members["id"] = result.id.map { .string($0) }
                    members["tree"] = result.tree.map { .string($0) }
                    return .object(members)
                }),
            "tree": .string(tree), "checks": .integer(Int64(checks)),
            "condensed": .integer(Int64(condensed)),
            "hunks": .array(hunks.map(\.document)),
        ]
        members["note"] = note.map { .string($0) }
        return .object(members)
    }

    fileprivate init?(_ document: JSON) {
        guard let list = document["results"]?.array, let tree = document["tree"]?.string else {
            return nil
        }
        self.init(
            results: list.compactMap { item in
                guard let name = item["name"]?.string, let text = item["text"]?.string else {
                    return nil
                }
                return Result(
                    id: item["id"]?.string, name: name, text: text,
                    isError: item["is_error"]?.boolean ?? false,
                    tree: item["tree"]?.string)
            }, note: document["note"]?.string, tree: tree,
            hunks: (document["hunks"]?.array ?? []).compactMap(AppliedHunk.init),
            checks: document["checks"]?.count ?? 0, condensed: document["condensed"]?.count ?? 0)
    }
}

/// A reply of the Builder with tools, as the journal's blob holds it.
package struct TurnReply: Hashable, Sendable {
    package var text: String
    package var calls: [ToolCall]
    package var finish: FinishReason
    package var native: NativeTurn?

    package init(
        text: String, calls: [ToolCall] = [], finish: FinishReason = .stop,
        native: NativeTurn? = nil
    ) {
        self.text = text
        self.calls = calls
        self.finish = finish
        self.native = native
    }

    package init(_ reply: Reply) {
        self.init(
            text: reply.text.isEmpty ? reply.refusal ?? "" : reply.text, calls: reply.toolCalls,
            finish: reply.refusal == nil ? reply.finish : .contentFilter, native: reply.native)
    }

    /// The blob's text.
    package var bytes: [UInt8] {
        var members: [String: JSON] = [
            "text": .string(text), "finish": .string(finish.rawValue),
            "calls": .array(calls.map { .object($0.members) }),
        ]
        if let native {
            var turn: [String: JSON] = [
                "wire": .string(native.wire.rawValue), "value": native.value,
            ]
            turn["provider"] = native.provider.map { .string($0) }
            members["native"] = .object(turn)
        }
        return JSON.object(members).bytes
    }

    /// - Returns: nil where the text is none of ours.
    package init?(_ bytes: [UInt8]) {
        guard let document = try? JSON(parsing: bytes), let text = document["text"]?.string,
            let calls = document["calls"]?.array,
            let finish = document["finish"]?.string.flatMap(FinishReason.init)
        else { return nil }
        var native: NativeTurn?
        if let turn = document["native"], let value = turn["value"],
            let wire = turn["wire"]?.string.flatMap(Wire.init)
        {
            native = NativeTurn(wire: wire, provider: turn["provider"]?.string, value: value)
        }
        self.init(
            text: text, calls: calls.compactMap(ToolCall.init), finish: finish, native: native)
    }
}

extension ToolCall {
    fileprivate var members: [String: JSON] {
        var members: [String: JSON] = ["name": .string(name), "arguments": .string(arguments)]
        members["id"] = id.map { .string($0) }
        return members
    }

    fileprivate init?(_ document: JSON) {
        guard let name = document["name"]?.string, let arguments = document["arguments"]?.string
        else { return nil }
        self.init(id: document["id"]?.string, name: name, arguments: arguments)
    }
}

extension AppliedHunk {
    fileprivate var document: JSON {
        [
            "path": .string(path), "strategy": .string(strategy),
            "similarity": .number(similarity), "candidates": .integer(Int64(candidates)),
            "line": line.value.map { .integer(Int64($0)) } ?? .null,
        ]
    }

    fileprivate init?(_ document: JSON) {
        guard let path = document["path"]?.string, let strategy = document["strategy"]?.string
        else { return nil }
        let similarity: Double =
            switch document["similarity"] {
            case .number(let number)?: number
            case .integer(let number)?: Double(number)
            default: 0
            }
        self.init(
            path: path, strategy: strategy, similarity: similarity,
            candidates: document["candidates"]?.count ?? 0, line: document["line"]?.count)
    }
}
