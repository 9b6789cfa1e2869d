package import Editing
import RunModel

/// What a call of `edit` asks for.
package enum ToolEdit: Hashable, Sendable {
    case replace(path: String, search: String, by: String, everywhere: Bool)
    case write(path: String, content: String)
    case delete(path: String)
    /// Edits with their paths, in any format that is understood.
    case blocks(String)

    init(_ arguments: ToolArguments) throws(ToolFault) {
        let ways = ["search", "content", "delete", "blocks"].filter { name in
            name == "delete" ? arguments.flag(name) : arguments.has(name)
        }
        guard let way = ways.first, ways.count == 1 else {
            throw ToolFault(
                ways.isEmpty
                    ? "edit: give 'search' and 'replace', or 'content', or 'delete', or 'blocks'"
                    : "edit: \(ways.map { "'\($0)'" }.joined(separator: " and ")) exclude each other"
            )
        }
        if way == "blocks" {
            guard !arguments.has("path"), !arguments.has("replace") else {
                throw ToolFault("edit: 'blocks' have their paths in them; leave the rest out")
            }
            self = .blocks(arguments.text(way) ?? "")
            return
        }
        guard let path = arguments.text("path") else { throw ToolFault("edit: 'path' is missing") }
        let file = try ToolRequest.file(path, .edit)
        if way != "search", arguments.has("replace") {
            throw ToolFault("edit: 'replace' goes with 'search'")
        }
        switch way {
        case "search":
            guard let search = arguments.text(way), !search.isEmpty else {
                throw ToolFault("edit: 'search' is empty; a new file is given in 'content'")
            }
            guard let replacement = arguments.text("replace") else {
                throw ToolFault("edit: 'replace' is missing; empty, it deletes the lines")
            }
            self = .replace(
                path: file, search: search, by: replacement, everywhere: arguments.flag("all"))
        case "content": self = .write(path: file, content: arguments.text(way) ?? "")
        default: self = .delete(path: file)
        }
    }

    /// Applies the edit to a tree, with every way of finding the place that replies have.
    package func apply<Base: EditBase>(to base: Base) throws(Base.Failure) -> EditOutcome {
        switch self {
        case .blocks(let text): return try EditApplier.apply(reply: Array(text.utf8), to: base)
        default:
            return try EditApplier.apply(
                reply: structured.bytes, format: .structured, to: base)
        }
    }

    /// The edit in the form in which replies may write one (`cli.md`, What the models answer).
    private var structured: JSON {
        switch self {
        case .replace(let path, let search, let replacement, let everywhere):
            [
                "path": .string(path), "search": .string(search), "replace": .string(replacement),
                "replace_all": .boolean(everywhere),
            ]
        case .write(let path, let content):
            ["path": .string(path), "content": .string(content)]
        case .delete(let path): ["path": .string(path), "action": "delete"]
        case .blocks: .null
        }
    }
}
