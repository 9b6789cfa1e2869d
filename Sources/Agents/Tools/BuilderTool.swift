package import Providers
import RunModel

/// What a Builder with tools may do: look at the tree, change it, run the checks, and end.
///
/// None of them reaches beyond object space but `check`, which runs what the plan says.
package enum BuilderTool: String, Sendable, CaseIterable {
    case list, read, search, edit, check, finish

    /// The tool as a model is told of it.
    package var definition: Tool {
        Tool(name: rawValue, summary: summary, parameters: schema)
    }

    var summary: String {
        switch self {
        case .list:
            "List a folder, or all files whose path matches a glob such as src/**/*.py."
        case .read:
            "Read a text file, whole or from one line to another."
        case .search:
            "Find lines that hold a text, literally, in all files or in those of a glob."
        case .edit:
            "Change one file: 'search' and 'replace' for lines exactly as they are in the file, or"
                + " 'content' for all of a file, or 'delete'; or several at once as SEARCH/REPLACE"
                + " blocks or a diff in 'blocks'. All of an edit is made or nothing."
        case .check:
            "Run the checks that judge the change, or the named one, on the tree as it is now."
        case .finish:
            "End: the tree as it is now is the change. Say in a few sentences what was done."
        }
    }

    var parameters: [ToolParameter] {
        switch self {
        case .list:
            [
                ToolParameter("path", .text, "the folder; the root where it is left out"),
                ToolParameter("glob", .text, "list every file below that matches"),
            ]
        case .read:
            [
                ToolParameter("path", .text, "the file", isRequired: true),
                ToolParameter("start_line", .line, "the first line, from 1"),
                ToolParameter("end_line", .line, "the last line"),
            ]
        case .search:
            [
                ToolParameter(
                    "text", .text, "what to find within a line; no pattern", isRequired: true),
                ToolParameter("glob", .text, "only files whose path matches"),
                ToolParameter("ignore_case", .flag, "whether capitals count as small letters"),
            ]
        case .edit:
            [
                ToolParameter("path", .text, "the file; not with 'blocks'"),
                ToolParameter("search", .text, "lines that occur once in the file"),
                ToolParameter("replace", .text, "what takes their place"),
                ToolParameter("all", .flag, "whether 'search' is replaced wherever it occurs"),
                ToolParameter("content", .text, "all of the file, new or not"),
                ToolParameter("delete", .flag, "whether the file goes"),
                ToolParameter("blocks", .text, "SEARCH/REPLACE blocks or a diff, with paths"),
            ]
        case .check: [ToolParameter("name", .text, "only this check")]
        case .finish:
            [ToolParameter("summary", .text, "what was done and why")]
        }
    }

    /// The JSON Schema of the arguments: an object that takes nothing else.
    var schema: JSON {
        var properties: [String: JSON] = [:]
        for parameter in parameters { properties[parameter.name] = parameter.schema }
        return [
            "type": "object", "properties": .object(properties),
            "required": .array(parameters.filter(\.isRequired).map { .string($0.name) }),
            "additionalProperties": false,
        ]
    }
}

/// One argument of a tool.
struct ToolParameter {
    enum Kind { case text, line, flag }

    var name: String
    var kind: Kind
    var summary: String
    var isRequired: Bool

    init(_ name: String, _ kind: Kind, _ summary: String, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.summary = summary
        self.isRequired = isRequired
    }

    var schema: JSON {
        switch kind {
        case .text: ["type": "string", "description": .string(summary)]
        case .line: ["type": "integer", "minimum": 1, "description": .string(summary)]
        case .flag: ["type": "boolean", "description": .string(summary)]
        }
    }
}
